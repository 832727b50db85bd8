"""What a template of an outline can say: figures that print by the customs of reports, and words around them.

Nothing here is text yet. A template's output goes through `page.Page`, which keeps every figure apart as a run of its
own, so that a number in a report is either a figure with evidence or stands in a name or a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import PERCENT, POINTS, MissingFigureError, Result, combined
from taizhang.periods import Period, PeriodKind
from taizhang.quantities import Quantity, Unit, format_number, format_quantity, round_half_up
from taizhang.writing.document import Text

YUAN, WAN, YI = (Unit.parse(name) for name in ("元", "万元", "亿元"))
ALIKE = Decimal("0.05")         # of the units may have come or gone between two results that are compared
NAMED = 3                       # how many units are named before 等
_BUREAU = re.compile(r"(教育|教体|教科体?|教育和?体育|教育和?科技)局$")


class NothingToSayError(ValueError):
    """A sentence that has its figures and yet nothing to say; the text says why."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in the form it is printed."""

    result: Result
    text: str


Words = tuple[Text | Shown, ...]
Note = Callable[[str], None]


# --- figures -----------------------------------------------------------------------------------------------


def shown(result: Result) -> Shown:
    """A result as reports print it: 838万元, 93.3%, 20所. Raises MissingFigureError where there is none."""
    value, unit = result.known, result.quantity.unit
    if unit.compatible(YUAN):
        return Shown(result, format_quantity(result.quantity))
    whole = result.decimals == 0 and value == value.to_integral_value()
    counted = Quantity(value, Unit.parse("") if unit.symbol == "1" else unit)
    return Shown(result, format_quantity(counted, None if whole else result.decimals))


def in_wan(result: Result) -> Shown:
    """Money in 万元 however little, in 亿元 from a hundred million; other units as usual."""
    unit = result.quantity.unit
    if not unit.compatible(YUAN):
        return shown(result)
    counted_in = YI if abs(unit.convert(result.known, YI)) >= 1 else WAN
    return Shown(result, format_number(unit.convert(result.known, counted_in), 2) + counted_in.symbol)


def without_sign(result: Result) -> Shown:
    """A change as it stands after 增长 or 下降, which say the sign."""
    figure = shown(result)
    return Shown(result, figure.text.removeprefix("-"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure as a template handles it: prints, adds up, compares, and can be split."""

    result: Result
    analysis: Analysis

    @property
    def by(self) -> Splits:
        """`recipients.by.stage`: the parts by a dimension."""
        return Splits(self)

    def of(self, part: Part) -> Measure:
        """This figure for the same part of another one: `amount_paid.of(s)`."""
        one = self.result
        split = {**dict(one.by), part.dimension: part.code}
        return Measure(self.analysis.value(one.code, one.org, period=one.period, **split), self.analysis)

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.result + other.result, self.analysis)

    def __sub__(self, other: Measure) -> Measure:
        return Measure(self.result - other.result, self.analysis)

    def __mul__(self, other: Measure) -> Measure:
        return Measure(self.result * other.result, self.analysis)

    def __truediv__(self, other: Measure) -> Measure:
        return Measure(self.result / other.result, self.analysis)

    def __lt__(self, other: Measure | int) -> bool:
        return self.result < _comparable(other)

    def __le__(self, other: Measure | int) -> bool:
        return self.result <= _comparable(other)

    def __gt__(self, other: Measure | int) -> bool:
        return self.result > _comparable(other)

    def __ge__(self, other: Measure | int) -> bool:
        return self.result >= _comparable(other)

    def __bool__(self) -> bool:
        return bool(self.result)


def _comparable(other: Measure | int) -> Result | int:
    return other.result if isinstance(other, Measure) else other


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split figure, or one unit of several: its name and its value."""

    dimension: str
    code: str
    name: Text
    value: Measure


@dataclass(frozen=True, slots=True)
class Splits:
    """Stands for `.by` in a template."""

    measure: Measure

    def __getattr__(self, dimension: str) -> list[Part]:
        measure = self.measure
        catalogue = measure.analysis.catalogue
        if dimension not in catalogue.dimensions:
            raise AttributeError(dimension)
        codes = catalogue.dimensions[dimension].codes
        parts = measure.analysis.by(measure.result.code, measure.result.org, dimension)
        found = ((dict(part.by)[dimension], part) for part in parts if part.value)
        made = [Part(dimension, code, Text(codes[code].title.zh, digits=True), Measure(part, measure.analysis))
                for code, part in found]
        if not made:
            raise MissingFigureError(measure.result)
        return made


# --- comparisons -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Against:
    """What a figure is compared with, and the words for it."""

    than: str
    base: str
    flat: str


AGAINST = {
    "last_year": Against("同比", "去年同期", "与上年同期持平"),
    "previous": Against("环比", "上期", "与上期持平"),
}


def versus(measure: Measure, how: str = "last_year", *, note: Note) -> Words:
    """How a figure has changed: ，同比增长8.4% · ，同比提高1.2个百分点 · ，是去年同期的2.5倍 · ，与上年同期持平.

    `how` is "last_year" (同比) or "previous" (环比). Where growth has no meaning nothing is said; `note` is told why.
    """
    now, analysis, words = measure.result, measure.analysis, AGAINST[how]
    then = analysis.last_year(now) if how == "last_year" else analysis.previous(now)
    if why := no_base(now, then, analysis):
        note(f"{now.title}：{words.base}{why}，不作{words.than}")
        return ()
    change = now - then if now.unit in (PERCENT, POINTS) else combined("growth", now, then)
    if prints_as_nothing(change):
        return (Text(f"，{words.flat}"),)
    if change.unit == PERCENT and now.known >= 2 * then.known:
        return Text(f"，是{words.base}的"), _times(now, then)
    return Text(f"，{words.than}{direction(change)}"), without_sign(change)


def direction(change: Result) -> str:
    """增长, 提高 or 下降: the sign of a change in words, since a minus is easily lost on the way to a reader."""
    if change.known < 0:
        return "下降"
    return "提高" if change.unit == POINTS else "增长"


def no_base(now: Result, then: Result, analysis: Analysis) -> str:
    """Why two results cannot be compared, or "" where they can."""
    if then.value is None:
        return "没有数据"
    if then.value <= 0:
        return f"为{format_number(then.value)}"
    if version := analysis.broken(now, then):
        return f"口径不同（自{version.start}起变化）"
    if abs(now.reported - then.reported) > now.expected * ALIKE:
        return f"有{then.reported}家单位报送，本期{now.reported}家，范围不同"
    return ""


def prints_as_nothing(change: Result) -> bool:
    """Whether a change is too small to show at its decimals."""
    return round_half_up(change.known, change.decimals) == 0


def _times(now: Result, then: Result) -> Shown:
    ratio = now / then
    return Shown(ratio, f"{format_number(ratio.known, 1)}倍")


def share(part: Measure, whole: Measure) -> Measure:
    """What per cent a part is of a whole."""
    return Measure(combined("share", part.result, whole.result), part.analysis)


# --- units -------------------------------------------------------------------------------------------------


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
    if judgement := analysis.judge(one):
        return not judgement.met
    return one.known > limit if one.better == "lower" else one.known < limit


def _unit_part(result: Result, analysis: Analysis) -> Part:
    name = _BUREAU.sub("", analysis.tree.units[result.org].name)
    return Part("unit", result.org, Text(name, digits=True), Measure(result, analysis))


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


# --- time --------------------------------------------------------------------------------------------------


def spoken(period: Period) -> Text:
    """A period within a report that has named its year: 上半年, 第二季度, 6月."""
    return Text(period.zh if period.kind in (PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR) else period.zh.split("年", 1)[1]
                if period.kind != PeriodKind.TERM else period.zh, digits=True)


def month_end(day: date, this_year: int) -> Text:
    """A date as plans name it: 12月底, 2027年6月底."""
    year = "" if day.year == this_year else f"{day.year}年"
    return Text(f"{year}{day.month}月底", digits=True)


def vocabulary(measures: Mapping[str, object], *, period: Period, deadline: date, note: Note) -> dict[str, object]:
    """Everything that a template may name; `note` is told what the writer should know of a figure."""
    functions = {"versus": partial(versus, note=note), "behind": behind, "share": share}
    return {**functions, "period": spoken(period), "deadline": month_end(deadline, period.end.year), **measures}


FILTERS: Mapping[str, Callable[..., object]] = {
    "wan": lambda measure: in_wan(measure.result),
    "units": units,
}
