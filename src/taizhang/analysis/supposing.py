"""What becomes of the figures where some observations have another value: only what rests on them is worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.release import TABLES, Release
from taizhang.analysis.results import Result, combined
from taizhang.catalogue.model import Catalogue

ARITHMETIC = ("+", "-", "*", "/", "share", "growth")
Changes = Mapping[str, Decimal | None]      # the new value of an observation by its id


@dataclass(frozen=True, slots=True)
class Supposed:
    """An analysis of changed observations; it knows the indicators in `touched`, and what they are worked out from."""

    analysis: Analysis
    touched: frozenset[str]

    def changes(self, result: Result) -> bool:
        """Whether a figure rests on an indicator that the change reaches; its value may still come out the same."""
        return not self.touched.isdisjoint(codes_of(result))

    def again(self, result: Result) -> Result:
        """The figure after the change; one that the change does not reach is given back as it is."""
        if not self.changes(result):
            return result
        if result.operation:
            return _combined_again(result, tuple(map(self.again, result.inputs)))
        return self.analysis.value(result.code, result.org, period=result.period, **dict(result.by))


def _combined_again(result: Result, inputs: tuple[Result, ...]) -> Result:
    """What no arithmetic gives, such as a count of units, stays as it is and rests on the new figures."""
    if result.operation not in ARITHMETIC:
        return replace(result, inputs=inputs)
    return combined(result.operation, *inputs)


def codes_of(result: Result) -> Iterator[str]:
    """The indicators that a figure names: its own, or those of what it was worked out from on the spot."""
    if result.code:
        yield result.code
    for one in result.inputs:
        yield from codes_of(one)


def suppose(release: Release, catalogue: Catalogue, changes: Changes) -> Supposed:
    """The figures of a release as they would be with the `changes`.

    Ids that the release has not are left alone: what was entered after its sealing changes nothing in it.
    """
    rows = pq.read_table(release.path("observations"))
    touched = catalogue.resting_on(set(_indicators(rows, changes)))
    return _confined(release, _with(rows, changes), catalogue, touched, touched)


def confined(release: Release, catalogue: Catalogue, touched: frozenset[str], beside: Set[str]) -> Supposed:
    """The figures of a release that rest on `touched`, which are the same as of the whole of it.

    Its analysis knows the indicators `beside` them, too.
    """
    rows = pq.read_table(release.path("observations"))
    return _confined(release, rows, catalogue, touched, touched | beside)


def differing(one: Release, other: Release) -> set[str] | None:
    """The indicators of which two releases of one period hold other observations; an observation never changes.

    None where the units or who was asked differ, so that any figure may.
    """
    if not all(pq.read_table(one.path(table)).equals(pq.read_table(other.path(table))) for table in ("units", "asked")):
        return None
    rows = [pq.read_table(release.path("observations"), columns=["id", "indicator"]) for release in (one, other)]
    return {code for mine, others in (rows, rows[::-1])
            for code in mine.filter(pc.invert(pc.is_in(mine["id"], others["id"])))["indicator"].to_pylist()}


def _confined(release: Release, rows: pa.Table, catalogue: Catalogue, touched: frozenset[str],
              wanted: Set[str]) -> Supposed:
    """What is worked out from `rows` of the indicators `wanted` alone."""
    needed = wanted | catalogue.needed_by(wanted)
    kept = rows.filter(pc.is_in(rows["indicator"], pa.array(sorted(needed), pa.string())))
    part = replace(catalogue, outlines={}, indicators={code: catalogue.indicators[code] for code in needed})
    with TemporaryDirectory() as folder:
        _lay_out(release, kept, Path(folder))
        return Supposed(Analysis(replace(release, folder=Path(folder)), part), touched)


def _indicators(rows: pa.Table, changes: Changes) -> list[str]:
    found = rows.filter(pc.is_in(rows["id"], pa.array(list(changes), pa.string())))
    return found["indicator"].to_pylist()  # type: ignore[no-any-return]


def _with(rows: pa.Table, changes: Changes) -> pa.Table:
    values = [changes.get(key, value) for key, value in zip(rows["id"].to_pylist(), rows["value"].to_pylist(),
                                                            strict=True)]
    at = rows.schema.get_field_index("value")
    return rows.set_column(at, rows.schema.field("value"), pa.array(values, rows.schema.field("value").type))


def _lay_out(release: Release, observations: pa.Table, folder: Path) -> None:
    """The release with the observations given, and of its sources no others than theirs."""
    sources = pq.read_table(release.path("sources"))
    pq.write_table(observations, folder / "observations.parquet")
    pq.write_table(sources.filter(pc.is_in(sources["id"], observations["source"])), folder / "sources.parquet")
    for table in TABLES.keys() - {"observations", "sources"}:
        (folder / f"{table}.parquet").symlink_to(release.path(table).resolve())
