"""The functions of the formula language: how many arguments each takes, of which kind, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from taizhang.catalogue.formulas.measure import PERCENT, measure
from taizhang.catalogue.formulas.syntax import Call, Expression, Number, Text, write
from taizhang.catalogue.formulas.types import DATE, KINDS, NUMBER, TRUTH, Type, UnknownNameError
from taizhang.catalogue.problems import Said

if TYPE_CHECKING:
    from taizhang.catalogue.formulas.check import Checker

Checked = tuple[Type, Expression]


@dataclass(frozen=True, slots=True)
class Signature:
    """The least and the most arguments (None: any number), and what checks them and tells the type of the result."""

    least: int
    most: int | None
    check: Callable[[Checker, Call], tuple[Type, Expression]]


def _gives(found: Type, *kinds: str) -> Callable[[Checker, Call], Checked]:
    return lambda checker, node: (found, checker.each(node, *kinds))


def _same(checker: Checker, node: Call, *, number: bool = True, skip: int = 0) -> Checked:
    """Arguments of one type, which is also that of the result; the first `skip` are checked already."""
    parts = [checker.expect(one, "number") if number else checker.check(one) for one in node.arguments[skip:]]
    found, made = checker.alike(node, parts)
    return found, replace(node, arguments=(*node.arguments[:skip], *made))


def _any_same(checker: Checker, node: Call) -> Checked:
    return _same(checker, node, number=False)


def _if(checker: Checker, node: Call) -> Checked:
    _, condition = checker.expect(node.arguments[0], "truth")
    return _same(checker, replace(node, arguments=(condition, *node.arguments[1:])), number=False, skip=1)


def _missing(checker: Checker, node: Call) -> Checked:
    return TRUTH, replace(node, arguments=(checker.check(node.arguments[0])[1],))


def _in_period(checker: Checker, node: Call) -> Checked:
    found, made = checker.check(node.arguments[0])
    if found.kind not in ("date", "period"):
        raise checker.wrong(node.arguments[0], KINDS[found.kind].en, KINDS["date"])
    return TRUTH, replace(node, arguments=(made,))


def _like_first(checker: Checker, node: Call) -> Checked:
    found, made = checker.expect(node.arguments[0], "number")
    return found, replace(node, arguments=(made, *node.arguments[1:]))


def _round(checker: Checker, node: Call) -> Checked:
    places = node.arguments[1] if len(node.arguments) > 1 else Number(Decimal(0))
    if not (isinstance(places, Number) and places.value in range(13)):
        raise checker.wrong(places, write(places), Said("0 到 12 的小数位数", "a number of decimals, 0 to 12"))
    return _like_first(checker, replace(node, arguments=(node.arguments[0], places)))


def _growth(checker: Checker, node: Call) -> Checked:
    return Type("number", PERCENT), checker.each(node, "number")


def _standard(checker: Checker, node: Call) -> Checked:
    code, *rest = node.arguments
    if not isinstance(code, Text):
        raise checker.wrong(code, write(code), Said("带引号的标准编号", "the standard's id in quotes"))
    try:
        unit, by = checker.scope.standard(code.value)
    except UnknownNameError as error:
        raise checker.wrong(code, error.found, error.expected, error.near) from None
    made, typed = [], []
    for argument in rest:
        found, one = checker.check(argument)
        made.append(one)
        typed.append(found.kind)
    if typed not in ([], ["text"], ["date"], ["period"], ["text", "date"], ["text", "period"]):
        raise checker.wrong(node, ", ".join(typed), Said("代码，再加日期或报告期", "a code, then a date or period"))
    if (typed[:1] == ["text"]) != (by is not None):
        wanted = Said(f"分组 {by}" if by else "不带分组", f"a code of {by}" if by else "no code: it depends on none")
        raise checker.wrong(node, write(node), wanted)
    return Type("number", measure(unit)), replace(node, arguments=(code, *made))


FUNCTIONS: dict[str, Signature] = {
    "sum": Signature(1, None, _same),
    "min": Signature(1, None, _same),
    "max": Signature(1, None, _same),
    "abs": Signature(1, 1, _like_first),
    "ceil": Signature(1, 1, _like_first),
    "floor": Signature(1, 1, _like_first),
    "round": Signature(1, 2, _round),
    "coalesce": Signature(2, None, _any_same),
    "if": Signature(3, 3, _if),
    "count": Signature(1, None, _gives(NUMBER, "truth")),
    "missing": Signature(1, 1, _missing),
    "previous": Signature(1, 1, _like_first),
    "last_year": Signature(1, 1, _like_first),
    "growth": Signature(1, 1, _growth),
    "units": Signature(0, 1, _gives(NUMBER, "truth")),
    "every": Signature(1, 1, _gives(TRUTH, "truth")),
    "variation": Signature(2, 2, _gives(NUMBER, "number")),
    "standard": Signature(1, 3, _standard),
    "year": Signature(1, 1, _gives(NUMBER, "date")),
    "days": Signature(2, 2, _gives(NUMBER, "date")),
    "age": Signature(2, 2, _gives(NUMBER, "date")),
    "period_start": Signature(0, 0, _gives(DATE)),
    "period_end": Signature(0, 0, _gives(DATE)),
    "in_period": Signature(1, 1, _in_period),
}
OVER_UNITS = ("units", "every", "variation")
OF_INDICATORS = frozenset(("previous", "last_year", "growth", *OVER_UNITS))
