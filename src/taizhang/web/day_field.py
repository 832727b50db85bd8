"""A day in a form: chosen from the browser's calendar, or typed as days are written in cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from taizhang.checking.dates import read_date
from taizhang.findings import Finding
from taizhang.web.collection.templatetags.spoken import say


class DayInput(forms.DateInput):
    """The browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """Gives the date that was typed; one of an unlikely year is refused, as it is in a cell."""

    widget = DayInput

    def to_python(self, value: date | str | None) -> date | None:
        if value is None or value in self.empty_values:
            return None
        read = read_date(value)
        if isinstance(read, Finding):
            raise ValidationError(say(replace(read, blanks={"title": self.label, **read.blanks})), "invalid")
        return read
