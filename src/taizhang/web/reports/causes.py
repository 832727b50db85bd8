"""Why figures are as they are: entered before a report is written, kept for the reports of the period that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit, Release
from taizhang.web.reports.drafting import analysis_of, causes_of, tracked
from taizhang.web.reports.models import Cause
from taizhang.writing import causes
from taizhang.writing.gaps import gaps
from taizhang.writing.words import shown


@dataclass(frozen=True, slots=True)
class CauseAsked:
    """An indicator that a report will tell as a problem, what it is about, and the cause that is known."""

    code: str
    title: str
    about: str
    cause: str


@transaction.atomic
def enter(told: Mapping[str, str], *, unit: OrgUnit, period: str, by: Person) -> None:
    """Keep causes by the codes of their indicators; an empty one takes back what was entered."""
    check_may(by, "report.write", unit=unit)
    before = causes_of(unit, period)
    changed = {code: text.strip() for code, text in told.items() if text.strip() != before.get(code, "")}
    for code, text in changed.items():
        row = {"unit": unit, "period": period, "indicator": code}
        if text:
            Cause.objects.update_or_create(**row, defaults={"text": text[:300], "by": by, "at": timezone.now()})
        else:
            Cause.objects.filter(**row).delete()
    if changed:
        audit.record("report.explain", unit, by=by, period=period, causes=changed)


def asked(release: Release, unit: OrgUnit) -> list[CauseAsked]:
    """What is off its standard or late by its bound figure, with the cause entered or told by the task's owner."""
    analysis, entered = analysis_of(release), causes_of(unit, release.period)
    told = causes.of_tasks(tracked(unit, Period.parse(release.period)))
    off = {gap.result.code: f"{shown(gap.result).text}（{shown(gap.threshold).text}）"
           for gap in gaps(analysis, unit.code, catalogue().in_order())}
    codes = dict.fromkeys([*off, *told, *entered])
    known = {code: entered.get(code) or told.get(code, "") for code in codes}
    return [CauseAsked(code, _title(code), off.get(code, ""), known[code]) for code in codes]


def _title(code: str) -> str:
    return catalogue().indicators[code].title.zh if code in catalogue().indicators else code


def named(titles: Iterable[str]) -> list[str]:
    """The codes of indicators that are named by code or by title; "" where there is none of that name."""
    by_title = {one.title.zh: one.code for one in catalogue().indicators.values()}
    return [name if name in catalogue().indicators else by_title.get(name.strip(), "") for name in titles]
