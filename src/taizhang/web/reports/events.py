"""The work record (工作纪实) of a release, for the chapters of a report to tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from taizhang.periods import Period
from taizhang.web.ledger.models import OrgUnit, Release
from taizhang.web.registers.events import held_in
from taizhang.web.reports.drafting import opened
from taizhang.writing.records import WorkRecord

OFFERED = 60
LEVELS = ("school", "county", "city", "province", "nation", "overseas")       # later ones weigh more
# the domain whose chapter tells of a field of work; what has none here is told nowhere
DOMAIN_OF: Mapping[str, str] = {
    "party": "party_building", "integrity": "integrity", "preschool": "preschool", "compulsory": "compulsory_balance",
    "senior": "high_school", "vocational": "vocational", "special": "special_education", "private": "private_schools",
    "adult": "adult_community_education", "teachers": "teachers", "finance": "student_aid", "projects": "projects",
    "safety": "school_safety", "health": "student_health", "mental": "mental_health",
    "morals": "moral_arts_sports_science", "digital": "digital_education", "supervision": "supervision_evaluation",
    "general": "office_work",
}


def events_of(release: Release) -> list[dict[str, str]]:
    """The events that were sealed with a release; of one that was sealed without any, those of today's register."""
    sealed = opened(release).events()
    if sealed is None:
        return held_in(Period.parse(release.period))
    return [{name: value or "" for name, value in row.items()} for row in sealed]


def offered(unit: OrgUnit, release: Release) -> list[tuple[str, WorkRecord]]:
    """The events of a unit and those below it, by their records' numbers: the weightiest, then by day."""
    below = set(OrgUnit.objects.filter(path__startswith=unit.path).values_list("code", flat=True))
    found = [(row["id"], record) for row in events_of(release) if row["unit"] in below and (record := _record(row))]
    return sorted(found, key=lambda one: (-one[1].weight, one[1].on, int(one[0])))[:OFFERED]


def chosen(unit: OrgUnit, release: Release, numbers: Collection[str]) -> list[WorkRecord]:
    """Those of the offered events that a writer ticked."""
    return [record for number, record in offered(unit, release) if number in numbers] if numbers else []


def _record(row: Mapping[str, str]) -> WorkRecord | None:
    domain = DOMAIN_OF.get(row["field"])
    if domain is None:
        return None
    weight = LEVELS.index(row["level"]) if row["level"] in LEVELS else 0
    counts = {name: int(row[name]) if row[name] else None for name in ("units", "people", "times")}
    return WorkRecord(
        domain, date.fromisoformat(row["held_on"]), row["name"], weight, host=row["host"],
        result=row["result"], **counts,
    )  # fmt: skip
