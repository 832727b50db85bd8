"""A reporting period in a form: the periods around today are offered by the names that people use; any may be typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.periods import Period, PeriodKind

KINDS = (PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEAR)


def offered(kinds: tuple[PeriodKind, ...] = KINDS, day: date | None = None) -> Iterator[Period]:
    """Of each kind the period of a day (default: today), the one before and the one after, the likeliest first."""
    for kind in kinds:
        now = Period.holding(day or timezone.localdate(), kind)
        yield from (now.previous, now, now.next)


class PeriodInput(forms.TextInput):
    """A text box with a list of its own to choose from."""

    def render(self, name: str, value: object, attrs: dict[str, object] | None = None, renderer: object = None) -> str:
        listed = f"{name}-offered"
        box = super().render(name, value, {**(attrs or {}), "list": listed, "autocomplete": "off"}, renderer)
        return format_html("{}{}", box, datalist(listed, offered()))


def datalist(name: str, periods: Iterator[Period]) -> SafeString:
    """The periods as a list that a box may name."""
    options = format_html_join("", '<option value="{}">', ((one.zh,) for one in periods))
    return format_html('<datalist id="{}">{}</datalist>', name, options)


class PeriodField(forms.CharField):
    """Gives the Period whose name or code was typed."""

    widget = PeriodInput

    def clean(self, value: object) -> Period | None:
        text = super().clean(value)
        try:
            return Period.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(_("不是报告期；例如 2026H1、2026年上半年")) from error

    def prepare_value(self, value: object) -> object:
        """A code as its name, whatever else as it was typed."""
        try:
            return Period.parse(value).zh if isinstance(value, str) else value
        except ValueError:
            return value
