"""The same analysis without an engine: plain loops over rows, and the catalogue's exact arithmetic.

Slow and simple on purpose: what DuckDB (or Spark) gives is held against this.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from taizhang.analysis.engine import is_ratio, over_units
from taizhang.analysis.timing import calendar
from taizhang.catalogue import Catalogue
from taizhang.catalogue.formulas.exact import Context, evaluate
from taizhang.catalogue.formulas.plan import indicator_plan, inputs_of
from taizhang.periods import Period

FIXED = ("indicator", "unit", "period", "value")


class Naive:
    """`rows` as in small_city.table, `parents` the unit above each unit."""

    def __init__(self, rows, parents, catalogue: Catalogue) -> None:
        self.rows, self.parents, self.catalogue = rows, parents, catalogue
        self.periods = sorted({Period.parse(row["period"]) for row in rows})

    def below(self, unit):
        return [one for one in self.parents if unit in self._line(one)]

    def _line(self, unit):
        return [] if unit is None else [unit, *self._line(self.parents[unit])]

    def speaking(self, code, unit, target):
        """The rows of one unit that speak for a period."""
        indicator = self.catalogue.indicators[code]
        own = [row for row in self.rows if row["indicator"] == code and row["unit"] == unit]
        said = {row["period"] for row in own}
        sources = {}
        for one in calendar([target], self.periods):
            if one.over_time == indicator.over_time and one.period in said:
                sources.setdefault((one.rank, one.source, one.needed), set()).add(one.period)
        whole = sorted((rank, found) for (rank, _, needed), found in sources.items() if len(found) == needed)
        return [row for row in own if whole and row["period"] in whole[0][1]]

    def reported(self, code, unit, target, by):
        """The value of one unit, and whether its report is whole; None where it has said nothing of the split."""
        rows = [row for row in self.speaking(code, unit, target) if all(row[name] == one for name, one in by.items())]
        if not rows:
            return None
        cells = {}
        for row in rows:
            cells.setdefault(tuple(one for name, one in row.items() if name not in FIXED), []).append(row["value"])
        values = [self._over_time(code, cell) for cell in cells.values()]
        return self._combined(code, [one for one in values if one is not None]), all(row["value"] for row in rows)

    def _over_time(self, code, values):
        """What the parts of a period make of one cell: their sum, and of several ratios nothing."""
        known = [Decimal(one) for one in values if one is not None]
        return None if not known or (len(values) > 1 and is_ratio(self.catalogue.indicators[code])) else sum(known)

    def rolled_up(self, code, org, target, by):
        units = [org] if over_units(self.catalogue.indicators[code]) == "none" else self.below(org)
        found = [one for unit in units if (one := self.reported(code, unit, target, by)) is not None]
        values = [value for value, _whole in found if value is not None]
        return self._combined(code, values) if any(whole for _value, whole in found) else None

    def _combined(self, code, values):
        how = over_units(self.catalogue.indicators[code])
        if not values or (how == "none" and len(values) > 1):
            return None
        return {"sum": sum, "max": max, "min": min, "none": sum}[how](values)

    def value(self, code, org, target, by) -> Fraction | None:
        """An indicator of a unit, by its formula where it has one."""
        planned = indicator_plan(code, self.catalogue, target, by)
        inputs = {one.indicator for one in inputs_of(planned)}
        said = {row["unit"] for row in self.rows if row["indicator"] in inputs}
        population = [unit for unit in self.below(org) if unit in said]
        units = [Context(look_up=self._look_up(unit)) for unit in population]
        found = evaluate(planned, Context(look_up=self._look_up(org), units=units))
        return found if found is None else Fraction(found)

    def _look_up(self, org):
        return lambda wanted: self.rolled_up(wanted.indicator, org, Period.parse(wanted.period), dict(wanted.by))
