"""Which units are to report a figure, so that a report can say: of so many, so many have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
from ibis.expr.types import Table

from taizhang.analysis.rollup import split_text
from taizhang.analysis.timing import calendar
from taizhang.analysis.tree import OF_UNITS, OrgTree, OrgUnit
from taizhang.catalogue.model import Catalogue
from taizhang.periods import Period


@dataclass(frozen=True, slots=True)
class Home:
    """The forms and registers in which an indicator is reported, the kinds of unit that may fill them, and how the
    indicator adds up over time."""

    whats: frozenset[str]
    kinds: frozenset[str]
    over_time: str


class Expecting:
    """Answers who is to report: the units that a round asked; where no round asked, all of the kinds that may."""

    def __init__(self, tree: OrgTree, catalogue: Catalogue, asked: Table, run: Callable[[Table], pa.Table]) -> None:
        """`asked` is the release's table; `run` reads what is needed of it."""
        self._tree, self._catalogue, self._asked, self._run = tree, catalogue, asked, run
        self._homes: dict[str, Home] = {}
        self._periods: dict[frozenset[str], dict[Period, set[str]]] = {}
        self._units: dict[tuple[Home, str], frozenset[str]] = {}
        self._counts: dict[tuple[Home, str, str, str], int] = {}

    def units(self, code: str, at: str, org: str, by: Mapping[str, str]) -> Iterator[OrgUnit]:
        """The units at and below `org` that are to report an indicator of the period `at`, as far as the split goes."""
        expected = self._expected(self._home(code), at)
        return (unit for unit in self._tree.below(org) if unit.code in expected and unit.within(by))

    def count(self, code: str, at: str, org: str, by: Mapping[str, str]) -> int:
        """How many they are."""
        told = {dimension: by[dimension] for dimension in OF_UNITS if dimension in by}
        key = (self._home(code), at, org, split_text(told))
        if key not in self._counts:
            self._counts[key] = sum(1 for _unit in self.units(code, at, org, told))
        return self._counts[key]

    def _home(self, code: str) -> Home:
        if code not in self._homes:
            self._homes[code] = _home(code, self._catalogue)
        return self._homes[code]

    def _expected(self, home: Home, at: str) -> frozenset[str]:
        if (home, at) not in self._units:
            able = (unit.code for unit in self._tree.units.values() if unit.kind in home.kinds)
            self._units[home, at] = frozenset(self._were_asked(home, Period.parse(at)) or able)
        return self._units[home, at]

    def _were_asked(self, home: Home, target: Period) -> set[str]:
        """The units asked for any period that speaks for the target; empty where no round asked."""
        asked = self._asked_for(home.whats)
        speaking = {row.period for row in calendar([target], asked) if row.over_time == home.over_time}
        return {unit for period, units in asked.items() if str(period) in speaking for unit in units}

    def _asked_for(self, whats: frozenset[str]) -> Mapping[Period, set[str]]:
        if whats not in self._periods:
            found: dict[Period, set[str]] = {}
            for what in whats:
                for period, unit in self._rows.get(what, ()):
                    found.setdefault(Period.parse(period), set()).add(unit)
            self._periods[whats] = found
        return self._periods[whats]

    @cached_property
    def _rows(self) -> Mapping[str, list[tuple[str, str]]]:
        """Who was asked for which period, by form or register."""
        rows: dict[str, list[tuple[str, str]]] = {}
        for row in self._run(self._asked).to_pylist():
            rows.setdefault(row["what"], []).append((row["period"], row["unit"]))
        return rows


def _home(code: str, catalogue: Catalogue) -> Home:
    """The forms that have the indicator among their items, and its register."""
    indicator = catalogue.indicators[code]
    whats = {what: form.filled_by for what, form in catalogue.forms.items()
             if any(item.indicator == code for item in form.items)}
    if indicator.rollup:
        code = ".".join(indicator.rollup.register.split(".")[:2])    # rows below records come with their register
        whats[code] = catalogue.registers[code].filled_by
    kinds = frozenset(kind for filled_by in whats.values() for kind in filled_by)
    return Home(frozenset(whats), kinds, indicator.over_time)
