"""The work record (工作纪实): the events of a period, as a release seals them."""

from __future__ import annotations

from datetime import date

from taizhang.analysis.release import EVENTS
from taizhang.periods import Period
from taizhang.web.registers.models import LiveRecord

REGISTER = "office_work.activity"


def held_in(period: Period) -> list[dict[str, str]]:
    """The events held in a period that still stand in the register, as rows of `analysis.release.EVENTS`, by number."""
    rows = LiveRecord.objects.filter(register=REGISTER, ended_on=None).order_by("pk")
    found = rows.values_list("pk", "unit__code", "fields")
    return [_row(pk, unit, fields) for pk, unit, fields in found if _held(fields, period)]


def _held(fields: dict[str, str], period: Period) -> bool:
    day = fields.get("held_on")
    return bool(day and fields.get("name")) and period.contains(date.fromisoformat(day))


def _row(pk: int, unit: str, fields: dict[str, str]) -> dict[str, str]:
    named = EVENTS.names[2:]
    return {"id": str(pk), "unit": unit} | {name: str(fields.get(name) or "") for name in named}
