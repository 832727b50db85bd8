"""The figures of a written report held against what the ledger, or any other source, knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from taizhang.checking.places import SAID, agrees, place
from taizhang.findings import Finding
from taizhang.quantities import Unit
from taizhang.reading.model import Figure, Kind, Reading

VALUES = SAID | {Kind.BASELINE}   # what was reached, now or before; the rest is wished or owed


@dataclass(frozen=True, slots=True)
class LedgerValue:
    """What is known of what a figure says: the value, counted in `unit`, and where it stands."""

    value: Decimal
    unit: str
    where: str = ""

    def agrees(self, figure: Figure) -> bool:
        """Whether the value, counted as the figure is, would be printed so: 5027万元 agrees with 50268000元.

        Raises UnitError where the units do not go together.
        """
        return agrees(figure, Unit.parse(self.unit).convert(self.value, Unit.parse(figure.unit or "1")))


Lookup = Callable[[Figure], LedgerValue | None]
"""What is known of what a figure says by its code, period (None where the report does not tell it), org (as the report
names it, None for the bureau's own) and split; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Held:
    """A figure beside what is known of it; `agrees` is None where nothing is."""

    figure: Figure
    known: LedgerValue | None
    agrees: bool | None


def hold(figures: Iterable[Figure], lookup: Lookup) -> Iterator[Held]:
    """Each figure that says a value of an indicator, held against what is known of it."""
    for figure in figures:
        if figure.code and figure.value is not None and figure.kind in VALUES:
            known = lookup(figure)
            yield Held(figure, known, known.agrees(figure) if known else None)


def against(reading: Reading, lookup: Lookup) -> list[Finding]:
    """The figures of a report held against known values: claim-agrees, claim-contradicts-known or claim-unknown."""
    return [_told(reading, held) for held in hold(reading.figures, lookup)]


def _told(reading: Reading, held: Held) -> Finding:
    codes = {None: "claim-unknown", True: "claim-agrees", False: "claim-contradicts-known"}
    figure, known = held.figure, held.known
    return Finding(codes[held.agrees], place(reading, figure.start, figure.end), {
        "what": figure.indicator or figure.code, "stated": figure.quote, "computed": known and known.value,
        "unit": known.unit if known else figure.unit, "code": figure.code, "period": figure.period,
        "figure": figure.id})
