"""Building projects, read from what the catalogue's register `projects.project` holds: their stages and their slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from taizhang.catalogue.model import Title

STARTED, COMPLETED, DELIVERED = 70, 85, 90
_STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a project; `number` orders them. `planned` and `actual` name the register's dates, "" for none."""

    number: int
    title: Title
    phase: str
    planned: str = ""
    actual: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project as the register holds it. Money is in 万元; None is what nobody gave.

    `planned` and `actual` are days by number of stage; more of them than the register keeps may be given.
    """

    code: str
    name: str
    phase: str = ""
    school: str = ""
    section: str = ""
    kind: str = ""
    planned: Mapping[int, date] = field(default_factory=dict)
    actual: Mapping[int, date] = field(default_factory=dict)
    total: Decimal | None = None
    in_place: Decimal | None = None
    spent: Decimal | None = None
    places: int | None = None
    progress: Decimal | None = None
    problem: str = ""

    @property
    def stopped(self) -> bool:
        return self.phase == _STOPPED

    def done(self, number: int, day: date) -> bool:
        """Whether a stage was finished by `day`."""
        on = self.actual.get(number)
        return on is not None and on <= day


@cache
def stages() -> tuple[Stage, ...]:
    """Every stage in order."""
    rows = yaml.load(files(__package__).joinpath("stages.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return tuple(Stage(row["number"], Title(row["zh"], row["en"]), row["phase"], row.get("planned", ""),
                       row.get("actual", "")) for row in rows)


def project(record: Mapping[str, Any]) -> Project:
    """A project from a record of the register, its values typed as the catalogue's fields say."""
    return Project(
        code=str(record["code"]), name=record.get("name") or str(record["code"]), phase=record.get("phase") or "",
        school=record.get("school") or "", section=record.get("section") or "", kind=record.get("project_kind") or "",
        planned=_days(record, "planned"), actual=_days(record, "actual"),
        total=record.get("total"), in_place=record.get("in_place"), spent=record.get("spent"),
        places=None if record.get("places") is None else int(record["places"]),
        progress=record.get("progress"), problem=record.get("problem") or "")


def _days(record: Mapping[str, Any], which: str) -> dict[int, date]:
    return {stage.number: day for stage in stages() if (day := record.get(getattr(stage, which))) is not None}


def stage_at(one: Project, day: date) -> Stage:
    """The stage a project is in: the last one dated by `day`, or the one that its phase in the register names."""
    dated = max((number for number in one.actual if one.done(number, day)), default=0)
    named = next((stage.number for stage in stages() if stage.phase == one.phase), 0)
    return next(stage for stage in stages() if stage.number == (max(dated, named) or stages()[0].number))


@dataclass(frozen=True, slots=True)
class StageSlip:
    """A planned stage: days late (negative: early), by the day it was done or, where it is open, by today."""

    stage: Stage
    planned: date
    actual: date | None
    days: int


def slips(one: Project, day: date) -> list[StageSlip]:
    """How each planned stage that was due or done by `day` stands against its plan, in order."""
    found = []
    for stage in stages():
        planned = one.planned.get(stage.number)
        actual = one.actual[stage.number] if one.done(stage.number, day) else None
        if planned and (actual or planned < day):
            found.append(StageSlip(stage, planned, actual, ((actual or day) - planned).days))
    return found


def slip(one: Project, day: date) -> StageSlip | None:
    """The slip that matters: of the last planned stage that was due or done; None where none was."""
    return None if one.stopped else next(reversed(slips(one, day)), None)
