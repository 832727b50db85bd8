"""Works out formulas for every unit at once, from the observations of a release (docs/architecture.md).

The observations come as an Ibis table in any engine; what comes back is one, with a row for each value of the
`keys` and a column for each formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis

from taizhang.catalogue.formulas.column_functions import EXACT, Column, is_missing
from taizhang.catalogue.formulas.columns import column
from taizhang.catalogue.formulas.functions import OVER_UNITS
from taizhang.catalogue.formulas.plan import inputs_of
from taizhang.catalogue.formulas.syntax import Call, Expression, Input, walk
from taizhang.catalogue.model import Catalogue
from taizhang.periods import Period

Table = Any                           # an ibis.Table


def work_out(formulas: Mapping[str, Expression], observations: Table, catalogue: Catalogue, *,
             keys: Sequence[str] = (), unit: str = "unit") -> Table:
    """A table with the `keys` and one column for each planned formula, by its name.

    `observations` has the columns `indicator`, `period`, `value`, `unit`, the dimensions, and the keys, by which
    values are added up as each indicator's `over_units` says. units(), every() and variation() go over the values
    of the column `unit` within the keys; rows where it is null belong to the whole. A part that is there with a
    null value, reported as missing, makes its total missing.
    """
    wanted = list(dict.fromkeys(one for root in formulas.values() for one in _own_inputs(root)))
    below = [part for root in formulas.values() for part in walk(root) if isinstance(part, Call)
             and part.function in OVER_UNITS]
    wide = gather(wanted, observations, catalogue, keys=keys)
    if below:
        over = _over_units(below, observations, catalogue, keys, unit)
        wide = wide.left_join(over, list(keys)) if keys else wide.cross_join(over)
    columns = _Wide(catalogue, wide, {one: f"i{at}" for at, one in enumerate(wanted)},
                    {call: f"u{at}" for at, call in enumerate(dict.fromkeys(below))})
    return wide.select(*keys, **{name: column(root, columns) for name, root in formulas.items()})


def gather(wanted: Iterable[Input], observations: Table, catalogue: Catalogue, *, keys: Sequence[str]) -> Table:
    """One row for each value of the keys, and in the columns i0, i1, … the values wanted."""
    made = {f"i{at}": _added_up(one, observations, catalogue) for at, one in enumerate(wanted)}
    made = made or {"_": observations.count()}
    return observations.aggregate(by=list(keys), **made)


def _added_up(wanted: Input, observations: Table, catalogue: Catalogue) -> Column:
    here = (observations["indicator"] == wanted.indicator) & (observations["period"] == wanted.period)
    for dimension, code in wanted.by:
        here &= (observations[dimension] == code).fill_null(False)
    value = observations["value"]
    how = catalogue.indicators[wanted.indicator].over_units
    added = value.sum(where=here) if how == "sum" else value.min(where=here) if how == "min" else value.max(where=here)
    incomplete = (here & value.isnull()).any()
    if how == "none":
        incomplete |= here.sum() > 1
    return ibis.ifelse(incomplete, ibis.null(EXACT), added.cast(EXACT))


def _own_inputs(root: Expression) -> list[Input]:
    """The inputs of a formula that are not inside units(), every() or variation()."""
    inside = {id(one) for call in walk(root) if isinstance(call, Call) and call.function in OVER_UNITS
              for one in walk(call)}
    return [one for one in walk(root) if isinstance(one, Input) and id(one) not in inside]


def _over_units(calls: Sequence[Call], observations: Table, catalogue: Catalogue, keys: Sequence[str],
                unit: str) -> Table:
    """One row for each value of the keys, and in the columns u0, u1, … what the calls give."""
    distinct = list(dict.fromkeys(calls))
    wanted = list(dict.fromkeys(one for call in distinct for one in inputs_of(call)))
    of_units = observations.filter(observations[unit].notnull())
    wide = gather(wanted, of_units, catalogue, keys=(*keys, unit))
    columns = _Wide(catalogue, wide, {one: f"i{at}" for at, one in enumerate(wanted)})
    arguments = {f"a{at}_{number}": column(one, columns)
                 for at, call in enumerate(distinct) for number, one in enumerate(call.arguments)}
    wide = wide.select(*keys, unit, **arguments)
    wide = wide.mutate(**{f"m{at}": _mean(wide[f"a{at}_0"], wide[f"a{at}_1"], keys)
                          for at, call in enumerate(distinct) if call.function == "variation"})
    return wide.aggregate(by=list(keys), **{f"u{at}": _OVER[call.function](wide, at, bool(call.arguments))
                                            for at, call in enumerate(distinct)})


def _units(wide: Table, at: int, conditional: bool) -> Column:
    counted = wide[f"a{at}_0"].fill_null(False).sum() if conditional else wide.count()
    return counted.fill_null(0).cast(EXACT)


def _every(wide: Table, at: int, _: bool) -> Column:
    holds = wide[f"a{at}_0"]
    unsure = ibis.ifelse(is_missing(holds).any() | (wide.count() == 0), ibis.null("boolean"), ibis.literal(True))
    return ibis.ifelse((~holds).fill_null(False).any(), ibis.literal(False), unsure)


def _mean(assets: Column, pupils: Column, keys: Sequence[str]) -> Column:
    """Assets by pupils of all units with pupils."""
    within, there = ibis.window(group_by=list(keys)), _there(pupils)
    total, heads = assets.cast("float64").sum(where=there), pupils.cast("float64").sum(where=there)
    return total.over(within) / heads.over(within)


def _there(pupils: Column) -> Column:
    return (pupils != 0).fill_null(False)


def _variation(wide: Table, at: int, _: bool) -> Column:
    assets, pupils, mean = wide[f"a{at}_0"].cast("float64"), wide[f"a{at}_1"].cast("float64"), wide[f"m{at}"]
    there = _there(pupils)
    apart = assets / ibis.ifelse(there, pupils, ibis.null("float64")) - mean
    variance = (pupils * apart * apart).sum(where=there) / pupils.sum(where=there)
    undefined = (there & assets.isnull()).any() | (mean.max() == 0)
    return ibis.ifelse(undefined.fill_null(True), ibis.null("float64"), variance.sqrt() / mean.max())


_OVER = {"units": _units, "every": _every, "variation": _variation}


@dataclass(frozen=True, slots=True)
class _Wide:
    """A table with a column for every input and every call over units."""

    catalogue: Catalogue
    table: Table
    inputs: Mapping[Input, str]
    calls: Mapping[Call, str] = field(default_factory=dict)
    period: Period | None = None

    def look_up(self, wanted: Input) -> Column:
        return self.table[self.inputs[wanted]]

    def record(self, name: str) -> Column:
        raise KeyError(name)

    def over_units(self, call: Call) -> Column:
        return self.table[self.calls[call]]
