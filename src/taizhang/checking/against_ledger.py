"""The figures of a written report held against what the ledger, or any other source, knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from taizhang.checking.places import SAID, agrees, place
from taizhang.findings import Finding
from taizhang.reading.model import Figure, Reading

Lookup = Callable[[str, str | None, str | None, Mapping[str, str]], Decimal | None]
"""A known value in base units, given the code ("domain.code"), period, org and split; None where unknown."""


def against(reading: Reading, lookup: Lookup) -> list[Finding]:
    """Each figure with a code held against known values: claim-agrees, claim-contradicts-known or claim-unknown.

    `lookup(code, period, org, by)` gives the known value in base units, or None: period as in "2026H1" or None where
    the report does not tell it, org as the report names it or None for the bureau's own, by as {"stage": "senior"}.
    A figure agrees when the known value would be printed as the figure is, so that 5027万元 agrees with 50268000.
    """
    return [_known(reading, figure, lookup(figure.code, figure.period, figure.org, figure.by))
            for figure in reading.figures if figure.code and figure.value is not None and figure.kind in SAID]


def _known(reading: Reading, figure: Figure, value: Decimal | None) -> Finding:
    code = "claim-unknown" if value is None else "claim-agrees" if agrees(figure, value) else "claim-contradicts-known"
    return Finding(code, place(reading, figure.start, figure.end), {
        "what": figure.indicator or figure.code, "stated": figure.quote, "computed": value, "unit": figure.unit,
        "code": figure.code, "period": figure.period, "figure": figure.id})
