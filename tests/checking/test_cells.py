"""What people type into cells, and what it is read as."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.model import Catalogue, Code, CodeList, Field, Title
from taizhang.checking.contents import Content
from taizhang.checking.dates import read_date
from taizhang.checking.numbers import Written, read_number
from taizhang.checking.texts import clean_text
from taizhang.checking.values import read_column, reader
from taizhang.findings import Finding, Severity
from taizhang.periods import Period

STAGES = CodeList("stage", Title("学段", "Stage"), {
    "primary": Code("primary", Title("小学", "Primary"), ("小学阶段",)),
    "junior": Code("junior", Title("初中", "Junior secondary")),
})
CATALOGUE = Catalogue(lists={"stage": STAGES})
UNITS = {"2162000123": "临江区第三小学", "2162000124": "临江区第四小学"}
TODAY = date(2026, 7, 1)


def read(content: Content, type_: str, **more: Any) -> tuple[object, str | None]:
    field = Field("x", Title(more.pop("title", "一项"), "An item"), type_, **more)
    value, finding = reader(field, CATALOGUE, units=UNITS, today=TODAY)(content)
    return value, finding and finding.code


NUMBERS = [
    # content              unit       value               finding
    (12,                   "人",      12,                 None),
    (12.0,                 "人",      12,                 None),
    ("12",                 "人",      12,                 None),
    ("１２",               "人",      12,                 None),
    (" 1,204 人",          "人",      1204,               "value-unit-read"),
    ("12名",               "人",      12,                 "value-unit-read"),
    ("12个",               "人",      12,                 "value-unit-read"),
    ("12人次",             "人",      None,               "value-wrong-unit"),
    ("1.2万",              "人",      12000,              "value-unit-read"),
    ("一百二十",           "人",      120,                None),
    ("1 204",              "人",      1204,               None),
    ("12 04",              "人",      None,               "value-odd-separators"),
    ("1,2",                "人",      None,               "value-odd-separators"),
    ("1.2.3",              "人",      None,               "value-odd-separators"),
    ("1e3",                "人",      1000,               None),
    ("3.5",                "万元",    Decimal("3.5"),     None),
    ("3.5万元",            "万元",    Decimal("3.5"),     "value-unit-read"),
    ("3.5万",              "万元",    Decimal("3.5"),     "value-unit-read"),
    ("35000元",            "万元",    Decimal("3.5"),     "value-unit-read"),
    ("0.5亿",              "万元",    5000,               "value-unit-read"),
    ("5百万",              "万元",    500,                "value-unit-read"),
    ("五千万",             "万元",    5000,               "value-unit-read"),
    ("3万",                "亿元",    Decimal("0.0003"),  "value-unit-read"),
    ("3千",                "万元",    3000,               "value-unit-read"),
    ("3万",                "亩",      30_000,             "value-unit-read"),
    ("3万",                "公顷",    30_000,             "value-unit-read"),
    ("0.5亿",              "元",      50_000_000,         "value-unit-read"),
    ("0.2亿元",            "万元",    2000,               "value-unit-read"),
    ("93%",                "%",       93,                 "value-unit-read"),
    (0.93,                 "%",       Decimal("0.93"),    "value-share-as-fraction"),
    (-3,                   "%",       -3,                 None),
    ("1200㎡",             "平方米",  1200,               "value-unit-read"),
    ("1200m²",             "平方米",  1200,               "value-unit-read"),
    ("12亩",               "平方米",  8000,               "value-unit-read"),
    ("－５",               "人",      None,               "value-negative"),
    ("12x",                "人",      None,               "value-masked"),
    ("2□",                 "人",      None,               "value-masked"),
    ("12人左右",           "人",      None,               "value-not-exact"),
    ("10-12",              "人",      None,               "value-expression"),
    ("10~12人",            "人",      None,               "value-not-exact"),
    ("=A1",                "人",      None,               "value-expression"),
    ("十几",               "人",      None,               "value-not-a-number"),
    ("见附件",             "人",      None,               "value-not-a-number"),
    (float("nan"),         "人",      None,               "value-not-a-number"),
    (float("inf"),         "人",      None,               "value-not-a-number"),
    ("#DIV/0!",            "人",      None,               "value-excel-error"),
    ("——",                 "人",      None,               "value-mark-required"),
    ("　",                 "人",      None,               "value-required"),
    (0.1 + 0.2,            "元",      Decimal("0.3"),     None),
    (10000 / 3,            "元",      Decimal("3333.333333"), "value-rounded"),
    ("1.0000005万元",      "元",      Decimal("10000.005"), "value-unit-read"),
    (999999999999999,      "元",      999999999999999,    None),
    (10**15,               "元",      None,               "value-too-large"),
    (1e300,                "元",      None,               "value-too-large"),
    (-1e300,               "%",       None,               "value-too-small"),
]


@pytest.mark.parametrize(("content", "unit", "value", "code"), NUMBERS)
def test_numbers(content: Content, unit: str, value: object, code: str | None) -> None:
    assert read(content, "number", unit=unit) == (value, code)


DATES = [
    ("2026-03-05",           date(2026, 3, 5)),
    ("2026.3.5",             date(2026, 3, 5)),
    ("2026/3/5",             date(2026, 3, 5)),
    ("2026年3月5日",         date(2026, 3, 5)),
    ("２０２６年３月５号",   date(2026, 3, 5)),
    ("2026 3 5",             date(2026, 3, 5)),
    ("20260305",             date(2026, 3, 5)),
    (20260305.0,             date(2026, 3, 5)),
    ("2026-03-05 08:30:00",  date(2026, 3, 5)),
    ("2026-03-05T08:30",     date(2026, 3, 5)),
    ("二〇二六年十二月三十一日", date(2026, 12, 31)),
    ("二零二六年三月二十日", date(2026, 3, 20)),
    (datetime(2026, 3, 5, 8, 30), date(2026, 3, 5)),  # noqa: DTZ001 - a cell has no time zone
    (46086.0,                date(2026, 3, 5)),
    ("46086",                date(2026, 3, 5)),
    ("2026.3",               "value-date-no-day"),
    (2026.3,                 "value-date-no-day"),
    ("2026年3月",            "value-date-no-day"),
    ("202603",               "value-date-no-day"),
    ("3月5日",               "value-date-no-year"),
    ("3-5",                  "value-date-no-year"),
    ("5/3/2026",             "value-date-order"),
    ("26.3.5",               "value-date-order"),
    ("2026-02-30",           "value-no-such-day"),
    ("2026年十三月一日",     "value-not-a-date"),
    ("二〇二六年十三月一日", "value-no-such-day"),
    ("1026-03-05",           "value-date-far"),
    ("去年",                 "value-not-a-date"),
    ("99999",                "value-not-a-date"),     # five digits that are no day of Excel's
    (99999.0,                "value-not-a-date"),
]


@pytest.mark.parametrize(("content", "expected"), DATES)
def test_dates(content: Content, expected: object) -> None:
    value, code = read(content, "date")
    assert (value or code) == expected


OTHERS = [
    # content             type      more                    value             finding
    ("小学",              "code",   {"list": "stage"},      "primary",        None),
    (" 小学阶段",         "code",   {"list": "stage"},      "primary",        None),
    ("primary",           "code",   {"list": "stage"},      "primary",        None),
    ("小学部",            "code",   {"list": "stage"},      None,             "value-unknown-code-near"),
    ("大学",              "code",   {"list": "stage"},      None,             "value-unknown-code"),
    ("/",                 "code",   {"list": "stage", "optional": True}, None, "value-mark-missing"),
    ("小学、初中,小学",   "tags",   {"list": "stage"},      ("primary", "junior"), None),
    ("是",                "yes_no", {},                     True,             None),
    ("×",                 "yes_no", {},                     False,            None),
    ("无",                "yes_no", {},                     False,            None),
    (True,                "yes_no", {},                     True,             None),
    (0.0,                 "yes_no", {},                     False,            None),
    ("可能",              "yes_no", {},                     None,             "value-not-yes-no"),
    ("张 三",             "person", {},                     "张三",           None),
    ("李＊",              "person", {},                     None,             "value-masked"),
    ("临江区第四小学",    "unit",   {},                     "2162000124",     None),
    ("2162000124",        "unit",   {},                     "2162000124",     None),
    ("临江第四小学",      "unit",   {},                     None,             "value-unknown-unit-near"),
    ("外省某校",          "unit",   {"outside": True},      "外省某校",       None),
    ("2026年上半年",      "period", {"kind": "half"},       Period.parse("2026H1"), None),
    (datetime(2026, 6, 1), "period", {"kind": "month"},     Period.parse("2026-06"), None),  # noqa: DTZ001
    (2026.0,              "period", {"kind": "year"},       Period.parse("2026"), None),
    ("2026年",            "period", {"kind": "half"},       None,             "value-wrong-kind-of-period"),
    ("  文字　",          "text",   {},                     "文字",           None),
    (123.0,               "text",   {},                     "123",            None),
    ("字" * 3000,         "text",   {},                     None,             "value-too-long"),
    ("ab12",              "text",   {"pattern": "[a-z]+"},  None,             "value-pattern"),
    ("2162000123",        "text",   {"title": "学校标识码"}, "2162000123",    None),
    ("9962000123",        "text",   {"title": "学校标识码"}, None,            "school-code-class"),
    ("621024",            "text",   {"title": "行政区划代码"}, "621024",      None),
    ("991024",            "text",   {"title": "行政区划代码"}, None,          "area-province"),
    (None,                "text",   {"optional": True},     None,             None),
    (None,                "text",   {},                     None,             "value-required-text"),
]


@pytest.mark.parametrize(("content", "type_", "more", "value", "code"), OTHERS)
def test_other_types(content: Content, type_: str, more: dict[str, Any], value: object, code: str | None) -> None:
    assert read(content, type_, **more) == (value, code)


# --- whatever is typed -------------------------------------------------------------------------------------

ANYTHING = st.one_of(st.text(max_size=40), st.text("0123456789.,-+%()万亿元人x* 年月日/约", max_size=14),
                     st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates(), st.none())


@given(ANYTHING, st.sampled_from(["number", "whole", "money", "date", "period", "yes_no", "text", "person", "unit"]))
def test_nothing_typed_breaks_a_reader_and_errors_leave_no_value(content: Content, type_: str) -> None:
    field = Field("x", Title("一项", "An item"), type_, unit="元")
    value, finding = reader(field, CATALOGUE, units=UNITS, today=TODAY)(content)
    if finding is not None:
        assert finding.message("zh")
        assert finding.message("en")
        assert finding.severity != Severity.ERROR or value is None


@given(st.decimals(-10**12, 10**12, places=2, allow_nan=False))
def test_a_number_written_any_way_is_the_same_number(number: Decimal) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for text in (f"{number}", f"{number:,}", f" {number}", f"{number}".translate(wide)):
        assert read_number(text) == Written(number)


@given(st.floats(-1e14, 1e14))
def test_a_number_cell_is_read_as_excel_shows_it(number: float) -> None:
    read = read_number(number)
    assert isinstance(read, Written)
    assert float(read.value) == pytest.approx(number, rel=1e-14)


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_a_date_written_any_way_is_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for content in (day, f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert read_date(content) == day
    if serial > 9999:
        assert read_date(serial) == day


@given(st.lists(st.one_of(st.integers(0, 50), st.sampled_from(["1", "x", "", "5人"]), st.booleans()), max_size=50))
def test_a_column_is_read_as_its_cells_are(contents: list[Content]) -> None:
    field = Field("x", Title("一项", "An item"), "whole", unit="人")
    read = reader(field, CATALOGUE, units={}, today=TODAY)
    column = read_column(contents, read)
    found: dict[int, Finding] = dict(column.findings)
    assert [(value, found.get(index)) for index, value in enumerate(column.values)] == [read(one) for one in contents]


TEXTS = st.one_of(
    st.text(max_size=14),
    st.text("张三无没暂不未缺空nNaAxX*＊×□/\\-—…#. 　'\t\n0９1", max_size=14),
    st.sampled_from(["#N/A", "n/a", "NA", "ｎａ", "㎁", "N\u0303a", "张 三", "张×", "xxx", "P000001", ""]),
    st.sampled_from(["X" * 2001, "1" * 2001]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
TEXT_FIELDS = [
    Field("x", Title("姓名", "Name"), "person"),
    Field("x", Title("姓名", "Name"), "person", personal=True, pattern="(?i)[a-z]+|张.*"),
    Field("x", Title("备注", "Remark"), "text", optional=True),
    Field("x", Title("编号", "Number"), "text", pattern="P[0-9]{6}|n.*|1+"),
    Field("x", Title("身份证号", "Identity number"), "text"),
]


@pytest.mark.parametrize("field", TEXT_FIELDS, ids=lambda field: f"{field.title.zh} {field.pattern}")
@settings(max_examples=60)
@given(contents=st.lists(TEXTS, max_size=8))
def test_a_column_of_texts_is_read_as_its_cells_are(field: Field, contents: list[Content]) -> None:
    read = reader(field, CATALOGUE, units={}, today=TODAY)
    column = read_column(contents, read, clean=clean_text(field))
    found: dict[int, Finding] = dict(column.findings)
    assert [(value, found.get(index)) for index, value in enumerate(column.values)] == [read(one) for one in contents]
