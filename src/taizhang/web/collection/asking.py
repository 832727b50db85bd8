"""Whom a round would ask: told before it is opened, and done as told when it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import form_or_register
from taizhang.web.collection.models import Round, Submission
from taizhang.web.collection.queries import fillers
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.ledger.queries import tree_at


@dataclass(frozen=True)
class Asking:
    """Submissions that a round would ask for: `new` are not there yet, `unasked` came without being asked for.

    `before` another round asked for: they stay with it and keep its days.
    """

    new: Sequence[Submission]
    unasked: Sequence[Submission]
    before: Sequence[Submission]

    @property
    def wanted(self) -> list[Submission]:
        return [*self.new, *self.unasked]

    @property
    def units(self) -> int:
        """How many units would be asked."""
        return len({one.unit_id for one in self.wanted})

    @cached_property
    def rounds(self) -> list[tuple[Round, int]]:
        """The rounds that asked before, and for how many of these each."""
        counts: dict[Round, int] = {}
        for one in self.before:
            if one.round:
                counts[one.round] = counts.get(one.round, 0) + 1
        return [*counts.items()]


def asking(
    *, period: Period, unit: OrgUnit, whats: Sequence[str], by: Person, kinds: Collection[str] = ()
) -> Asking:  # fmt: skip
    """Whom a round for `whats` below `unit` would ask; `kinds` as in `open_round`. Raises NotAllowed for who may not
    open it."""
    for what in whats:
        check_may(by, "round.open", unit=unit, domain=what.partition(".")[0])
    tree = tree_at(period.end)
    filled = {what: fillers(form_or_register(what), below=unit, tree=tree, kinds=kinds) for what in whats}
    rows = Submission.objects.filter(period=period.code, what__in=whats, unit__path__startswith=unit.path)
    there = {(row.unit_id, row.what): row for row in rows.select_related("round__unit")}
    found = [
        there.get((filler.pk, what)) or Submission(unit=filler, what=what, period=period.code)
        for what, units in filled.items() for filler in units
    ]  # fmt: skip
    return Asking(
        [one for one in found if one.pk is None],
        [one for one in found if one.pk and one.round is None],
        [one for one in found if one.round],
    )
