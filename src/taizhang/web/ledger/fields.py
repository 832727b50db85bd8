"""A number that is stored as it was said."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExactDecimalField(models.CharField):
    """A Decimal kept as text: SQLite would turn Django's DecimalField into a float and lose what is past 15 digits.

    Holds up to 32 digits before the point and 6 after it, which is what a release's decimal(38,6) takes.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs["max_length"] = 40
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: object) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    def get_prep_value(self, value: object) -> str | None:
        return None if value is None else plain(self.to_python(value))


def plain(value: Decimal) -> str:
    """The one way to write a number: no exponent, no zeros at the end, no minus zero. Raises ValidationError outside
    32 digits before the point and 6 after it, and for infinities."""
    whole, _point, parts = f"{value:f}".partition(".")
    parts = parts.rstrip("0")
    if not value.is_finite() or len(whole.lstrip("-0")) > 32 or len(parts) > 6:
        raise ValidationError(_("%(value)s：最多32位整数、6位小数"), params={"value": value})
    text = f"{whole}.{parts}" if parts else whole
    return "0" if text == "-0" else text
