"""Which counts are kept back besides the small ones, so that no small one can be worked out from what is shown.

Sums are all that is known of the counts kept back: of units, of splits, of parts of a period. A count is exposed where
these equations, with every shown count filled in, leave it only one value. As long as one is, the smallest shown count
beside it is kept back too (complementary cell suppression, Willenborg and de Waal 2001, chapter 6).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Set
from decimal import Decimal
from fractions import Fraction

Sum = Mapping[Hashable, int]            # parts as 1, their whole as -1 or, where it is always shown, left out
_Row = dict[Hashable, Fraction]


def kept_back(values: Mapping[Hashable, Decimal], sums: Sequence[Sum], small: Iterable[Hashable],
              fixed: Set[Hashable] = frozenset()) -> set[Hashable]:
    """The `small` counts, and those that have to be kept back for their sake.

    `values` has a value for every count of the `sums`; those of 0 are always shown, since they tell of nobody. Of the
    counts that are `fixed` elsewhere none is added.
    """
    known = [{one: sign for one, sign in parts.items() if values[one]} for parts in sums]
    hidden, touching = set(small), _touching(known)
    while exposed := exposed_by(known, hidden):
        more = {one for cell in exposed if (one := _beside(cell, touching, hidden | fixed, values)) is not None}
        rest = {one for parts in known if not hidden.isdisjoint(parts) for one in parts} - hidden - fixed
        if not more and not rest:
            return hidden
        hidden |= more or {min(rest, key=lambda one: (values[one], str(one)))}
    return hidden


def exposed_by(sums: Iterable[Sum], hidden: Collection[Hashable]) -> set[Hashable]:
    """The hidden counts of which the sums, with all others known, leave only one value."""
    rows = [{one: Fraction(sign) for one, sign in parts.items() if one in hidden} for parts in sums]
    alone = {next(iter(row)) for row in rows if len(row) == 1}
    return alone or {next(iter(row)) for row in _reduced(rows) if len(row) == 1}


def _touching(sums: Iterable[Sum]) -> dict[Hashable, list[Sum]]:
    found: dict[Hashable, list[Sum]] = {}
    for parts in sums:
        for one in parts:
            found.setdefault(one, []).append(parts)
    return found


def _beside(cell: Hashable, touching: Mapping[Hashable, Sequence[Sum]], taken: Set[Hashable],
            values: Mapping[Hashable, Decimal]) -> Hashable | None:
    """The smallest count that stands in a sum with the cell, a part rather than the whole; None where all are taken."""
    beside = [(sign < 0, values[one], str(one), one)
              for parts in touching[cell] for one, sign in parts.items() if one not in taken]
    return min(beside, key=lambda one: one[:3])[3] if beside else None


def _reduced(rows: Iterable[_Row]) -> list[_Row]:
    """The equations solved for as many unknowns as they have (Gauss and Jordan); each is left with unknowns that no
    other is solved for.
    """
    solved: dict[Hashable, _Row] = {}
    for row in rows:
        left = dict(row)
        for one in [one for one in left if one in solved]:
            _take(left, solved[one], one)
        if not left:
            continue
        pivot, first = next(iter(left.items()))
        left = {one: number / first for one, number in left.items()}
        for other in solved.values():
            if pivot in other:
                _take(other, left, pivot)
        solved[pivot] = left
    return list(solved.values())


def _take(row: _Row, other: _Row, pivot: Hashable) -> None:
    """Take so much of the other from a row that the pivot is gone."""
    times = row[pivot]
    for one, number in other.items():
        row[one] = row.get(one, Fraction()) - times * number
        if not row[one]:
            del row[one]
