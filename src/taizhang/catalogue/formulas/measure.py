"""Units as formulas need them: time is left to the writer, and things counted go together.

An allowance of 1250 元/生·年 is compared with what was paid in a term (元), so parts that only say how often (年,
学期, 天) are dropped. 所, 间, 班, 台 and other words for things counted are one kind; people, services, money
and physical measures stay apart.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from taizhang.quantities.units import Unit

_TIME = frozenset((
    "年", "学年", "学期", "期", "季", "季度", "月", "个月", "周", "星期", "天", "日", "次", "小时", "分钟", "课时"))
_APART = frozenset(("元", "人", "人次", "平方米", "立方米", "米", "千克", "兆"))
PURE = Unit(Fraction(1), (), "")
PERCENT = Unit.parse("%")


@lru_cache(1024)
def measure(text: str) -> Unit:
    """The unit of that name as formulas see it. Raises UnitError where the text is no unit."""
    above, *below = re.split(r"[/／]", text.strip())
    kept = [_without_time(part) for part in below]
    unit = Unit.parse("/".join([_without_time(above) or "1", *filter(None, kept)]))
    return Unit(unit.scale, _folded(unit.powers), text)


def _without_time(product: str) -> str:
    return "·".join(part for part in re.split(r"[·*×]", product) if part not in _TIME)


def _folded(powers: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """All words for things counted as 个."""
    folded: dict[str, int] = {}
    for base, exponent in powers:
        name = base if base in _APART else "个"
        folded[name] = folded.get(name, 0) + exponent
    return tuple(sorted((base, exponent) for base, exponent in folded.items() if exponent))
