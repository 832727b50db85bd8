"""The work record (工作纪实) of a period, for a report's chapters to open with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from taizhang.periods import Period
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers.models import LiveRecord
from taizhang.writing.records import WorkRecord

REGISTER = "office_work.activity"
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


def offered(unit: OrgUnit, period: Period) -> list[tuple[int, WorkRecord]]:
    """The events of a unit and those below it in a period, by their records' numbers: the weightiest, then by day."""
    rows = LiveRecord.objects.filter(register=REGISTER, unit__path__startswith=unit.path, ended_on=None)
    found = [(pk, record) for pk, fields in rows.values_list("pk", "fields") if (record := _record(fields))]
    within = [(pk, record) for pk, record in found if period.contains(record.on)]
    return sorted(within, key=lambda one: (-one[1].weight, one[1].on, one[0]))[:OFFERED]


def chosen(unit: OrgUnit, period: Period, numbers: Collection[str]) -> list[WorkRecord]:
    """Those of the offered events that a writer ticked."""
    return [record for pk, record in offered(unit, period) if str(pk) in numbers]


def _record(fields: Mapping[str, str]) -> WorkRecord | None:
    domain = DOMAIN_OF.get(fields.get("field", ""))
    if domain is None or not fields.get("held_on") or not fields.get("name"):
        return None
    level = fields.get("level", "")
    weight = LEVELS.index(level) if level in LEVELS else 0
    return WorkRecord(domain, date.fromisoformat(fields["held_on"]), fields["name"], weight)
