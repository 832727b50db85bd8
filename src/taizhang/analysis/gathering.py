"""From a figure down to the observations it rests on, for many figures in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from taizhang.analysis.evidence import Evidence, Observed, Part, Source
from taizhang.analysis.hiding import hide_below
from taizhang.analysis.results import GIVEN, Result
from taizhang.analysis.rollup import split_text
from taizhang.catalogue.formulas.plan import indicator_plan
from taizhang.catalogue.formulas.syntax import Binary, Call, Expression, Input, Name, OneOf, Unary, write
from taizhang.catalogue.model import Catalogue
from taizhang.periods import Period

if TYPE_CHECKING:
    from taizhang.analysis.analysis import Analysis

Row = Mapping[str, Any]
SOURCE = tuple(one.name for one in fields(Source))
WANTED = pa.schema(
    [("number", pa.int32()), *((name, pa.string()) for name in ("indicator", "org", "target", "split")),
     ("secret", pa.bool_())]
)


def gather(analysis: Analysis, results: Sequence[Result], *, page: int, size: int) -> dict[str, Evidence]:
    """The evidence of each result by its key, with the given page of the observations behind each input."""
    inputs = {result.key: inputs_below(analysis, result) for result in results}
    reported = {one.key: one for found in inputs.values() for one in found if not one.operation and one.code}
    at_bottom = list(reported.values())
    rows = _observed(analysis, at_bottom, page=page, size=size)
    shown = _Shown(analysis, rows, _missing(analysis, at_bottom), page, size)
    return {result.key: shown.evidence(result) for result in results}


def inputs_below(analysis: Analysis, result: Result) -> list[Result]:
    """The figures at the bottom of a result: those that were reported."""
    parts = analysis.inputs(result)
    return [below for part in parts for below in inputs_below(analysis, part)] if parts else [result]


def ids_behind(analysis: Analysis, results: Iterable[Result]) -> set[str]:
    """The ids of all observations behind the results, those without a value too."""
    at_bottom = [one for result in results for one in inputs_below(analysis, result) if one.code]
    behind = _behind(_wanted(analysis, at_bottom), analysis)
    return set(analysis.run(behind.select("id").distinct())["id"].to_pylist())


@dataclass(frozen=True, slots=True)
class _Shown:
    """Puts together the trees from what the query found."""

    analysis: Analysis
    rows: Mapping[str, list[Row]]
    missing: Mapping[str, tuple[str, ...]]
    page: int
    size: int

    def evidence(self, result: Result) -> Evidence:
        if result.operation == GIVEN:
            return Evidence(result, formula=result.title)
        parts = self.analysis.inputs(result)
        if parts:
            below = tuple(self.evidence(part) for part in parts)
            return Evidence(result, formula=formula_text(result, self.analysis.catalogue), inputs=below)
        rows = self.rows.get(result.key, [])
        total, unapproved, zeros = (rows[0][name] for name in ("total", "unapproved", "zeros")) if rows else (0, 0, 0)
        hidden = _is_secret(result, self.analysis)
        return Evidence(result, observations=tuple(_as_observed(row, hidden) for row in rows), total=total,
                        unapproved=unapproved, zeros=zeros, parts=tuple(_parts(self.analysis, result)),
                        page=self.page, size=self.size, missing=self.missing.get(result.key, ()))


def _is_secret(result: Result, analysis: Analysis) -> bool:
    return hide_below(result.code, analysis.catalogue) > 0


def _parts(analysis: Analysis, result: Result) -> Iterable[Part]:
    """What the units directly below add, the largest first; nothing where it is they who report."""
    tree, indicator = analysis.tree, analysis.catalogue.indicators[result.code]
    if indicator.over_units != "sum" or not any(tree.children(one.code) for one in tree.children(result.org)):
        return ()
    below = analysis.children(result.code, result.org, period=result.period, **dict(result.by))
    known = [one for one in below if one.value or one.hidden_below]
    ranked = sorted(known, key=lambda one: -abs(one.value or Decimal(0)))
    return (Part(one.org, tree.units[one.org].name, one.value) for one in ranked)


def _observed(analysis: Analysis, results: Sequence[Result], *, page: int, size: int) -> dict[str, list[Row]]:
    """For each result's key one page of its observations, with their sources."""
    found: dict[str, list[Row]] = {}
    for row in analysis.run(_paged(analysis, _wanted(analysis, results), (page - 1) * size, size)).to_pylist():
        found.setdefault(results[row["number"]].key, []).append(row)
    return found


def _missing(analysis: Analysis, results: Iterable[Result]) -> dict[str, tuple[str, ...]]:
    """For each incomplete result's key the names of the units that were to report and have not, or only in part."""
    incomplete = [one for one in results if one.reported < one.expected]
    tables = analysis.tables
    whole = _wanted(analysis, incomplete).join(tables.of_units.filter(_.whole), ["indicator", "target", "split"])
    pairs = whole.join(tables.above, ["unit", "org"]).select("number", "unit")
    said = {(row["number"], row["unit"]) for row in analysis.run(pairs).to_pylist()} if incomplete else set()
    return {one.key: tuple(unit.name for unit in analysis.expected(one) if (number, unit.code) not in said)
            for number, one in enumerate(incomplete)}


def _wanted(analysis: Analysis, results: Iterable[Result]) -> Table:
    """The results by number: to sort and count by their long keys would take most of the time."""
    rows = [{"number": number, "indicator": one.code, "org": one.org, "target": one.period,
             "split": split_text(dict(one.by)), "secret": _is_secret(one, analysis)}
            for number, one in enumerate(results)]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=WANTED))


def _behind(wanted: Table, analysis: Analysis) -> Table:
    """The observations that the results wanted count; not those that a unit between has counted already."""
    tables = analysis.tables
    behind = wanted.join(tables.behind, ["indicator", "target", "split"]).join(tables.above, ["unit", "org"])
    return behind.filter(_.depth > _.counts_from)


def _paged(analysis: Analysis, wanted: Table, start: int, size: int) -> Table:
    """The rows to show, with what they are a part of; the wide sources are joined to these only."""
    tables = analysis.tables
    behind = _behind(wanted, analysis)
    behind = behind.select("number", "id", "unit", "period", "cell", "value", "source", "secret").mutate(
        zero=~_.secret & (_.value == 0).fill_null(False), weight=ibis.ifelse(_.secret, 0, _.value.abs()).fill_null(0))
    approved = tables.sources.select(source=_.id, approved=_.approved_by.notnull())
    counted = behind.left_join(approved, "source").mutate(
        at=ibis.row_number().over(group_by="number", order_by=[
            _.zero, ibis.desc(_.weight), _.unit, _.period, _.cell]),
        zeros=_.zero.cast("int32").sum().over(group_by="number"),
        total=_.count().over(group_by="number"),
        unapproved=(~_.approved.fill_null(False)).cast("int32").sum().over(group_by="number"))
    shown = counted.filter((_.at >= start) & (_.at < start + size)).drop(
        "approved", "source_right", "zero", "weight", "secret")
    named = shown.join(tables.units.select(unit=_.code, unit_name=_.name), "unit")
    sources = tables.sources.rename({f"source_{name}": name for name in tables.sources.columns})
    return named.left_join(sources, _.source == sources.source_id).order_by("number", "at")


def _as_observed(row: Row, hidden: bool) -> Observed:
    source = Source(**{name: row[f"source_{name}"] for name in SOURCE}) if row["source_id"] else None
    return Observed(id=row["id"], unit=row["unit"], unit_name=row["unit_name"], period=row["period"],
                    split=row["cell"], value=None if hidden else row["value"], source=source, hidden=hidden)


# --- formulas, for people ----------------------------------------------------------------------------------


def formula_text(result: Result, catalogue: Catalogue) -> str:
    """How a result is worked out, in the words of the catalogue: 发放资助金 ÷ 应发资助金 × 100."""
    if result.operation:
        return result.title
    planned = indicator_plan(result.code, catalogue, Period.parse(result.period), dict(result.by))
    text = write(_in_words(planned, catalogue, Period.parse(result.period)))
    return text.replace(" / ", " ÷ ").replace(" * ", " × ").replace(" - ", " − ")


def _in_words(node: Expression, catalogue: Catalogue, period: Period) -> Expression:
    """The planned formula with titles in place of inputs."""
    match node:
        case Input(code, by, at):
            said = [catalogue.dimensions[dimension].codes[one].title.zh for dimension, one in by]
            said += [] if at == str(period) else [Period.parse(at).zh]
            return Name(catalogue.indicators[code].title.zh + (f"（{'，'.join(said)}）" if said else ""))
        case Unary(_, operand) | OneOf(operand):
            return replace(node, operand=_in_words(operand, catalogue, period))
        case Binary(_, left, right):
            return replace(node, left=_in_words(left, catalogue, period), right=_in_words(right, catalogue, period))
        case Call(_, arguments):
            return replace(node, arguments=tuple(_in_words(one, catalogue, period) for one in arguments))
    return node
