"""What a password has to be, how long it lasts, and setting one.

GB/T 22239-2019 (8.1.4.1) asks for complex passwords that are changed regularly, without numbers; the defaults in
`settings.py` are what assessors usually ask of levels 2 and 3.
"""

from __future__ import annotations

import secrets
import string
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from taizhang.web.accounts.actions import check_may_manage
from taizhang.web.accounts.models import PasswordBefore, Person
from taizhang.web.ledger import audit

_SIGNS = "-+=#@%*"
_GIVEN = 14  # characters of a password that is made here: over 80 random bits


class MixedValidator:
    """At least so many of: small letters, capitals, digits, signs, characters of other scripts."""

    def __init__(self, classes: int) -> None:
        self.classes = classes

    def validate(self, password: str, user: Person | None = None) -> None:
        if len({_class_of(one) for one in password}) < self.classes:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        return _("口令须含小写字母、大写字母、数字、符号、汉字中的至少 %(count)s 类。") % {"count": self.classes}


def _class_of(one: str) -> str:
    if one.isdigit():
        return "digit"
    if not one.isalpha():
        return "sign"
    return "other" if not one.isascii() else "lower" if one.islower() else "upper"


class NotBeforeValidator:
    """None of the last ones, the present one included."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if user is None or user.pk is None:
            return
        kept = [user.password, *user.passwords_before.order_by("-pk").values_list("password", flat=True)]
        if any(check_password(password, one) for one in kept[: settings.PASSWORD_HISTORY]):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return _("不能与最近 %(count)s 次的口令相同。") % {"count": settings.PASSWORD_HISTORY}


class GivenPasswordHasher(PBKDF2PasswordHasher):
    """For passwords made here at random, which no list of words finds: few rounds do until they are changed.

    Django hashes them anew, with all its rounds, at the first log-in.
    """

    algorithm = "pbkdf2_given"
    iterations = 2000


def made_up() -> str:
    """A random password that keeps the rules."""
    rest = string.ascii_lowercase + string.ascii_uppercase + string.digits
    parts = [secrets.choice(kind) for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits, _SIGNS)]
    parts += [secrets.choice(rest) for _at in range(max(_GIVEN, settings.PASSWORD_LENGTH) - len(parts))]
    secrets.SystemRandom().shuffle(parts)
    return "".join(parts)


def given(password: str) -> str:
    """The hash of a made-up password."""
    return make_password(password, hasher=GivenPasswordHasher())


@transaction.atomic
def change_own(person: Person, password: str) -> None:
    """A password that a person chose for themself. Raises ValidationError where it breaks a rule."""
    validate_password(password, person)
    _set(person, make_password(password), must_change=False)
    audit.record("password.set", person, by=person)


@transaction.atomic
def give(person: Person, *, by: Person) -> str:
    """A new password for somebody who lost theirs: told once, to be changed at the next log-in."""
    check_may_manage(person, by=by)
    password = made_up()
    _set(person, given(password), must_change=True)
    audit.record("password.give", person, by=by, person=person.username)
    return password


def _set(person: Person, hashed: str, *, must_change: bool) -> None:
    if person.has_usable_password():
        PasswordBefore.objects.create(person=person, password=person.password)
    old = person.passwords_before.order_by("-pk").values_list("pk", flat=True)[settings.PASSWORD_HISTORY :]
    PasswordBefore.objects.filter(pk__in=list(old)).delete()
    person.password, person.password_set_at, person.must_change = hashed, timezone.now(), must_change
    person.save(update_fields=["password", "password_set_at", "must_change"])


def expired(person: Person) -> bool:
    """Whether the password is older than the settings allow, or was given by somebody else."""
    oldest = timezone.now() - timedelta(days=settings.PASSWORD_DAYS)
    return person.must_change or bool(settings.PASSWORD_DAYS and person.password_set_at < oldest)
