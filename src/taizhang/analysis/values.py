"""The values that were computed, looked up: all those of a unit are read at once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from ibis import _
from ibis.expr.types import Table

Slot = tuple[str, str, str]     # indicator, target period, split


class Values:
    """The table `values` of what was computed (engine.py), by unit."""

    def __init__(self, table: Table, parts: Table) -> None:
        """`parts` are the totals of each period that is a part of a target period (rollup.parts_of_periods)."""
        self._table, self._parts = table, parts
        self._known: dict[str, dict[Slot, tuple[Decimal | None, int]]] = {}

    def at(self, unit: str, code: str, period: str, split: str = "") -> tuple[Decimal | None, int]:
        """The value, None where it is missing, and how many units have reported for it."""
        if unit not in self._known:
            self.read([unit])
        return self._known[unit].get((code, period, split), (None, 0))

    def of(self, code: str) -> dict[tuple[str, str, str], Decimal]:
        """All values of one indicator that are known, by unit, target period and split."""
        rows = _columns(self._table, code, ("org", "target", "split", "value"))
        return {(org, target, split): value for org, target, split, value in rows}

    def parts(self, code: str) -> dict[tuple[str, str, str, str], Decimal]:
        """All known totals of parts of periods, by unit, target period, its part and split."""
        rows = _columns(self._parts, code, ("org", "target", "period", "split", "value"))
        return {(org, target, period, split): value for org, target, period, split, value in rows}

    def read(self, units: Iterable[str]) -> None:
        """Read the units that are not known yet, in one query."""
        wanted = [unit for unit in units if unit not in self._known]
        self._known |= {unit: {} for unit in wanted}
        if wanted:
            names = ("org", "indicator", "target", "split", "value", "reported")
            rows = self._table.filter(_.org.isin(wanted)).to_pyarrow().to_pydict()
            for org, indicator, target, split, value, reported in zip(*(rows[name] for name in names), strict=True):
                self._known[org][indicator, target, split] = value, reported


def _columns(table: Table, code: str, names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    rows = table.filter((_.indicator == code) & _.value.notnull()).select(*names).to_pyarrow().to_pydict()
    return zip(*(rows[name] for name in names), strict=True)
