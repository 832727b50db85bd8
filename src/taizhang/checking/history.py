"""Values held against the unit's own past: what moved far more than the rest of the form did.

Growth is taken as g = ln((now + 1) / (then + 1)), so that doubling and halving weigh the same and zero is allowed.
A value stands out when its modified z-score 0.6745 · |g − median| / max(MAD, FLOOR) exceeds 3.5 (Iglewicz and
Hoaglin, How to Detect and Handle Outliers, 1993), median and MAD being taken over the form. Below FEWEST pairs
the median counts as 0 and the MAD as FLOOR. FLOOR keeps a calm form from flagging everyday change: with it,
growth by half or a fall by a third is the least that can stand out. A change of fewer than SMALL things never does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import log
from statistics import median

from taizhang.catalogue.model import Catalogue
from taizhang.checking.submission import Cell, Submission, Values
from taizhang.findings import Finding
from taizhang.periods import Period

SCALE, CUT, FLOOR = 0.6745, 3.5, 0.08
FEWEST, SMALL = 8, 10
SLIPS = {10: "多写或少写了一位", 100: "差了一百倍", 1000: "差了一千倍", 10_000: "元与万元写混了"}
SLIP_WITHIN = 0.25


@dataclass(frozen=True, slots=True)
class Pair:
    """A cell with its earlier value."""

    cell: Cell
    now: float
    then: float

    @property
    def growth(self) -> float:
        return log((self.now + 1) / (self.then + 1))


def check_history(submission: Submission, catalogue: Catalogue, *, last_period: Values | None,
                  last_year: Values | None) -> Iterator[Finding]:
    """Soft findings against the same period last year and, for what is told where there is no such value, the last.

    Years are compared first: schools move in yearly rhythm.
    """
    told: set[str] = set()
    for values, earlier, name in ((last_year, submission.period.same_last_year, "上年同期"),
                                  (last_period, submission.period.previous, "上期")):
        pairs = list(_pairs(submission, catalogue, values or {}, earlier))
        if finding := _copied(submission, pairs, name):
            yield finding
        for finding in _outliers(pairs, name):
            if finding.place not in told:
                told.add(finding.place)
                yield _explained(finding, submission)


def _pairs(submission: Submission, catalogue: Catalogue, values: Values, earlier: Period) -> Iterator[Pair]:
    """Cells that can be compared: both values known, not negative, and of the same definition."""
    for cell in submission.cells:
        then, indicator = values.get(cell.key), catalogue.indicators.get(cell.indicator)
        if indicator is None or cell.value is None or then is None or cell.value < 0 or then < 0:
            continue
        if indicator.break_between(earlier.end, submission.period.end) is None:
            yield Pair(cell, float(cell.value), float(then))


def _outliers(pairs: list[Pair], name: str) -> Iterator[Finding]:
    score = _scorer([pair.growth for pair in pairs])
    for pair in pairs:
        if abs(pair.now - pair.then) < SMALL or score(pair.growth) <= CUT:
            continue
        blanks = {"found": _shown(pair.now), "then": _shown(pair.then), "when": name}
        if slip := _slip(pair):
            yield Finding("history-slip", pair.cell.place, {**blanks, "slip": slip})
        else:
            yield Finding("history-jump", pair.cell.place, {**blanks, "change": _change(pair)})


def _scorer(growths: list[float]) -> Callable[[float], float]:
    """The modified z-score among these growths."""
    if len(growths) < FEWEST:
        return lambda growth: SCALE * abs(growth) / FLOOR
    middle = median(growths)
    spread = max(median(abs(growth - middle) for growth in growths), FLOOR)
    return lambda growth: SCALE * abs(growth - middle) / spread


def _change(pair: Pair) -> str:
    return f"{100 * (pair.now - pair.then) / pair.then:+.0f}%" if pair.then else f"{pair.now - pair.then:+.0f}"


def _slip(pair: Pair) -> str:
    """What was probably written wrongly, where one value is about 10, 100, 1000 or 10000 times the other."""
    if not pair.now or not pair.then:
        return ""
    ratio = max(pair.now, pair.then) / min(pair.now, pair.then)
    return next((said for times, said in SLIPS.items() if abs(ratio / times - 1) <= SLIP_WITHIN), "")


def _copied(submission: Submission, pairs: list[Pair], name: str) -> Finding | None:
    """A form in which every one of many values is the earlier one was probably copied, not filled."""
    told = [pair for pair in pairs if pair.now]
    if len(told) < FEWEST or any(pair.now != pair.then for pair in told):
        return None
    return Finding("history-copied", str(submission.what.title), {"count": len(told), "when": name})


def _explained(finding: Finding, submission: Submission) -> Finding:
    said = submission.explanations.get(finding.place)
    return Finding(f"{finding.code}-explained", finding.place, {**finding.blanks, "said": said}) if said else finding


def _shown(value: float) -> str:
    return f"{Decimal(repr(value)).normalize():f}"
