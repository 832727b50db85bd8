"""A number with its unit, read and written the Chinese way."""

from taizhang.quantities.numerals import read_number
from taizhang.quantities.quantity import Qualifier, Quantity, read_quantity
from taizhang.quantities.units import Unit, UnitError, known
from taizhang.quantities.writing import MISSING, format_number, format_quantity, round_half_up

__all__ = [
    "MISSING", "Qualifier", "Quantity", "Unit", "UnitError",
    "format_number", "format_quantity", "known", "read_number", "read_quantity", "round_half_up",
]
