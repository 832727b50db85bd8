"""Values of records on pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from taizhang.catalogue.model import Field, Register
from taizhang.periods import PeriodKind
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.ledger.fields import plain as digits
from taizhang.web.ledger.models import Observation
from taizhang.web.period_field import KINDS, datalist, offered
from taizhang.web.registers import finding, showing
from taizhang.web.registers.states import TITLES
from taizhang.web.registers.tables import title_of
from taizhang.workbooks.register_sheet import Table

register = template.Library()
_SHORT = 20  # characters that are not broken into lines


@register.filter
def is_list(value: Any) -> bool:
    return isinstance(value, list)


@register.filter
def look(value: Any) -> str:
    """The class of a cell: figures line up on the right, and what is short stays on one line."""
    if isinstance(value, str) and _is_figure(value):
        return "number"
    return "short" if len(str(value)) <= _SHORT else ""


def _is_figure(text: str) -> bool:
    """Digits with a point or a sign, but no long numbers that are names."""
    return len(text) < 12 and text.lstrip("-").replace(".", "", 1).isdigit()


@register.filter
def is_number(field: Field) -> bool:
    return field.type in ("whole", "number", "money")


@register.filter
def is_sortable(field: Field) -> bool:
    return finding.is_sortable(field)


@register.filter
def next_sort(field: Field, sorts: Mapping[str, str]) -> str:
    """By what a click on the head sorts."""
    return sorts.get(field.code, field.code)


@register.filter
def words(value: Any) -> str:
    """A value in words, several joined."""
    if value is None:
        return "—"
    return "、".join(say(one) for one in value) if isinstance(value, list) else say(value)


@register.filter
def in_words(value: Any, field: Field) -> str:
    """A kept value in words, without looking up units."""
    return words(showing.value(field, value))


@register.filter
def reference_day(mirror: Register) -> str:
    """Of which day the rows of a mirror are: as the catalogue says it, or the column in which each row says its own."""
    own = mirror.fields.get(mirror.reference_date)
    return _("见“%(column)s”一栏") % {"column": say(own.title)} if own else mirror.reference_date


@register.filter
def table_title(table: Table) -> str:
    """What a register, or the rows below its records, are called in the language of the page."""
    return say(title_of(table.code))


@register.filter
def state_title(state: str) -> str:
    return str(TITLES.get(state, state))


@register.filter
def periods(field: Field, name: str) -> str:
    """The periods around today that a box of this name offers."""
    return datalist(f"p-{name}", offered((PeriodKind(field.kind),) if field.kind else KINDS))


@register.filter
def reported(observation: Observation) -> str:
    """The value, as it was reported."""
    return "—" if observation.value is None else digits(observation.value)
