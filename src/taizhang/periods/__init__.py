"""A reporting period as a value: year, half, quarter, month, school year or term."""

from taizhang.periods.kinds import PeriodKind
from taizhang.periods.period import Period

__all__ = ["Period", "PeriodKind"]
