"""Numbers with their unit: read from a cell, brought into the unit that is asked for, held against limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache, partial

from taizhang.checking import numbers
from taizhang.checking.contents import Content
from taizhang.findings import Finding
from taizhang.quantities import round_half_up
from taizhang.quantities.numerals import LARGE
from taizhang.quantities.units import Unit, UnitError

# Measured, not counted: of these a cell may hold decimals.
_DECIMAL_UNITS = frozenset(("", "元", "平方米", "立方米", "米", "千克", "年", "天", "兆", "分"))
# Words for counting anything: 12个 stands for 12人 as well as for 12所.
_CLASSIFIERS = frozenset(("个", "项", "份", "件", "次", "名", "位", "条", "台", "套"))
PLACES = 6                        # decimals that the ledger and releases keep; =10000/3 of a spreadsheet has more
LARGEST = Decimal(10**15 - 1)     # a cell keeps no more digits than these, and no bureau has so much of anything
SIGNED_UNITS = frozenset(("%", "百分点", "个百分点", "‰"))

Number = tuple[Decimal | None, Finding | None]


@cache
def counted(unit: str) -> bool:
    """Whether things of this unit are counted one by one, so that only whole numbers make sense."""
    parsed = Unit.parse(unit)
    return parsed.scale == 1 and len(parsed.powers) == 1 and parsed.powers[0] == (parsed.powers[0][0], 1) \
        and parsed.powers[0][0] not in _DECIMAL_UNITS


def number_reader(
    unit: str, *, whole: bool, least: Decimal | None = None, most: Decimal | None = None
) -> Callable[[Content], Number]:
    """Reads numbers into `unit`. Without `least`, nothing but percentages may be negative."""
    if least is None:
        least = -LARGEST if unit in SIGNED_UNITS else Decimal(0)
    return partial(_number, unit=unit, whole=whole, least=least, most=LARGEST if most is None else most)


def _number(content: Content, *, unit: str, whole: bool, least: Decimal, most: Decimal) -> Number:
    if isinstance(content, date) or content is None:
        return None, Finding("value-date-for-number", blanks={"found": str(content)[:10]})
    written = numbers.read_number(content)
    if isinstance(written, Finding):
        return None, written
    value, finding = _in_unit(written, unit, content)
    if value is None:
        return None, finding
    if code := _out_of_limits(value, whole, least, most):
        return None, Finding(code, blanks={"found": content, "least": least, "most": most})
    if unit == "%" and 0 < value < 1 and not written.unit:
        finding = Finding("value-share-as-fraction", blanks={"found": content, "percent": f"{value * 100:f}"})
    return _kept(value, content, finding)


def _kept(value: Decimal, content: Content, finding: Finding | None) -> Number:
    """The value with as many decimals as the ledger keeps, and a remark where that are fewer, if there is no other."""
    kept = round_half_up(value, PLACES)
    if kept == value:
        return value, finding
    return kept, finding or Finding("value-rounded", blanks={"found": content, "value": f"{kept.normalize():f}"})


def _out_of_limits(value: Decimal, whole: bool, least: Decimal, most: Decimal) -> str | None:
    if whole and value != value.to_integral_value():
        return "value-not-whole"
    if value < least:
        return "value-negative" if least == 0 else "value-too-small"
    return "value-too-large" if value > most else None


def _in_unit(written: numbers.Written, unit: str, content: Content) -> Number:
    """The number in the unit that is asked for, with a remark where that took more than reading digits."""
    if not written.unit and written.multiple == 1:
        return written.value, None
    wanted = Unit.parse(unit)
    plain = not written.unit or (written.unit in _CLASSIFIERS and counted(unit))
    try:
        value = written.value if plain else Unit.parse(written.unit).convert(written.value, wanted)
    except UnitError:
        return None, Finding("value-wrong-unit", blanks={"found": content, "unit": unit})
    if plain and unit[:1] in LARGE and written.multiple >= min(LARGE.values()):
        value = written.value / LARGE[unit[:1]]  # in a column of 万元, 3.5万 is 3.5 and 0.5亿 is 5000
    return value, Finding("value-unit-read", blanks={"found": content, "unit": unit, "value": f"{value.normalize():f}"})
