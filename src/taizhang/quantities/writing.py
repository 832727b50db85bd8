"""Quantities written by the customs of Chinese reports (units, 万 and 亿, rounding half up, once and last)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from taizhang.quantities.quantity import Quantity
from taizhang.quantities.units import Unit

MISSING = "—"
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_IN_WAN = {"人次", "平方米"}           # counted in 万 once they are large; heads and schools are written out


def round_half_up(value: Decimal, places: int = 0) -> Decimal:
    """`value` with so many digits after the point, a half going away from zero (四舍五入)."""
    exact = Context(prec=max(60, value.adjusted() + places + 2), rounding=ROUND_HALF_UP)
    return value.quantize(Decimal(1).scaleb(-places), context=exact)


def format_number(value: Decimal, places: int | None = None) -> str:
    """Plain digits without thousands commas; with `places`, rounded to at most so many, closing zeros dropped.

    What comes to nothing has no sign.
    """
    if places is not None:
        value = round_half_up(value, places)
    text = f"{value or abs(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_quantity(quantity: Quantity, places: int | None = None) -> str:
    """A quantity as a report prints it: 838万元, 1.15亿元, 5.2万人次, 93.3%, 6个百分点.

    Money of ten thousand yuan and more goes into 万元 or 亿元 with `places` digits (default 2); services and
    areas go into 万 where that loses nothing. A missing value is written as a dash, never as 0.
    """
    if quantity.value is None:
        return MISSING
    value, unit = quantity.value, quantity.unit
    if unit.compatible(Unit.parse("元")):
        return _money(unit.convert(value, Unit.parse("元")), 2 if places is None else places)
    if unit.symbol in _IN_WAN and abs(value) >= _WAN and value % 100 == 0 and places is None:
        return f"{format_number(value / _WAN)}万{unit}"
    return format_number(value, places) + {"百分点": "个百分点"}.get(unit.symbol, unit.symbol)


def _money(yuan: Decimal, places: int) -> str:
    for scale, name in ((_YI, "亿元"), (_WAN, "万元")):
        if abs(round_half_up(yuan / scale, places)) >= 1:
            return format_number(yuan / scale, places) + name
    return format_number(yuan, places) + "元"
