"""How a figure has changed and how far a plan is done: which condition holds, for the wordings to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from taizhang.analysis.results import PERCENT, POINTS, Result, combined, given
from taizhang.periods import Period
from taizhang.quantities import format_number
from taizhang.writing.voice import Voice
from taizhang.writing.words import Measure, Note, Shown, Words, no_base, prints_as_nothing, without_sign

ALL, HALF = Decimal(100), Decimal(50)       # per cent of a plan
TOLERANCE = Decimal(5)                      # points within which a plan counts as on time
# how a comparison is called, and two names of what is compared with
AGAINST: Mapping[str, Mapping[str, str]] = {
    "last_year": {"than": "同比", "base": "去年同期", "before": "上年同期"},
    "previous": {"than": "环比", "base": "上期", "before": "上一期"},
}


@dataclass(frozen=True, slots=True)
class Comparing:
    """Says changes and progress in one report; `note` is told why something is not compared.

    `paced` gathers the rates of the plans that were told.
    """

    note: Note
    voice: Voice = field(default_factory=Voice)
    paced: list[Result] = field(default_factory=list)

    def versus(self, measure: Measure, how: str = "last_year") -> Words:
        """How a figure has changed: ，同比增长8.4% · ，较去年同期提高1.2个百分点 · ，是去年同期的2.5倍.

        `how` is "last_year" (同比) or "previous" (环比). Where growth has no meaning nothing is said, and noted.
        """
        now, analysis, named = measure.result, measure.analysis, AGAINST[how]
        then = analysis.last_year(now) if how == "last_year" else analysis.previous(now)
        if why := no_base(now, then, analysis):
            self.note(f"{now.title}：{named['base']}{why}，不作{named['than']}")
            return ()
        condition, figures = _changed(now, then)
        return self.voice.say(condition, now.key, **named, **figures)

    def pace(self, measure: Measure) -> Words:
        """How far a year's task is done, in per cent, against the time gone: ，超时序进度12.5个百分点."""
        rate = measure.result
        self.paced.append(rate)
        ahead = rate - elapsed(rate)
        return self.voice.say(f"plan {_paced(rate, ahead)}", rate.key, points=without_sign(ahead))


def _changed(now: Result, then: Result) -> tuple[str, dict[str, Shown]]:
    """The condition, and the figures that its wordings may use."""
    rates = now.unit in (PERCENT, POINTS)
    difference = now - then
    change = difference if rates else combined("growth", now, then)
    if prints_as_nothing(change):
        return ("same" if difference.known == 0 else "nearly the same"), {}
    if not rates and now.known >= 2 * then.known:
        ratio = now / then
        return "twice", {"times": Shown(ratio, f"{format_number(ratio.known, 1)}倍")}
    way = "up" if change.known > 0 else "down"
    if rates:
        return f"rate {way}", {"points": without_sign(change)}
    gain = {} if prints_as_nothing(difference) else {"gain": without_sign(difference)}
    return f"amount {way}", {"rate": without_sign(change), **gain}


def _paced(rate: Result, ahead: Result) -> str:
    """The condition of a plan: over, done, not begun, half, on time, ahead or behind."""
    if rate.known >= ALL:
        return "over" if rate.known > ALL else "done"
    if rate.known == 0:
        return "not begun"
    if abs(ahead.known) > TOLERANCE:
        return "ahead" if ahead.known > 0 else "behind"
    end = Period.parse(rate.period).end
    return "half" if rate.known >= HALF and (end.month, end.day) == (6, 30) else "on time"


def elapsed(result: Result) -> Result:
    """What per cent of its year is over at the end of a result's period (时序进度)."""
    end = Period.parse(result.period).end
    gone, whole = end.timetuple().tm_yday, date(end.year, 12, 31).timetuple().tm_yday
    return given(f"时序进度（{end.year}年{whole}天中的第{gone}天）", Decimal(gone) * 100 / whole, PERCENT,
                 org=result.org, period=result.period, decimals=1)
