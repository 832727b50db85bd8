"""Identity numbers (GB 11643-1999), school codes and area codes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.checking.codes import PROVINCES, check_area_code, check_school_code
from taizhang.checking.identity import IdNumber, check_character, read_id_number
from taizhang.findings import Finding

TODAY = date(2026, 7, 1)


def test_the_standards_own_samples_pass() -> None:
    assert read_id_number("11010519491231002X", today=TODAY) == IdNumber(
        "11010519491231002X", date(1949, 12, 31), "female", "110105")
    assert read_id_number("440524188001010014", today=date(1990, 1, 1)) == Finding(
        "id-birth-date", blanks={"found": "18800101"})  # the standard's second sample is of 1880: its check fits
    assert check_character("44052418800101001") == "4"


CASES = [
    ("11010519491231002x",  "11010519491231002X"),
    (" 11010519491231002X ", "11010519491231002X"),
    ("110105491231002",     "11010519491231002X"),     # fifteen places
    ("110105194912310021",  "id-check-character"),
    ("110105194913310020",  "id-birth-date"),
    ("110105203012310020",  "id-birth-date"),          # not born yet
    ("990105194912310020",  "id-area"),
    ("1101051949123100",    "id-shape"),
    ("1101051949123100ZX",  "id-shape"),
    ("",                    "id-shape"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_id_numbers(text: str, expected: str) -> None:
    found = read_id_number(text, today=TODAY)
    assert (found.code if isinstance(found, Finding) else found.text) == expected


@given(st.sampled_from(sorted(PROVINCES)), st.integers(0, 9999), st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999),
       st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(
    province: str, county: int, born: date, sequence: int, place: int, by: int
) -> None:
    first = f"{province}{county:04}{born:%Y%m%d}{sequence:03}"
    right = first + check_character(first)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1:]
    assert isinstance(read_id_number(right, today=TODAY), IdNumber)
    assert isinstance(read_id_number(wrong, today=TODAY), Finding)


def test_findings_never_repeat_a_number() -> None:
    for text, _ in CASES:
        found = read_id_number(text, today=TODAY)
        assert not isinstance(found, Finding) or text[:6] not in str(found.blanks) or len(text) < 6


@pytest.mark.parametrize(("code", "expected"), [
    ("4111010001", None), ("2162000123", None), ("216200012", "school-code-shape"),
    ("21620001234", "school-code-shape"), ("9962000123", "school-code-class"), ("2199000123", "area-province"),
])
def test_school_codes(code: str, expected: str | None) -> None:
    found = check_school_code(code)
    assert (found and found.code) == expected


@pytest.mark.parametrize(("code", "expected"), [
    ("621024", None), ("621024100200", None), ("62102", "area-shape"), ("991024", "area-province"),
])
def test_area_codes(code: str, expected: str | None) -> None:
    found = check_area_code(code)
    assert (found and found.code) == expected
