"""Counts of confidential cases that are too small to be shown: from 1 to below the register's `hide_below`.

Nought is shown, since it tells of nobody. What is worked out from a hidden count is hidden too, and others are hidden
with it until it cannot be told from totals and parts over units, splits and periods (suppressing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import cast

from taizhang.analysis.rollup import split_of, split_text
from taizhang.analysis.suppressing import kept_back
from taizhang.analysis.tree import OrgTree
from taizhang.analysis.values import Values
from taizhang.catalogue.formulas.syntax import Input, names
from taizhang.catalogue.model import Catalogue

Cell = tuple[str, str, str]     # unit, period, split
Planned = Callable[[str, str, Mapping[str, str]], Iterable[Input]]      # what a formula looks up, at a period and split


@lru_cache(maxsize=20_000)
def hide_below(code: str, catalogue: Catalogue) -> int:
    """Below which value an indicator is hidden: as its register says, or the registers that its formula comes from.

    0 for all that comes from no confidential register.
    """
    indicator = catalogue.indicators.get(code)
    if indicator is None:
        return 0
    if indicator.rollup:
        register = catalogue.table(indicator.rollup.register)
        return register.hide_below or 0 if register else 0
    inputs = {name.name for name in names(indicator.formula.root)} if indicator.formula else set()
    return max((hide_below(one, catalogue) for one in inputs if one != code), default=0)


def is_small(value: Decimal | None, limit: int) -> bool:
    """Whether a count tells of so few that it is hidden."""
    return value is not None and 0 < value < limit


class Hiding:
    """Says which figures are hidden, from the values of all units, splits and periods."""

    def __init__(self, catalogue: Catalogue, tree: OrgTree, values: Values, planned: Planned) -> None:
        self._catalogue, self._tree, self._values, self._planned = catalogue, tree, values, planned
        self._hidden: dict[str, set[Hashable]] = {}

    def below(self, code: str, unit: str, at: str, by: Mapping[str, str]) -> int:
        """The limit below which the figure is hidden, as one of few cases or for the sake of one; 0 where it is not.

        What a formula works out is hidden with any of its inputs.
        """
        limit = hide_below(code, self._catalogue)
        if not limit:
            return 0
        if self._catalogue.indicators[code].formula:
            inputs = self._planned(code, at, by)
            return max((self.below(one.indicator, unit, one.period, dict(one.by)) for one in inputs), default=0)
        if code not in self._hidden:
            self._hidden[code] = self._all(code, limit)
        return limit if (unit, at, split_text(by)) in self._hidden[code] else 0

    def _all(self, code: str, limit: int) -> set[Hashable]:
        """Every hidden cell. A half-year is hidden with any of its quarters: what is shown of it is then a sum of
        quarters that are shown, and tells no more of the others.
        """
        parts = self._values.parts(code)
        hidden = self._kept_back(code, {(org, period, split): value for (org, _at, period, split), value
                                        in parts.items()}, limit, ())
        with_parts = {(org, at, split) for org, at, period, split in parts if (org, period, split) in hidden}
        values: dict[Hashable, Decimal] = dict(self._values.of(code).items())
        return self._kept_back(code, values, limit, with_parts)

    def _kept_back(self, code: str, values: dict[Hashable, Decimal], limit: int,
                   more: Iterable[Hashable]) -> set[Hashable]:
        cells = cast("list[Cell]", list(values))
        added = self._catalogue.indicators[code].over_units == "sum"
        sums = [_with_rest(*one, values) for one in self._wholes(code, cells)] if added else []
        small = {one for one, value in values.items() if is_small(value, limit)}
        return kept_back(values, sums, small.union(one for one in more if values.get(one)))

    def _wholes(self, code: str, cells: Iterable[Cell]) -> Iterator[tuple[Cell, list[Cell]]]:
        """Each cell with the cells that it is the sum of: those of the units below, and by each other dimension."""
        for unit, at, split in cells:
            by = split_of(split)
            if below := self._tree.children(unit):
                yield (unit, at, split), [(one.code, at, split) for one in below]
            for dimension in set(self._catalogue.indicators[code].by) - by.keys():
                codes = self._catalogue.dimensions[dimension].codes
                yield (unit, at, split), [(unit, at, split_text({**by, dimension: one})) for one in codes]


def _with_rest(whole: Cell, parts: Iterable[Cell], values: dict[Hashable, Decimal]) -> dict[Hashable, int]:
    """The whole and its parts as a sum. What they leave open, such as cases that a county has itself, is one more part,
    which `values` is given, too."""
    known: list[Hashable] = [one for one in parts if one in values]
    rest = values[whole] - sum((values[one] for one in known), Decimal())
    if rest and known:
        known.append((whole, *known))
        values[known[-1]] = rest
    return {whole: -1, **dict.fromkeys(known, 1)} if known else {}
