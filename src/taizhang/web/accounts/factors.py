"""The second factor: codes that change every half-minute (TOTP, RFC 6238), and recovery codes."""

from __future__ import annotations

import hashlib
import secrets
import time

import pyotp
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from taizhang.web.accounts.actions import check_may_manage
from taizhang.web.accounts.models import Person, SecondFactor
from taizhang.web.ledger import audit
from taizhang.web.refusals import Refused
from taizhang.web.sealed import seal, unseal

_STEP = 30  # seconds
_CODES = 10


def new_secret() -> str:
    """160 random bits in base 32, as authenticator apps take them."""
    return pyotp.random_base32()


def address_for(person: Person, secret: str) -> str:
    """What the QR code says."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=_("台账"))


def wanted(person: Person) -> bool:
    """Whether one of the person's roles needs a second factor that they have not set up."""
    kinds = {role.kind for role in person.roles_in_force} if settings.TOTP_ROLES else set()
    return bool(kinds & settings.TOTP_ROLES) and not has(person)


def has(person: Person) -> bool:
    return SecondFactor.objects.filter(person=person).exists()


@transaction.atomic
def set_up(person: Person, secret: str, code: str) -> list[str]:
    """Keep the secret once a code proves that the telephone has it; returns the recovery codes, this once.

    Raises Refused where the code is wrong.
    """
    if not (step := _step_of(secret, code, after=0)):
        raise Refused.because("factor-wrong-code", person.username)
    codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _at in range(_CODES)]
    told = {"sealed": seal(secret.encode()), "last_step": step, "recovery": [_digest(person, one) for one in codes]}
    SecondFactor.objects.update_or_create(person=person, defaults=told)
    audit.record("factor.make", person, by=person)
    return codes


@transaction.atomic
def passes(person: Person, code: str) -> bool:
    """Whether the code is the telephone's now, or a recovery code; either is taken once."""
    factor = SecondFactor.objects.select_for_update().get(person=person)
    if step := _step_of(unseal(factor.sealed).decode(), code, after=factor.last_step):
        factor.last_step = step
    elif (digest := _digest(person, code.strip().lower())) in factor.recovery:
        factor.recovery = [one for one in factor.recovery if one != digest]
        audit.record("factor.recover", person, by=person, left=len(factor.recovery))
    else:
        return False
    factor.save()
    return True


@transaction.atomic
def remove(person: Person, *, by: Person) -> None:
    """Do without: for oneself, or by an administrator for somebody who lost the telephone."""
    if person != by:
        check_may_manage(person, by=by)
    SecondFactor.objects.filter(person=person).delete()
    audit.record("factor.remove", person, by=by, person=person.username)


def _step_of(secret: str, code: str, *, after: int) -> int:
    """The half-minute whose code it is, of the present one and those beside it; 0 where it is none of them."""
    plain = "".join(code.split())
    now, codes = int(time.time()) // _STEP, pyotp.TOTP(secret)
    said = plain.encode()
    steps = (step for step in (now, now - 1, now + 1) if step > after)
    return next((step for step in steps if secrets.compare_digest(codes.generate_otp(step).encode(), said)), 0)


def _digest(person: Person, code: str) -> str:
    """A plain hash does: a code is 48 random bits and an attempt is counted as a failed log-in."""
    return hashlib.sha256(f"{person.pk}:{code}".encode()).hexdigest()
