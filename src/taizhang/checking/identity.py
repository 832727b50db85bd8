"""Chinese citizen identity numbers (公民身份号码), GB 11643-1999.

Eighteen places: 6 of area, 8 of birth date, 3 of sequence (odd male, even female), 1 check character.
Residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) are built the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from operator import mul

from taizhang.checking.codes import PROVINCES
from taizhang.findings import Finding

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_EARLIEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class IdNumber:
    """An identity number that passed every test; `text` has 18 places, the last in capitals."""

    text: str
    born: date
    gender: str  # "male" or "female", codes of the list `gender`
    area: str    # six digits; may name a county that no longer exists


def check_character(first_17: str) -> str:
    """The last place that belongs to the first seventeen (GB 11643-1999, 4.2.3)."""
    return _CHECK_CHARACTERS[sum(map(mul, map(int, first_17), _WEIGHTS)) % 11]


def read_id_number(text: str, *, today: date) -> IdNumber | Finding:
    """The number in `text`, or what is wrong with it. A number of 15 places is brought to 18.

    Findings never repeat the number itself: they are shown to people who may not see it.
    """
    number = text.strip().upper()
    if re.fullmatch(r"\d{15}", number):
        number = _lengthened(number)
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return Finding("id-shape", blanks={"length": len(number)})
    born = _birth_date(number[6:14])
    if born is None or not _EARLIEST_BIRTH <= born <= today:
        return Finding("id-birth-date", blanks={"found": number[6:14]})
    if number[:2] not in PROVINCES:
        return Finding("id-area", blanks={"found": number[:2]})
    if check_character(number[:17]) != number[17]:
        return Finding("id-check-character")
    return IdNumber(number, born, "male" if int(number[16]) % 2 else "female", number[:6])


def _lengthened(fifteen: str) -> str:
    seventeen = fifteen[:6] + "19" + fifteen[6:]
    return seventeen + check_character(seventeen)


def _birth_date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
