"""Counts of confidential cases that are too small to be shown: from 1 to below the register's `hide_below`.

Nought is shown, since it tells of nobody. What is worked out from a hidden count is hidden too, and where hiding one
part alone would let it be told from the total, the next smallest part is hidden with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from taizhang.catalogue.formulas.syntax import names
from taizhang.catalogue.model import Catalogue


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


