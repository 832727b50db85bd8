"""Which units below fall short of what a figure should be, and how they are named in a sentence."""

from __future__ import annotations

import re
from decimal import Decimal

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.judging import judge
from taizhang.analysis.results import Result
from taizhang.writing.pieces import Text
from taizhang.writing.words import Measure, NothingToSayError, Part, Shown, Words

NAMED = 3                       # how many units are named before 等
_BUREAU = re.compile(r"(教育|教体|教科体?|教育和?体育|教育和?科技)局$")


def behind(measure: Measure) -> list[Part]:
    """The units directly below whose figure falls short, worst first.

    Short of the standard, else of the target, else of the whole: a rate worse than that of all units together, an
    amount below their average, or any amount at all where less is better.
    Raises NothingToSayError where none falls short, so that the sentence is not said.
    """
    analysis, result = measure.analysis, measure.result
    ranked = analysis.ranking(result.code, result.org, **dict(result.by))
    limit = _limit(measure, len(ranked))
    short = [one for one in reversed(ranked) if _falls_short(one, limit, analysis)]
    if not short:
        raise NothingToSayError(f"{result.title}：没有落后的下级单位")
    return [_unit_part(one, analysis) for one in short]


def _limit(measure: Measure, units: int) -> Decimal:
    """What the units are held against where no standard binds them."""
    result = measure.result
    indicator = measure.analysis.catalogue.indicators[result.code]
    if indicator.target:
        return indicator.target.value
    if "%" in result.unit or "/" in result.unit:
        return result.known
    return Decimal(0) if indicator.better == "lower" else result.known / max(units, 1)


def _falls_short(one: Result, limit: Decimal, analysis: Analysis) -> bool:
    if judgement := judge(analysis, one):
        return not judgement.met
    return one.known > limit if one.better == "lower" else one.known < limit


def _unit_part(result: Result, analysis: Analysis) -> Part:
    return Part("unit", result.org, Text(short_name(analysis.tree.units[result.org].name), digits=True),
                Measure(result, analysis))


def short_name(name: str) -> str:
    """A county by the name people use: 清溪区教育局 is 清溪区."""
    return _BUREAU.sub("", name)


def units(parts: list[Part]) -> Words:
    """Names of units in a row: 清溪区、南塘县 · 清溪区、南塘县、北川县等6个县区."""
    names: list[Text | Shown] = []
    for part in parts[:NAMED]:
        names += [Text("、"), part.name] if names else [part.name]
    if len(parts) <= NAMED:
        return tuple(names)
    first = parts[0].value
    kinds = {first.analysis.tree.units[part.code].kind for part in parts}
    measure_word = "个县区" if kinds == {"county"} else "所学校" if kinds <= {"school"} else "个单位"
    counted = Result(
        code="", title=f"{first.result.title}落后单位数", org=first.result.org, period=first.result.period, unit="个",
        value=Decimal(len(parts)), operation="count", inputs=tuple(part.value.result for part in parts))
    return *names, Text("等"), Shown(counted, f"{len(parts)}{measure_word}")
