"""Counts of confidential cases that are too small to be shown: from 1 to below the register's `hide_below`.

Nought is shown, since it tells of nobody. What is worked out from a hidden count is hidden too, and where hiding one
part alone would let it be told from the total, the next smallest part is hidden with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from taizhang.analysis.rollup import split_text
from taizhang.analysis.tree import OrgTree
from taizhang.analysis.values import Values
from taizhang.catalogue.formulas.syntax import Input, names
from taizhang.catalogue.model import Catalogue

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


def hidden_among(parts: Sequence[tuple[str, Decimal | None]], limit: int) -> set[str]:
    """Which parts of a whole are hidden: the small ones, and the smallest other one where that would be only one.

    `parts` are names with values; those that are missing or nought hide nothing.
    """
    known = sorted(((value, name) for name, value in parts if value), key=lambda one: one[0])
    small = {name for value, name in known if is_small(value, limit)}
    others = [name for value, name in known if name not in small]
    return small | set(others[:1]) if len(small) == 1 else small


class Hiding:
    """Says which figures are hidden, from the values of the units and splits beside them."""

    def __init__(self, catalogue: Catalogue, tree: OrgTree, values: Values, planned: Planned) -> None:
        self._catalogue, self._tree, self._values, self._planned = catalogue, tree, values, planned

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
        split = split_text(by)
        hidden = unit in self._units(code, unit, at, split, limit) or split in self._splits(code, unit, at, by, limit)
        return limit if hidden else 0

    def _units(self, code: str, unit: str, at: str, split: str, limit: int) -> set[str]:
        """The units beside this one, and itself, that are hidden."""
        parent = self._tree.units[unit].parent
        beside = [one.code for one in self._tree.children(parent)] if parent else [unit]
        self._values.read(beside)
        return hidden_among([(one, self._values.at(one, code, at, split)[0]) for one in beside], limit)

    def _splits(self, code: str, unit: str, at: str, by: Mapping[str, str], limit: int) -> set[str]:
        """The splits beside this one, by the other codes of one dimension, and itself, that are hidden."""
        hidden: set[str] = set()
        for dimension in by:
            beside = [split_text({**by, dimension: one}) for one in self._catalogue.dimensions[dimension].codes]
            hidden |= hidden_among([(one, self._values.at(unit, code, at, one)[0]) for one in beside], limit)
        return hidden
