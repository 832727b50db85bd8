"""A number with its unit, as a text means it: exact, about, at least, masked or a range."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from taizhang.quantities.numerals import ARABIC, read_number
from taizhang.quantities.units import Unit, UnitError


class Qualifier(StrEnum):
    """How exactly a text means its number."""

    EXACT = "exact"
    ABOUT = "about"          # 约, 左右
    AT_LEAST = "at_least"    # 以上, 不低于
    MORE_THAN = "more_than"  # 余, 多, 超过
    LESS_THAN = "less_than"  # 不足, 近
    UP_TO = "up_to"          # 以内, 以下, 不超过


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in a unit; `value` is None where the text hides or lost it, `upper` is the far end of a range."""

    value: Decimal | None
    unit: Unit
    qualifier: Qualifier = Qualifier.EXACT
    upper: Decimal | None = None

    def to(self, unit: Unit) -> Quantity:
        """The same quantity counted in another unit. Raises UnitError where the two do not go together."""
        value, upper = (None if v is None else self.unit.convert(v, unit) for v in (self.value, self.upper))
        return Quantity(value, unit, self.qualifier, upper)


BEFORE = {
    "约": Qualifier.ABOUT, "大约": Qualifier.ABOUT, "大概": Qualifier.ABOUT,
    "近": Qualifier.LESS_THAN, "将近": Qualifier.LESS_THAN, "不足": Qualifier.LESS_THAN, "不到": Qualifier.LESS_THAN,
    "超过": Qualifier.MORE_THAN, "超": Qualifier.MORE_THAN, "逾": Qualifier.MORE_THAN, "突破": Qualifier.MORE_THAN,
    "上": Qualifier.MORE_THAN, "不低于": Qualifier.AT_LEAST, "不少于": Qualifier.AT_LEAST, "至少": Qualifier.AT_LEAST,
    "不超过": Qualifier.UP_TO, "不高于": Qualifier.UP_TO, "不多于": Qualifier.UP_TO, "最高": Qualifier.UP_TO,
}
MIDDLE = {"余": Qualifier.MORE_THAN, "多": Qualifier.MORE_THAN, "来": Qualifier.ABOUT, "几": Qualifier.MORE_THAN}
AFTER = {
    "以上": Qualifier.AT_LEAST, "及以上": Qualifier.AT_LEAST, "左右": Qualifier.ABOUT, "上下": Qualifier.ABOUT,
    "以内": Qualifier.UP_TO, "之内": Qualifier.UP_TO, "以下": Qualifier.UP_TO, "及以下": Qualifier.UP_TO,
}
MASK = r"(?:[xX×*＊_＿]+(?:[.．][xX×*＊_＿]+)?|[0-9]+[xX×*＊_＿]+)"


def _any(words: dict[str, Qualifier]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SCALE = r"[十百千万亿萬億]"
_HAN = "[零〇○一二三四五六七八九两兩十百千万亿廿卅半]+(?:点[零〇○一二三四五六七八九]+[万亿]?)?"
_NUMERAL = rf"(?:{MASK}{_SCALE}*|{ARABIC}{_SCALE}*(?:{ARABIC}{_SCALE}+)*|{_HAN})"
_QUANTITY = re.compile(
    rf"(?P<before>{_any(BEFORE)})?\s*(?P<share>百分之|千分之)?(?P<number>-?{_NUMERAL})"
    rf"(?:\s*(?P<range>[-—–~～至到])+\s*(?P<upper>{_NUMERAL}))?"
    rf"(?P<middle>[余多来几])?(?P<scale>[万亿])?\s*(?P<unit>[^\d\s_]*?)(?P<after>{_any(AFTER)})?"
)


def read_quantity(text: str) -> Quantity | None:
    """The quantity that a whole text states, such as 约5.2万人次, 3亿5千万元, 百分之八十, 3—5所 or xx个.

    A masked number is a quantity without value. None if the text states none; never raises.
    """
    found = _QUANTITY.fullmatch(text.strip())
    if not found:
        return None
    try:
        return Quantity(_value(found, "number"), _stated_unit(found), _qualifier(found), _value(found, "upper"))
    except UnitError:
        return None


def _value(found: re.Match[str], part: str) -> Decimal | None:
    numeral = found[part]
    if numeral is None or (value := read_number(numeral)) is None:
        return None
    if part == "number" and found["upper"] and numeral[-1:] not in "万亿":
        value *= _scale(found["upper"][-1])                       # 3—5万 is 3万 to 5万
    return value * _scale(found["scale"])


def _scale(word: str | None) -> int:
    return {"万": 10_000, "亿": 100_000_000}.get(word or "", 1)


def _stated_unit(found: re.Match[str]) -> Unit:
    return Unit.parse({"百分之": "%", "千分之": "‰"}.get(found["share"] or "", found["unit"]))


def _qualifier(found: re.Match[str]) -> Qualifier:
    return (BEFORE.get(found["before"] or "") or MIDDLE.get(found["middle"] or "")
            or AFTER.get(found["after"] or "") or Qualifier.EXACT)
