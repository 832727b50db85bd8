"""What stands behind a figure: its formula and inputs, down to the observations and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from taizhang.analysis.results import GIVEN, Result


@dataclass(frozen=True, slots=True)
class Source:
    """Where an observation comes from, as the ledger sealed it (docs/architecture.md)."""

    id: str
    kind: str | None = None
    submission: str | None = None
    file: str | None = None
    sha256: str | None = None
    sheet: str | None = None
    cell: str | None = None
    text: str | None = None
    reported_by: str | None = None
    reported_at: str | None = None
    approved_by: str | None = None
    approved_at: str | None = None
    reason: str | None = None

    @property
    def place(self) -> str:
        """File, sheet and cell in one line."""
        where = "!".join(part for part in (self.sheet, self.cell) if part)
        return " ".join(part for part in (self.file, where) if part)


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation behind a figure. What a unit reported of confidential cases is `hidden`."""

    id: str
    unit: str
    unit_name: str
    period: str
    split: str
    value: Decimal | None
    source: Source | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What one of the units directly below adds to a figure; no `value` where that is hidden."""

    unit: str
    unit_name: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a figure: its formula and inputs, down to the observations, one page of them at a time, the
    largest first; of confidential cases by unit, for their order would tell of them.

    `total` counts the observations, `unapproved` those of them that nobody approved, `zeros` those that add nothing;
    `missing` names the units that were to report and have not. `parts` stand between a sum and the observations where
    the units below have units of their own.
    """

    result: Result
    formula: str = ""
    inputs: tuple[Evidence, ...] = ()
    observations: tuple[Observed, ...] = ()
    total: int = 0
    page: int = 1
    size: int = 50
    unapproved: int = 0
    missing: tuple[str, ...] = ()
    zeros: int = 0
    parts: tuple[Part, ...] = ()

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def approved(self) -> bool:
        """Whether there is something, and every observation of it, here and below, was approved by somebody."""
        if self.result.operation == GIVEN:
            return True
        if self.inputs:
            return all(below.approved for below in self.inputs)
        return self.total > 0 and self.unapproved == 0
