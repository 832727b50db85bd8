"""Lets a program in by its key."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from taizhang.web.accounts.actions import digest
from taizhang.web.accounts.models import ApiKey, Person, Scope
from taizhang.web.refusals import NotAllowed


class Key(HttpBearer):
    """A key in force; the request then acts for its person. Raises NotAllowed where the key lacks the scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        keys = ApiKey.objects.select_related("person").filter(ends_at__gt=timezone.now(), person__is_active=True)
        key = keys.filter(digest=digest(token)).first()
        if key and self.scope not in key.scopes:
            raise NotAllowed.because("web-key-scope", key.name, scope=self.scope.value, scopes=", ".join(key.scopes))
        if key:
            _note_use(key)
        return key and key.person


def _note_use(key: ApiKey) -> None:
    """Once an hour, to spare the database."""
    now = timezone.now()
    if key.used_at is None or now - key.used_at > timedelta(hours=1):
        ApiKey.objects.filter(pk=key.pk).update(used_at=now)
