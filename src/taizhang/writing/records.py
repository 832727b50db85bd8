"""Entries of the work record (工作纪实) -> what a domain's part of the report tells after its figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from taizhang.analysis.results import given
from taizhang.catalogue.model import Domain
from taizhang.periods import Period
from taizhang.writing.document import Run, Text
from taizhang.writing.said import Outcome, Said, as_runs
from taizhang.writing.voice import Voice
from taizhang.writing.words import shown

NAMED = 3


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """An event as the work record has it; of several, those of larger `weight` are named."""

    domain: str
    on: date
    name: str
    weight: int = 0


def say_records(records: Collection[WorkRecord], domains: Collection[Domain], outcome: Outcome, voice: Voice,
                seen: tuple[str, Period]) -> None:
    """One sentence for each domain that has events of the period, naming the weightiest; `seen`: unit and period."""
    for domain in domains:
        found = [one for one in records if one.domain == domain.code and seen[1].contains(one.on)]
        if found:
            outcome.said.append(Said(domain, "done", _sentence(_weightiest(found), len(found), voice, seen)))


def _weightiest(records: Sequence[WorkRecord]) -> list[WorkRecord]:
    chosen = sorted(records, key=lambda one: (-one.weight, one.on, one.name))[:NAMED]
    return sorted(chosen, key=lambda one: (one.on, one.name))


def _sentence(records: Sequence[WorkRecord], number: int, voice: Voice, seen: tuple[str, Period]) -> tuple[Run, ...]:
    how = "one event" if number == 1 else "some events" if number == len(records) else "many events"
    counted = given("工作纪实台账：本期活动记录", number, "项", org=seen[0], period=str(seen[1]))
    names = "、".join(f"“{one.name}”" for one in records)
    return as_runs(voice.say(how, records[0].name, names=Text(names, digits=True), count=shown(counted),
                             month=Text(f"{records[0].on.month}月", digits=True)))
