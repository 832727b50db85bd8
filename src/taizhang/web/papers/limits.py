"""What a value of an indicator may be, as the forms and registers ask that bring it in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from taizhang.catalogue.model import Field, FormItem, Indicator
from taizhang.checking.amounts import LARGEST, counted, number_reader
from taizhang.checking.contents import titled
from taizhang.findings import Finding
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.ledger.models import OrgUnit

MANY = 10_000  # no bureau has more units or records of a kind below it: a total is at most so many times what one says

Limits = tuple[Decimal | None, Decimal | None]


def wrong_with(value: Decimal, indicator: Indicator, unit: OrgUnit | None) -> Finding | None:
    """What a form would say against a value of the indicator for the unit: too small, too large, not whole.

    None where it has nothing to say. What is worked out by a formula is asked for nowhere, and may be below zero.
    """
    least, most = (-LARGEST, None) if indicator.formula else _limits(indicator, unit)
    whole = indicator.formula is None and counted(indicator.unit)
    taken, finding = number_reader(indicator.unit, whole=whole, least=least, most=most)(f"{value:f}")
    return titled(finding, say(indicator.title)) if finding and taken is None else None


def _limits(indicator: Indicator, unit: OrgUnit | None) -> Limits:
    """Those of the forms that the unit fills; of a total, those of what it is added up from."""
    asked = [(form, item) for form in catalogue().forms.values() for item in form.items
             if item.indicator == indicator.code]  # fmt: skip
    if own := [item for form, item in asked if unit and unit.kind in form.filled_by]:
        return _widest(own)
    least, most = _widest([*(item for _form, item in asked), *_summed(indicator)])
    return least and min(least, Decimal(0)), most and most * MANY


def _summed(indicator: Indicator) -> list[Field]:
    """The field of a register whose values the indicator adds up, if it does."""
    rollup = indicator.rollup
    table = catalogue().table(rollup.register) if rollup and rollup.field else None
    return [table.fields[rollup.field]] if table else []


def _widest(asked: Sequence[FormItem | Field]) -> Limits:
    """The limits that leave room for all of them; None where one has none."""
    least, most = [one.min for one in asked], [one.max for one in asked]
    return (min(least) if asked and None not in least else None), (max(most) if asked and None not in most else None)
