"""Reading a workbook of units: what it opens, changes and closes, line by line, held against the tree as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from taizhang.checking.dates import read_date
from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach
from taizhang.web.ledger.models import OrgUnit, OrgUnitVersion
from taizhang.web.ledger.unit_rules import doubts, wrong_with
from taizhang.web.ledger.unit_sheet import columns, words
from taizhang.web.table_sheet import TableLine, read_table

_DESCRIBED = ("name", "kind", "stages", "area", "ownership")


@dataclass(frozen=True, slots=True)
class UnitAsked:
    """A line as read: what the unit shall be; `last` is what it is now, None where it is new."""

    line: TableLine
    told: dict[str, object]
    since: date | None
    last_day: date | None
    last: OrgUnitVersion | None

    @property
    def code(self) -> str:
        return self.line.values["code"]

    @property
    def parent(self) -> str:
        return self.line.values.get("parent", "")

    def changes(self) -> dict[str, object]:
        """What is to be otherwise; columns that the workbook lacks stay as they are."""
        changes = {name: value for name, value in self.told.items() if getattr(self.last, name) != value}
        above = self.last.parent.code if self.last.parent else ""
        return changes | ({"parent": self.parent} if self.parent and self.parent != above else {})


@dataclass(slots=True)
class UnitsPlan:
    """What an import does. Nothing is done while there are errors; doubts do not stand in the way."""

    opened: list[UnitAsked] = field(default_factory=list)
    changed: list[tuple[UnitAsked, dict[str, object]]] = field(default_factory=list)
    closed: list[UnitAsked] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return bool(self.opened or self.changed or self.closed) and not self.findings

    @property
    def touched(self) -> list[OrgUnit]:
        return [one.last.unit for one in self.closed] + [one.last.unit for one, _changes in self.changed]


def read(data: bytes, name: str, *, by: Person) -> UnitsPlan:
    """What the workbook asks for. Raises NotAccepted where it is no such workbook."""
    table = read_table(data, name, columns())
    made = UnitsPlan(findings=[*table.findings])
    reading = _Reading(by, {line.values["code"] for line in table.lines})
    for line in table.lines:
        found = list(reading.wrong(line))
        made.findings += found
        if not found:
            _sort_in(reading.asked(line), made)
    made.opened = list(_parents_first(made))
    return made


def _sort_in(asked: UnitAsked, made: UnitsPlan) -> None:
    if asked.last is None:
        made.doubts += _doubts(asked)
        made.opened.append(asked)
        if asked.since is None:
            made.findings.append(asked.line.wrong("code", "unit-day-missing", last="—"))
        return
    if asked.last_day:
        made.closed.append(asked)
    elif changes := asked.changes():
        made.doubts += _doubts(asked)
        made.changed.append((asked, changes))
        if asked.since is None or asked.since <= asked.last.since:
            column = "since" if "since" in asked.line.places else "code"
            made.findings.append(asked.line.wrong(column, "unit-day-missing", last=asked.last.since))


def _doubts(asked: UnitAsked) -> Iterator[Finding]:
    for one in doubts(str(asked.told["kind"]), asked.code, asked.told.get("stages", [])):
        yield Finding(one.code, asked.line.places["code"], one.blanks)


def _parents_first(made: UnitsPlan) -> Iterator[UnitAsked]:
    """New units below new units, in the order in which they can be opened."""
    waiting = {one.code: one for one in made.opened}
    while waiting:
        ready = [one for one in waiting.values() if one.parent not in waiting]
        if not ready:
            stuck = next(iter(waiting.values()))
            made.findings.append(stuck.line.wrong("code", "unit-loop"))
            return
        for one in ready:
            yield waiting.pop(one.code)


class _Reading:
    """Reads lines against the tree as it stands."""

    def __init__(self, by: Person, codes: set[str]) -> None:
        self.codes, self.words, self.seen = codes, words(), set()
        mine = OrgUnit.objects.filter(reach(by, "unit.manage", unit=""))
        self.versions = {row.unit.code: row for row in OrgUnitVersion.objects.filter(unit__in=mine, until=None)
                         .select_related("unit", "parent")}  # fmt: skip
        self.everywhere = dict(OrgUnit.objects.values_list("code", "closed"))
        self.backwards = {name: {word: code for code, word in one.items()} for name, one in self.words.items()}

    def wrong(self, line: TableLine) -> Iterator[Finding]:
        said, code = line.values, line.values["code"]
        if code in self.seen:
            yield line.wrong("code", "unit-twice")
        self.seen.add(code)
        if code in self.everywhere and code not in self.versions:
            closed = self.everywhere[code]
            yield line.wrong("code", "unit-closed", closed=closed) if closed else line.wrong("code", "unit-beyond")
        yield from self._words(line)
        for name in ("since", "last_day"):
            if said.get(name) and _day(said[name]) is None:
                yield line.wrong(name, "unit-day")
        for name in ("parent", "into"):
            if said.get(name) and said[name] not in self.versions and said[name] not in self.codes:
                yield line.wrong(name, "unit-parent-unknown")
        if code not in self.everywhere:
            yield from self._new(line)

    def _words(self, line: TableLine) -> Iterator[Finding]:
        heads = {column.code: column.head for column in columns()}
        for name, known in self.words.items():
            for word in line.listed(name):
                if word not in self.backwards[name] and word not in known:
                    told = {"title": heads[name], "known": "、".join(known.values()), "found": word}
                    yield line.wrong(name, "unit-unknown", **told)

    def _new(self, line: TableLine) -> Iterator[Finding]:
        if found := wrong_with(self._code("kind", line.values["kind"]), line.values["code"]):
            yield Finding(found.code, line.places["code"], found.blanks)
        if not line.values.get("parent"):
            yield line.wrong("code", "web-unit-second-root")

    def asked(self, line: TableLine) -> UnitAsked:
        said = line.values
        told: dict[str, object] = {name: self._code(name, said[name]) for name in _DESCRIBED if name in said}
        if "stages" in told:
            told["stages"] = [self._code("stages", word) for word in line.listed("stages")]
        since, last_day = (_day(said.get(name, "")) for name in ("since", "last_day"))
        return UnitAsked(line, told, since, last_day, self.versions.get(said["code"]))

    def _code(self, name: str, word: str) -> str:
        return self.backwards.get(name, {}).get(word, word)


def _day(text: str) -> date | None:
    found = read_date(text)
    return found if isinstance(found, date) else None
