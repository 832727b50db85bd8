"""The values that were computed, looked up: all those of a unit are read at once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ibis import _
from ibis.expr.types import Table

Slot = tuple[str, str, str]     # indicator, target period, split


class Values:
    """The table `values` of what was computed (engine.py), by unit."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[str, dict[Slot, tuple[Decimal | None, int]]] = {}

    def at(self, unit: str, code: str, period: str, split: str = "") -> tuple[Decimal | None, int]:
        """The value, None where it is missing, and how many units have reported for it."""
        if unit not in self._known:
            self.read([unit])
        return self._known[unit].get((code, period, split), (None, 0))

    def read(self, units: Iterable[str]) -> None:
        """Read the units that are not known yet, in one query."""
        wanted = [unit for unit in units if unit not in self._known]
        self._known |= {unit: {} for unit in wanted}
        if wanted:
            names = ("org", "indicator", "target", "split", "value", "reported")
            rows = self._table.filter(_.org.isin(wanted)).to_pyarrow().to_pydict()
            for org, indicator, target, split, value, reported in zip(*(rows[name] for name in names), strict=True):
                self._known[org][indicator, target, split] = value, reported
