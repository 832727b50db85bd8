"""What was previewed, carried by the page itself until it is confirmed: nothing is kept of what is given up."""

from __future__ import annotations

import time

from cryptography.fernet import InvalidToken

from taizhang.web.accounts.models import Person
from taizhang.web.refusals import NotAccepted
from taizhang.web.sealed import seal, unseal

_HOURS = 2


def hold(data: bytes, *, by: Person) -> str:
    """The bytes as a text for a hidden field: sealed, for this person, for some hours."""
    return seal(b"%d %d " % (by.pk, int(time.time())) + data).decode()


def held(text: str, *, by: Person) -> bytes:
    """The bytes again. Raises NotAccepted where the text was changed, is another's or too old."""
    try:
        person, at, data = unseal(text.encode()).split(b" ", 2)
    except (InvalidToken, ValueError) as error:
        raise NotAccepted.because("preview-over") from error
    if int(person) != by.pk or time.time() - int(at) > 3600 * _HOURS:
        raise NotAccepted.because("preview-over")
    return data
