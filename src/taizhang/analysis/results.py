"""What analysis gives back: a figure with the units it rests on, and figures worked out from others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from operator import add, mul, sub, truediv

from taizhang.quantities import Quantity, Unit

PERCENT, POINTS = "%", "个百分点"
GIVEN = "given"
SIGNS = {"+": "＋", "-": "−", "*": "×", "/": "÷", "share": "占", "growth": "较"}


class MissingFigureError(ValueError):
    """A figure was needed that nobody has reported; `result` is the one that is missing."""

    def __init__(self, result: Result) -> None:
        super().__init__(f"{result.key}: missing")
        self.result = result


@dataclass(frozen=True, slots=True)
class Result:
    """A figure worked out from a release.

    `value` is counted in `unit`, and None where missing. It rests on `reported` of `expected` units. A figure worked
    out on the spot from others has no `code`, but an `operation` ("+", "-", "*", "/", "growth") and its `inputs`;
    one that is "given" has no inputs either: a threshold, a count of days.
    """

    code: str
    title: str
    org: str
    period: str
    unit: str
    value: Decimal | None
    by: tuple[tuple[str, str], ...] = ()
    reported: int = 0
    expected: int = 0
    decimals: int = 0
    better: str | None = None
    operation: str = ""
    inputs: tuple[Result, ...] = ()
    hidden_below: int = 0        # of a count of confidential cases that has no value since it is smaller (hiding.py)

    @property
    def key(self) -> str:
        """Names this figure within its release: `student_aid.recipients[stage=primary]@430100/2026H1`."""
        if self.operation == GIVEN:
            return f"{GIVEN}({self.title}: {self.value}{self.unit})"
        if self.operation:
            return f"{self.operation}({', '.join(part.key for part in self.inputs)})"
        split = ",".join(f"{dimension}={code}" for dimension, code in self.by)
        return f"{self.code}{f'[{split}]' if split else ''}@{self.org}/{self.period}"

    @property
    def complete(self) -> bool:
        """Whether every unit that was to report has done so."""
        return self.value is not None and self.reported >= self.expected

    @property
    def rests_on(self) -> tuple[int, int]:
        """How many units have reported, of how many expected."""
        return self.reported, self.expected

    @property
    def known(self) -> Decimal:
        """The value; raises MissingFigureError where there is none."""
        if self.value is None:
            raise MissingFigureError(self)
        return self.value

    @property
    def quantity(self) -> Quantity:
        return Quantity(self.value, Unit.parse("百分点" if self.unit == POINTS else self.unit))

    def __add__(self, other: Result) -> Result:
        return combined("+", self, other)

    def __sub__(self, other: Result) -> Result:
        return combined("-", self, other)

    def __mul__(self, other: Result) -> Result:
        return combined("*", self, other)

    def __truediv__(self, other: Result) -> Result:
        return combined("/", self, other)

    def __lt__(self, other: Result | Decimal | int) -> bool:
        return self.known < self._beside(other)

    def __le__(self, other: Result | Decimal | int) -> bool:
        return self.known <= self._beside(other)

    def __gt__(self, other: Result | Decimal | int) -> bool:
        return self.known > self._beside(other)

    def __ge__(self, other: Result | Decimal | int) -> bool:
        return self.known >= self._beside(other)

    def _beside(self, other: Result | Decimal | int) -> Decimal:
        """What this is compared with, counted in this one's unit; a bare number is in it already. Raises UnitError."""
        if not isinstance(other, Result):
            return Decimal(other)
        return other.quantity.unit.convert(other.known, self.quantity.unit)

    def __bool__(self) -> bool:
        """Whether there is something: a missing figure is neither there nor zero, and asking raises."""
        return self.known != 0


def given(  # noqa: PLR0913 - the sides of a result that has no indicator
    title: str, value: Decimal | int, unit: str, *, org: str, period: str, decimals: int = 0
) -> Result:
    """A figure that nobody reports, such as a threshold; `title` says where it stands and so is all its evidence."""
    return Result(code="", title=title, org=org, period=period, unit=unit, value=Decimal(value), decimals=decimals,
                  operation=GIVEN)


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    try:
        return part / whole
    except (DivisionByZero, InvalidOperation):
        return None


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    ratio = _ratio(part, whole)
    return None if ratio is None else ratio * 100


def _growth(now: Decimal, then: Decimal) -> Decimal | None:
    """Per cent of change; from nothing or from a debt there is none."""
    return (now - then) / then * 100 if then > 0 else None


_SUMS: Mapping[str, Callable[[Decimal, Decimal], Decimal | None]] = {
    "+": add, "-": sub, "*": mul, "/": _ratio, "share": _share, "growth": _growth,
}
_UNITS: Mapping[str, Callable[[Unit, Unit], Unit]] = {"*": mul, "/": truediv}


def combined(operation: str, one: Result, other: Result) -> Result:
    """Two results as one: `+`, `-`, `*`, `/`, `share` (the first in per cent of the second) or `growth` (per cent of
    change of the first against the second). Both of these have one decimal, however exact what they are worked out of.

    Raises UnitError where their units do not go together. What rests on a missing figure is missing.
    """
    unit, second = _unit(operation, one, other), other.value
    if operation in ("+", "-", "share", "growth") and second is not None:
        second = other.quantity.unit.convert(second, one.quantity.unit)
    known = one.value is not None and second is not None
    reported, expected = least_complete((one, other)).rests_on
    return Result(
        code="", title=_title(operation, one, other), org=one.org, period=one.period, unit=unit,
        value=_SUMS[operation](one.value, second) if known else None,  # type: ignore[arg-type]
        reported=reported, expected=expected,
        decimals=1 if operation in ("growth", "share") else max(one.decimals, other.decimals, int(unit == PERCENT)),
        better=one.better, operation=operation, inputs=(one, other),
        hidden_below=max(one.hidden_below, other.hidden_below),
    )


def least_complete(results: Iterable[Result]) -> Result:
    """The result of which the smallest part of the units has reported: what rests on all of them rests on no more."""
    return min(results, key=lambda one: (one.reported / one.expected if one.expected else 1, -one.expected))


def _unit(operation: str, one: Result, other: Result) -> str:
    """The unit of what comes out; the difference of two percentages is counted in points."""
    if operation in ("share", "growth"):
        return PERCENT
    if operation == "-" and one.unit == other.unit == PERCENT:
        return POINTS
    if operation in _UNITS:
        return _UNITS[operation](one.quantity.unit, other.quantity.unit).symbol
    return one.unit


def _title(operation: str, one: Result, other: Result) -> str:
    if operation == "growth":
        return f"{one.title}增长率"
    return f"{one.title} {SIGNS[operation]} {other.title}"
