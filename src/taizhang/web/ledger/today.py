"""Changes of the tree that were entered ahead take effect on their day, though nobody restarts the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from taizhang.web.ledger import actions
from taizhang.web.ledger.models import OrgUnit

Answer = Callable[[HttpRequest], HttpResponse]


def tree_of_today(get_response: Answer) -> Answer:
    """The first request of a day in each process looks whether the tree is still yesterday's."""

    def answer(request: HttpRequest) -> HttpResponse:
        catch_up(timezone.localdate())
        return get_response(request)

    return answer


@lru_cache(maxsize=1)
def catch_up(day: date) -> None:
    """Bring the units' names, kinds and paths to those of `day`, which is today. Writes only where some are not."""
    if not (found := actions.stale()):
        return
    with transaction.atomic():
        # somebody who changes the tree at this moment is waited for, and then seen
        list(OrgUnit.objects.select_for_update().filter(pk__in=[unit.pk for unit in found]).order_by("pk"))
        actions.refresh_paths()
