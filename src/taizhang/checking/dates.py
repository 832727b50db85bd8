"""Dates as people write them into cells: 2026.3.5, 2026年3月5日, 20260305, 二〇二六年三月五日, Excel's day numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from taizhang.findings import Finding

# Excel counts days from here; the day before would be right but for its 29 February 1900, which never was.
_EXCEL_DAY_0 = date(1899, 12, 30)
YEARS = range(1900, 2101)
_EXCEL_DAYS = range((date(YEARS[0], 3, 1) - _EXCEL_DAY_0).days, (date(YEARS[-1], 12, 31) - _EXCEL_DAY_0).days + 1)

_PART = r"[-./年月\s]\s*"
_TIME = r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_WHOLE_DATE = re.compile(rf"(\d{{4}}){_PART}(\d{{1,2}}){_PART}(\d{{1,2}})[日号]?{_TIME}")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_ONLY = re.compile(r"\d{4}[-./年]\s*\d{1,2}月?份?|\d{6}")
_NO_YEAR = re.compile(r"\d{1,2}[-./月]\d{1,2}[日号]?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-./年]\d{1,2}[-./月]\d{1,4}[日号]?")
_CHINESE_DATE = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]")
DIGITS = "零一二三四五六七八九"
_NUMERALS = {
    ("" if n < 10 else "十" if n < 20 else DIGITS[n // 10] + "十") + (DIGITS[n % 10] if n % 10 else ""): n
    for n in range(1, 32)
}


def read_date(raw: date | float | str) -> date | Finding:
    """The day in a cell, or what is wrong with it. A part that is missing is asked for, never guessed."""
    match raw:
        case datetime():
            return _plausible(raw.date())
        case date():
            return _plausible(raw)
        case str():
            return _from_text(raw.strip())
        case _:
            return _from_number(raw)


def _from_number(number: float) -> date | Finding:
    if number == int(number):
        if int(number) in _EXCEL_DAYS:
            return _plausible(_EXCEL_DAY_0 + timedelta(days=int(number)))
        return _from_text(str(int(number)))
    return _from_text(format(Decimal(repr(number)), "f"))


def _from_text(text: str) -> date | Finding:
    if found := _WHOLE_DATE.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
        return _day(text, *(int(part) for part in found.groups()))
    if found := _CHINESE_DATE.fullmatch(text):
        year, month, day = found.groups()
        digits = "".join(str(DIGITS.index(c)) for c in year.replace("〇", "零"))
        return _day(text, int(digits), _NUMERALS.get(month, 0), _NUMERALS.get(day, 0))
    if re.fullmatch(r"\d{5}", text) and int(text) in _EXCEL_DAYS:
        return _from_number(int(text))
    for pattern, code in (
        (_MONTH_ONLY, "value-date-no-day"), (_NO_YEAR, "value-date-no-year"), (_SHORT_YEAR, "value-date-order")
    ):
        if pattern.fullmatch(text):
            return Finding(code, blanks={"found": text})
    return Finding("value-not-a-date", blanks={"found": text})


def _day(text: str, year: int, month: int, day: int) -> date | Finding:
    try:
        return _plausible(date(year, month, day))
    except ValueError:
        return Finding("value-no-such-day", blanks={"found": text})


def _plausible(day: date) -> date | Finding:
    return day if day.year in YEARS else Finding("value-date-far", blanks={"found": day.isoformat()})

