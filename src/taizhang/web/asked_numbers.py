"""Whole numbers that a request writes: keys of rows, versions, pages. Whoever types an address may write anything."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

_DIGITS = 15  # with a few more a database could not count to the first row of a page of that number


def whole(text: str) -> int | None:
    """The number that a text writes in digits, None where it is none or has more than 15 of them."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None


def wholes(texts: Iterable[str]) -> list[int]:
    """The numbers among the texts."""
    return [number for number in map(whole, texts) if number is not None]


class Rows(forms.ModelMultipleChoiceField):
    """As Django's own, but a key beyond all counting is refused like one that is no number: a database fails at it."""

    def clean(self, value: Iterable[str] | None) -> QuerySet:
        for key in value or ():
            if whole(str(key)) is None:
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        return super().clean(value)
