"""The same analysis without an engine: plain loops over rows, and the catalogue's exact arithmetic.

Slow and simple on purpose: what DuckDB (or Spark) gives is held against this.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from taizhang.analysis.timing import calendar, needed
from taizhang.catalogue import Catalogue
from taizhang.catalogue.formulas.exact import Context, evaluate
from taizhang.catalogue.formulas.plan import indicator_plan, inputs_of
from taizhang.periods import Period

FIXED = ("indicator", "unit", "period", "value")


def combined(how, values):
    """Several values as one; of several that nothing combines there is none."""
    if not values or (how in ("none", "last") and len(values) > 1):
        return None
    return {"sum": sum, "max": max, "min": min}.get(how, sum)(values)


class Naive:
    """`rows` as in small_city.table, `parents` the unit above each unit, `schools` those that report for themselves."""

    def __init__(self, rows, parents, catalogue: Catalogue, schools) -> None:
        self.schools, self.period = schools, Period.parse("2026H1")
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

    def told(self, code, unit, target, by):
        """What one unit said of each cell of a split: a value, or None where a part of it is missing."""
        cells = {}
        for row in self.speaking(code, unit, target):
            if all(row[name] == one for name, one in by.items()):
                cell = tuple((name, one) for name, one in row.items() if name not in FIXED and one is not None)
                cells.setdefault(cell, []).append(row["value"])
        return {cell: self._over_time(code, values) for cell, values in cells.items()}

    def _over_time(self, code, values):
        """What the parts of a period make of one cell."""
        if None in values:
            return None
        return combined(self.catalogue.indicators[code].over_time, [Decimal(value) for value in values])

    def whole(self, code, unit, target, by):
        rows = [row for row in self.speaking(code, unit, target) if all(row[name] == one for name, one in by.items())]
        return bool(rows) and all(row["value"] is not None for row in rows)

    def rolled_up(self, code, org, target, by):
        alone = self.catalogue.indicators[code].over_units == "none"
        units = [org] if alone else self.below(org)
        found = [self._combined(code, self._counted(code, unit, org, target, by)) for unit in units]
        values = [value for value in found if value is not None]
        whole = any(self.whole(code, unit, target, by) for unit in units)
        return self._combined(code, values) if whole else None

    def _counted(self, code, unit, org, target, by):
        """What a unit adds to the total of `org`: not the cells that a county between has told for all below it."""
        line = self._line(unit)
        between = [one for one in line[1:line.index(org) + 1] if one not in self.schools]
        told_above = [cell for one in between for cell, value in self.told(code, one, target, by).items()
                      if value is not None]
        return [value for cell, value in self.told(code, unit, target, by).items()
                if value is not None and not any(_overlap(cell, other) for other in told_above)]

    def _combined(self, code, values):
        return combined(self.catalogue.indicators[code].over_units, values)

    def value(self, code, org, target, by) -> Fraction | None:
        """An indicator of a unit, by its formula where it has one."""
        planned = indicator_plan(code, self.catalogue, target, by)
        inputs = {one.indicator for one in inputs_of(planned)}
        said = {unit for unit in self.parents for one in inputs
                if any(self.speaking(one, unit, far) for far in needed(self.period))}
        population = [unit for unit in self.below(org) if said.intersection(self.below(unit)) == {unit}]
        units = [Context(look_up=self._look_up(unit)) for unit in population]
        found = evaluate(planned, Context(look_up=self._look_up(org), units=units))
        return found if found is None else Fraction(found)

    def _look_up(self, org):
        return lambda wanted: self.rolled_up(wanted.indicator, org, Period.parse(wanted.period), dict(wanted.by))


def _overlap(cell, other):
    one, two = dict(cell), dict(other)
    return all(one[name] == two[name] for name in one.keys() & two.keys())
