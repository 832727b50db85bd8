"""What units are, in words."""

from __future__ import annotations

from django import template

from taizhang.web.ledger.models import OrgUnitVersion
from taizhang.web.ledger.unit_history import said
from taizhang.web.ledger.unit_sheet import columns

register = template.Library()
_WORDS = {"kind", "stages", "area", "ownership"}


@register.filter
def unit_word(value: object, name: str) -> str:
    """小学、初中 for the stages of a unit; what has no words is as it is."""
    return (said(name, value) if name in _WORDS else str(value)) if value else ""


@register.filter
def unit_before(version: OrgUnitVersion, name: str) -> str:
    value = getattr(version, name)
    return value.code if name == "parent" and value else unit_word(value, name)


@register.filter
def column_word(name: str) -> str:
    """The head of a column of the workbook of units."""
    return next((column.head for column in columns() if column.code == name), name)
