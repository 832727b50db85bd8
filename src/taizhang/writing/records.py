"""Entries of the work record (工作纪实) -> what a domain's part of the report tells after its figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from taizhang.analysis.results import Result, given
from taizhang.catalogue.model import Domain
from taizhang.periods import Period
from taizhang.writing.causes import entered
from taizhang.writing.numbering import plain_date
from taizhang.writing.pieces import Text
from taizhang.writing.said import Outcome, Said, as_runs
from taizhang.writing.voice import Named, Voice
from taizhang.writing.words import Words, shown

NAMED, TOLD = 3, 2          # events of a domain that are named in one sentence, and that are told one by one


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """An event as the work record has it; of several, those of larger `weight` are told.

    Who held it, how many units, persons and person-times took part (None: not counted) and what came of it.
    """

    domain: str
    on: date
    name: str
    weight: int = 0
    host: str = ""
    units: int | None = None
    people: int | None = None
    times: int | None = None
    result: str = ""

    @property
    def is_known(self) -> bool:
        """Whether more is known of it than that it was."""
        return bool(self.units or self.people or self.times or self.result)


@dataclass(frozen=True, slots=True)
class Events:
    """Says the events that one unit's report of a period tells."""

    outcome: Outcome
    voice: Voice
    unit: str
    period: Period

    def say(self, records: Collection[WorkRecord], domains: Collection[Domain]) -> None:
        """For each domain the weightiest of the period of which something is known, one by one; then the others' names.
        """
        for domain in domains:
            found = [one for one in records if one.domain == domain.code and self.period.contains(one.on)]
            told = _weightiest([one for one in found if one.is_known], TOLD)
            rest = [one for one in found if one not in told]
            words = [*map(self._told, told), *([self._named(rest, besides=bool(told))] if rest else ())]
            self.outcome.said += [Said(domain, "done", as_runs(one)) for one in words]

    def _told(self, record: WorkRecord) -> Words:
        """One event, with who held it, who took part and what came of it."""
        host: dict[str, Named] = {"host": Text(record.host, digits=True)} if record.host else {}
        held = self.voice.say("event held by" if host else "event held", record.name, **_named([record]), **host)
        came = self.voice.say("event result", record.name, result=entered(record.result)) if record.result else ()
        return *held, *self._turnout(record), *came, Text("。")

    def _turnout(self, record: WorkRecord) -> Words:
        """How many took part; persons say more than person-times."""
        units = self._counted(record, "参加单位", record.units, "个")
        heads = self._counted(record, "参加人数", record.people, "人") or self._counted(
            record, "参加人次", record.times, "人次")
        both = Text("、" if heads else ""), *heads
        turnout = (*units, Text("单位"), *both) if units else heads
        return self.voice.say("event turnout", record.name, turnout=turnout) if turnout else ()

    def _counted(self, record: WorkRecord, what: str, number: int | None, unit: str) -> Words:
        title = f"工作纪实台账：{record.name}（{plain_date(record.on)}），{what}"
        return (shown(self._given(title, number, unit)),) if number else ()

    def _named(self, records: Sequence[WorkRecord], *, besides: bool) -> Words:
        """The names of the weightiest of several, and how many they are."""
        how = "more" if besides else "one" if len(records) == 1 else "some"
        many = "many " if len(records) > NAMED else ""
        counted = self._given("工作纪实台账：本期活动记录", len(records), "项")
        named = _weightiest(records, NAMED)
        return self.voice.say(f"{many}{how} events", named[0].name, **_named(named), count=shown(counted))

    def _given(self, title: str, number: int, unit: str) -> Result:
        return given(title, number, unit, org=self.unit, period=str(self.period))


def _weightiest(records: Sequence[WorkRecord], number: int) -> list[WorkRecord]:
    chosen = sorted(records, key=lambda one: (-one.weight, one.on, one.name))[:number]
    return sorted(chosen, key=lambda one: (one.on, one.name))


def _named(records: Sequence[WorkRecord]) -> Mapping[str, Named]:
    """The names of events, and the month of the first."""
    names = "、".join(f"“{one.name}”" for one in records)
    return {"names": Text(names, digits=True), "month": Text(f"{records[0].on.month}月", digits=True)}
