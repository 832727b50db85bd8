"""What has become better on a year ago -> one sentence of the opening: from how much to how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import PERCENT, POINTS, Result, combined
from taizhang.writing.pieces import Run, Text
from taizhang.writing.said import as_runs
from taizhang.writing.voice import Voice
from taizhang.writing.words import Words, no_base, prints_as_nothing, shown

TOLD = 3            # of as many domains
LEAST = 2           # fewer are no picture


@dataclass(frozen=True, slots=True)
class Gain:
    """A figure that has become better, and by what part of what it was."""

    now: Result
    then: Result
    share: Decimal

    @property
    def words(self) -> Words:
        up = "提高到" if self.now.unit in (PERCENT, POINTS) else "增加到"
        turned = up if self.now > self.then else "下降到" if up == "提高到" else "减少到"
        return Text(f"{self.now.title}由", digits=True), shown(self.then), Text(turned), shown(self.now)


def highlights(analysis: Analysis, results: Iterable[Result], voice: Voice) -> tuple[Run, ...]:
    """The largest gains, one of a domain; nothing where hardly anything has become better."""
    of_domain: dict[str, Gain] = {}
    for gain in sorted(_gains(analysis, results), key=lambda one: -one.share):
        of_domain.setdefault(gain.now.code.partition(".")[0], gain)
    told = list(of_domain.values())[:TOLD]
    if len(told) < LEAST:
        return ()
    gains = (piece for at, gain in enumerate(told) for piece in (*((Text("，"),) if at else ()), *gain.words))
    return as_runs(voice.say("gains", str(analysis.period), gains=tuple(gains)))


def _gains(analysis: Analysis, results: Iterable[Result]) -> Iterator[Gain]:
    for now in results:
        then = analysis.last_year(now)
        if now.better is None or no_base(now, then, analysis) or prints_as_nothing(now - then):
            continue
        growth = combined("growth", now, then).known
        if (growth > 0) == (now.better == "higher"):
            yield Gain(now, then, abs(growth))
