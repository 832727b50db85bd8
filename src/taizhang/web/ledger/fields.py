"""A number that is stored as it was said, and a time that is read as text."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from taizhang.checking.amounts import PLACES

_FAR = 99  # from the point


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

    def run_validators(self, value: Decimal | None) -> None:
        """Raises ValidationError as `plain` does: the validators of a CharField measure texts."""
        if value is not None:
            plain(value)


def plain(value: Decimal) -> str:
    """The one way to write a number: no exponent, no zeros at the end, no minus zero. Raises ValidationError outside
    32 digits before the point and 6 after it, and for infinities."""
    printable = value.is_finite() and abs(value.adjusted()) < _FAR  # 1E+999999999 would fill the memory with zeros
    whole, _point, parts = f"{value:f}".partition(".") if printable else ("", "", "")
    parts = parts.rstrip("0")
    if not printable or len(whole.lstrip("-0")) > 32 or len(parts) > PLACES:
        raise ValidationError(_("%(value)s：最多32位整数、6位小数"), params={"value": value})
    text = f"{whole}.{parts}" if parts else whole
    return "0" if text == "-0" else text


def as_text(name: str) -> Cast:
    """A column as the text that the database keeps or writes."""
    return Cast(name, TextField())


class Instant(Func):
    """A time as `isoformat` writes it in UTC, but written by the database."""

    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: object, connection: object) -> tuple[str, tuple[object, ...]]:
        return self.as_sql(compiler, connection, template="REPLACE(%(expressions)s, ' ', 'T') || '+00:00'")

    def as_postgresql(self, compiler: object, connection: object) -> tuple[str, tuple[object, ...]]:
        written = "TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"
        return self.as_sql(compiler, connection, template=f"REPLACE({written}, '.000000', '') || '+00:00'")
