"""What a unit heads its documents with: entered by whoever may issue for it, and no file code is two units'."""

from __future__ import annotations

import re

from django.db import transaction

from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted
from taizhang.web.reports.models import Letterhead

# the code of the issuing body, the year, the number (GB/T 9704-2012, 7.2.5)
_PATTERN = re.compile(r"(?P<code>[^{}〔]*[^{}〔\s])〔\{year\}〕\{number\}号")


@transaction.atomic
def set_letterhead(  # noqa: PLR0913 - a letterhead has that many parts
    unit: OrgUnit, *, name: str, number: str, by: Person, copies_to: str = "", printed_by: str = ""
) -> Letterhead:  # fmt: skip
    """Give a unit its letterhead, or another than it had; what was issued stays as it is.

    `number` is the pattern of its file numbers, `青教〔{year}〕{number}号`. Raises NotAllowed, and NotAccepted for a
    pattern that is none and for the file code (发文机关代字) of another unit: their numbers could not be told apart.
    """
    check_may(by, "report.issue", unit=unit)
    told = {"name": name, "number": number, "copies_to": copies_to, "printed_by": printed_by}
    _check(unit, number)
    head, _made = Letterhead.objects.update_or_create(unit=unit, defaults=told)
    said = {"document_number": number, "name": name, "copies_to": copies_to, "printed_by": printed_by}
    audit.record("letterhead.set", unit, by=by, **said)
    return head


def _check(unit: OrgUnit, number: str) -> None:
    if not (code := _code(number)):
        raise NotAccepted(Finding("letterhead-number", "", {"found": number}))
    OrgUnit.objects.select_for_update(of=("self",)).order_by("pk").first()  # of two units at once the second waits here
    for other in Letterhead.objects.exclude(unit=unit).select_related("unit"):
        if _code(other.number) == code:
            blanks = {"code": code, "unit": unit.name, "other": other.unit.name}
            raise NotAccepted(Finding("letterhead-taken", "", blanks))


def _code(number: str) -> str:
    """青教 of 青教〔{year}〕{number}号; nothing where that is no such pattern."""
    found = _PATTERN.fullmatch(number)
    return found["code"].strip() if found else ""
