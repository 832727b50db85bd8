"""Runs worked cases on both back ends, and says where they differ from what is expected or from one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from taizhang.catalogue.case_tables import in_duckdb
from taizhang.catalogue.case_values import CaseValues
from taizhang.catalogue.formulas.exact_functions import Value, as_decimal
from taizhang.catalogue.model import Case, Catalogue, Expected
from taizhang.catalogue.rules import shown
from taizhang.periods import Period, PeriodKind

DAY = date(2026, 6, 30)
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a case gave: by formula, on each back end; which rules failed; and what is wrong with it."""

    exact: Mapping[str, Value]
    duckdb: Mapping[str, Any]
    failed: tuple[str, ...]
    mistakes: tuple[str, ...]


def run(case: Case, catalogue: Catalogue) -> Outcomes:
    """Run one case on exact numbers and on DuckDB. `mistakes` is empty where all is as expected."""
    running = CaseValues(case, catalogue, _period(case))
    exact = {text: running.exact(text) for text in case.expect}
    duckdb = in_duckdb(running, list(case.expect)) if case.expect else {}
    failed = tuple(running.failed())
    return Outcomes(exact, duckdb, failed, tuple(_mistakes(case, exact, duckdb, failed)))


def run_all(catalogue: Catalogue, *, domain: str = "") -> dict[str, tuple[str, ...]]:
    """The mistakes of every case, or of one domain's cases, by "domain: name"."""
    return {f"{case.domain}: {case.name}": run(case, catalogue).mistakes for case in catalogue.cases
            if domain in ("", case.domain)}


def _period(case: Case) -> Period:
    """The half year in which the case's day lies."""
    return Period.holding(case.on or DAY, PeriodKind.HALF)


# --- judging -----------------------------------------------------------------------------------------------

def _mistakes(
    case: Case, exact: Mapping[str, Value], duckdb: Mapping[str, Any], failed: tuple[str, ...]
) -> Iterator[str]:
    for text, wanted in case.expect.items():
        if not _as_written(exact[text], wanted):
            yield f"{text}: expected {_said(wanted)}, found {_said(exact[text])}"
        if not _alike(exact[text], duckdb[text]):
            yield f"{text}: exact {_said(exact[text])}, DuckDB {_said(duckdb[text])}"
    named = {*case.refused, *case.warned}
    for rule in sorted(named - {*failed}):
        yield f"{rule}: expected to fail, and holds"
    for rule in () if named or case.expect else failed:     # a case that expects nothing else expects that all hold
        yield f"{rule}: fails, and the case does not say so"


def _as_written(found: Value, wanted: Expected) -> bool:
    """Whether a value is the one expected, at as many decimals as that is written with."""
    if isinstance(wanted, Decimal) and isinstance(found, Fraction):
        places = max(0, -int(wanted.as_tuple().exponent))
        return as_decimal(found, places) == wanted
    return found == wanted and isinstance(found, bool) == isinstance(wanted, bool)


def _alike(exact: Value, other: Any) -> bool:
    if isinstance(exact, Fraction) and other is not None and not isinstance(other, bool):
        return abs(float(exact) - float(other)) <= _NEAR * max(1.0, abs(float(exact)))
    return bool(exact == other)


def _said(value: Any) -> str:
    return "missing" if value is None else str(value).lower() if isinstance(value, bool) else shown(value)
