"""What a cell was in the period before and a year ago, beside what it says now."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from taizhang.checking.submission import Key, Values
from taizhang.periods import Period
from taizhang.web.collection.models import Submission
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.queries import values_of


@dataclass(frozen=True, slots=True)
class Past:
    """The values as a page shows them, and the change from last year; empty where nothing is known."""

    last_period: str = ""
    last_year: str = ""
    change: str = ""

    def __bool__(self) -> bool:
        return bool(self.last_period or self.last_year)


@dataclass(frozen=True, slots=True)
class Before:
    """What is in force of a unit for the period before, and for the same one a year ago."""

    last_period: Values
    last_year: Values

    def of(self, key: Key, value: str | None) -> Past:
        """The past of one cell that says `value` now."""
        before, year = self.last_period.get(key), self.last_year.get(key)
        now = None if value is None else Decimal(value)
        return Past("" if before is None else plain(before), "" if year is None else plain(year), change(now, year))


def values_before(submission: Submission) -> Before:
    """One query for all cells."""
    period = Period.parse(submission.period)
    return Before(*values_of(submission.unit.code, period.previous, period.same_last_year))


def change(now: Decimal | None, then: Decimal | None) -> str:
    """As the page to fill says it: +8.3% in signs that line up, the difference where there was nothing before."""
    if now is None or then is None:
        return ""
    if not then:
        return f"+{plain(now)}" if now else "0"
    return f"{'+' if now >= then else '−'}{abs(100 * (now - then) / then):.1f}%"
