"""What values are held against: rules, dated standards, scorecards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang.catalogue.formulas.syntax import Formula
from taizhang.catalogue.model.titles import Title

BLANK = re.compile(r"\{(\w+)\}")         # in what a rule says
UNVERIFIED = frozenset(("M+", "M?"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A check. `level` is hard or soft; `on` is the full code of a register or a form; `says` has blanks in braces."""

    code: str
    domain: str
    level: str
    on: str
    that: Formula
    says: Title
    where: Formula | None = None

    @property
    def about(self) -> Title:
        """What it says where it is broken, without the values: what people call it by."""
        return Title(BLANK.sub("…", self.says.zh), BLANK.sub("…", self.says.en))

    def __hash__(self) -> int:
        return hash(self.code)  # the whole would take longer than what is looked up by it


@dataclass(frozen=True, slots=True)
class StandardValue:
    """A row of a standard: what holds from `start` to `end` (None: until further notice).

    `values` has the code it depends on as key, or "" where it depends on none. `sure` says how well it is known.
    """

    start: date
    end: date | None
    values: Mapping[str, Decimal]
    sure: str
    source: str
    clause: str = ""
    note: Title | None = None

    @property
    def verified(self) -> bool:
        return self.sure not in UNVERIFIED

    def holds(self, day: date, code: str) -> bool:
        return code in self.values and self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """A row of a scorecard, with the points it gives and the rows below it."""

    title: Title
    points: Decimal | None = None
    items: tuple[ScoreItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Standard:
    """A dated threshold. `by` is the dimension or list on whose codes it depends, `op` how a value is held to it."""

    code: str
    domain: str
    title: Title
    unit: str = ""
    op: str = "eq"
    scope: str = ""
    by: str | None = None
    values: tuple[StandardValue, ...] = ()
    items: tuple[ScoreItem, ...] = ()
    note: Title | None = None
