"""Units: what a number counts, how units convert, and what their products and ratios are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from taizhang.quantities.numerals import read_number

_SCALED = re.compile(r"([十百千]?[万亿]|[十百千])(.+)")


class UnitError(ValueError):
    """A text that is no unit, or two units that do not go together."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit such as 元, 万元, 平方米, % or 元/生·年.

    `powers` names its base units with their exponents and is empty for pure numbers; `scale` says how many of
    them one unit is. Two units are equal when both agree, however they are written.
    """

    scale: Fraction
    powers: tuple[tuple[str, int], ...]
    symbol: str = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> Unit:
        """Reads 元, 万人次, 人/百生, 元/生·年 or 元/人/年; what follows a `/` divides. Raises UnitError."""
        return _parse(text.strip())

    def compatible(self, other: Unit) -> bool:
        """Whether numbers in the two units may be added and compared."""
        return self.powers == other.powers

    def convert(self, value: Decimal, to: Unit) -> Decimal:
        """`value` of this unit, counted in `to`. Raises UnitError where they measure different things."""
        if not self.compatible(to):
            raise UnitError(f"{self.symbol} 不能换算为 {to.symbol}")
        factor = self.scale / to.scale
        return value * factor.numerator / factor.denominator

    def __mul__(self, other: Unit) -> Unit:
        return _unit(self.scale * other.scale, _merge(self.powers, other.powers, 1))

    def __truediv__(self, other: Unit) -> Unit:
        return _unit(self.scale / other.scale, _merge(self.powers, other.powers, -1))

    def __str__(self) -> str:
        return self.symbol


@cache
def _table() -> dict[str, tuple[str, Fraction]]:
    """Every named unit with its base and how many of it that unit is."""
    table = {}
    words = files(__package__).joinpath("units.yaml").read_text("utf-8")
    for row in yaml.load(words, yaml.CSafeLoader).values():   # as safe as safe_load, and ten times as fast
        base = next(iter(row))
        for name, scale in row.items():
            table[name] = (base, Fraction(1) if scale == "=" else Fraction(scale))
    return table


def known(name: str) -> bool:
    """Whether every part of a unit stands in the table, so that a slip of the pen can be told from a new word."""
    return all(part in _table() or ((m := _SCALED.fullmatch(part)) and m[2] in _table())
               for part in re.split(r"[/·]", name.strip()))


@lru_cache(4096)
def _parse(text: str) -> Unit:
    if text in _table():
        return _single(text)
    above, *below = re.split(r"[/／]", text)
    unit = _product(above, text)
    for part in below:
        unit = unit / _product(part, text)
    return Unit(unit.scale, unit.powers, text)


def _product(text: str, whole: str) -> Unit:
    parts = re.split(r"[·*×]", text)
    if not all(part.strip() for part in parts) and whole:
        raise UnitError(f"“{whole}”不是计量单位；应写作 元、万元、元/生·年 这样的形式")
    unit = _single(parts[0].strip())
    for part in parts[1:]:
        unit = unit * _single(part.strip())
    return unit


def _single(name: str) -> Unit:
    if found := _table().get(name):
        base, scale = found
        return Unit(scale, ((base, 1),) if base else (), name)
    if scaled := _SCALED.fullmatch(name):
        unit = _single(scaled[2])
        return Unit(unit.scale * Fraction(read_number(scaled[1]) or 1), unit.powers, name)
    return Unit(Fraction(1), ((name, 1),), name)


def _merge(a: tuple[tuple[str, int], ...], b: tuple[tuple[str, int], ...], sign: int) -> dict[str, int]:
    powers = dict(a)
    for base, exponent in b:
        powers[base] = powers.get(base, 0) + sign * exponent
    return powers


def _unit(scale: Fraction, powers: dict[str, int]) -> Unit:
    kept = tuple(sorted((base, exponent) for base, exponent in powers.items() if exponent))
    above = "·".join(base for base, exponent in kept for _ in range(exponent))
    below = "·".join(base for base, exponent in kept for _ in range(-exponent))
    symbol = above + (f"/{below}" if below else "")
    return Unit(scale, kept, symbol if scale == 1 else f"{scale}×{symbol}")
