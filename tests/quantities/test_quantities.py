"""Numbers and units as Chinese reports write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.quantities import (
    Quantity,
    Unit,
    UnitError,
    format_number,
    format_quantity,
    known,
    read_number,
    read_quantity,
    round_half_up,
)


def table(text):
    return [line.split() for line in text.strip().splitlines()]


NUMERALS = table("""
    320  320
    1,204.5  1204.5
    １２．５  12.5
    5.2万  52000
    3亿5千万  350000000
    1.5亿  150000000
    三百二十  320
    三百二  320
    九十九点七  99.7
    六点八万  68000
    一千零五  1005
    两万五  25000
    廿三  23
    十五  15
    两  2
    半  0.5
    二〇二六  2026
    一万亿  1000000000000
    1万2千  12000
    百  100
    -3  -3
""")


@pytest.mark.parametrize(("text", "value"), NUMERALS)
def test_a_numeral_has_its_exact_value(text, value):
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "人", "1.2.3", "三五十", "二三百", "一1", "万1万万x"])
def test_what_is_no_numeral_has_no_value(text):
    assert read_number(text) is None


STATED = table("""
    5.2万人次  52000  人次  exact
    3亿5千万元  350000000  元  exact
    约80万元  80  万元  about
    百分之八十  80  %  exact
    百分之九十九点七  99.7  %  exact
    十几所  10  所  more_than
    百余所  100  所  more_than
    98%以上  98  %  at_least
    30余人  30  人  more_than
    3万余份  30000  份  more_than
    不足100名  100  名  less_than
    600人以内  600  人  up_to
    超过1200人  1200  人  more_than
    不低于5%  5  %  at_least
    6个百分点  6  百分点  exact
    五成  5  成  exact
""")


@pytest.mark.parametrize(("text", "value", "unit", "qualifier"), STATED)
def test_a_quantity_is_read_with_unit_and_qualifier(text, value, unit, qualifier):
    read = read_quantity(text)
    stated = read.to(Unit.parse(unit))
    assert (stated.value, read.qualifier) == (Decimal(value), qualifier)


@pytest.mark.parametrize("text", ["xx个", "××人", "XX.XX%", "20**人", "_名", "20_人"])
def test_a_masked_number_is_a_quantity_without_value(text):
    assert read_quantity(text).value is None


def test_a_range_keeps_both_ends():
    read = read_quantity("3—5万人")
    assert (read.value, read.upper) == (Decimal(30000), Decimal(50000))


CONVERSIONS = table("""
    1.5  亿元  15000  万元
    3  亩  2000  平方米
    12  人/百生  0.12  人/生
    93  %  0.93  -
    1000  元/人/年  1000  元/生·年
    120  元/年  10  元/月
    8  名  8  人
    2  小时  120  分钟
""")


@pytest.mark.parametrize(("value", "unit", "result", "to"), CONVERSIONS)
def test_units_of_one_kind_convert_exactly(value, unit, result, to):
    assert Unit.parse(unit).convert(Decimal(value), Unit.parse(to.strip("-"))) == Decimal(result)


@pytest.mark.parametrize(("a", "b"), table("""
    元 人
    人 人次
    元/生 元
    平方米 米
    枚 项
    天 元
"""))
def test_units_of_different_kinds_do_not_mix(a, b):
    assert not Unit.parse(a).compatible(Unit.parse(b))
    with pytest.raises(UnitError):
        Unit.parse(a).convert(Decimal(1), Unit.parse(b))


def test_ratios_are_units_too():
    yuan, pupils, year = Unit.parse("元"), Unit.parse("人"), Unit.parse("年")
    assert yuan / pupils / year == Unit.parse("元/生·年")
    assert yuan / pupils * pupils == yuan
    assert (pupils / pupils).compatible(Unit.parse("%"))
    assert str(Unit.parse("万元") / Unit.parse("万元")) == ""


@pytest.mark.parametrize("text", ["元/", "/人", "元··人"])
def test_a_broken_unit_is_refused_with_a_remedy(text):
    with pytest.raises(UnitError, match="应写作"):
        Unit.parse(text)


def test_a_word_that_is_in_no_table_can_be_told_apart():
    assert known("万元/生·年")
    assert not known("圓圈")
    assert Unit.parse("枚") == Unit.parse("枚")


WRITTEN = table("""
    8380000  元  -  838万元
    115000000  元  -  1.15亿元
    99999999  元  -  1亿元
    625  元  -  625元
    52000  人次  -  5.2万人次
    52013  人次  -  52013人次
    115431  人  -  115431人
    179000  平方米  -  17.9万平方米
    93.333  %  1  93.3%
    98  %  1  98%
    6  百分点  -  6个百分点
    5027  万元  -  5027万元
    -12000  元  -  -1.2万元
""")


@pytest.mark.parametrize(("value", "unit", "places", "text"), WRITTEN)
def test_a_quantity_is_written_by_custom(value, unit, places, text):
    digits = None if places == "-" else int(places)
    assert format_quantity(Quantity(Decimal(value), Unit.parse(unit)), digits) == text


def test_missing_is_not_zero():
    assert format_quantity(Quantity(None, Unit.parse("元"))) == "—"


@pytest.mark.parametrize(("value", "places", "rounded"), table("""
    2.5 0 3
    -2.5 0 -3
    0.125 2 0.13
    1E+3 1 1000.0
"""))
def test_a_half_goes_up(value, places, rounded):
    assert round_half_up(Decimal(value), int(places)) == Decimal(rounded)


counts = st.integers(0, 10**13)
amounts = st.decimals(0, 10**12, places=2)


@given(counts, st.sampled_from(["人", "所", "人次", "平方米", "个", "枚", "项"]))
def test_a_count_that_is_written_reads_back(count, unit):
    read = read_quantity(format_quantity(Quantity(Decimal(count), Unit.parse(unit))))
    assert read.to(Unit.parse(unit)).value == count


@given(amounts)
def test_money_that_is_written_reads_back_within_its_digits(yuan):
    read = read_quantity(format_quantity(Quantity(yuan, Unit.parse("元"))))
    printed = Decimal(1_000_000) if yuan >= 10**8 else Decimal(100)
    assert abs(read.to(Unit.parse("元")).value - yuan) <= printed / 2


@given(st.decimals(-100, 1000, places=3), st.sampled_from(["%", "百分点"]))
def test_a_share_that_is_written_reads_back(value, unit):
    read = read_quantity(format_quantity(Quantity(value, Unit.parse(unit))))
    assert (read.value, read.unit) == (value, Unit.parse(unit))


@given(counts)
def test_chinese_numerals_read_back(number):
    assert read_number(chinese(number)) == number


def chinese(number: int) -> str:
    """A second, independent way from digits to Chinese numerals."""
    text, places = "", ["", "十", "百", "千"]
    for index, digit in enumerate(reversed(str(number))):
        if index and index % 4 == 0:
            text = ("万" if index // 4 % 2 else "亿") + text
        text = ("〇一二三四五六七八九"[int(digit)] + places[index % 4] if digit != "0" else "零") + text
    groups = text.replace("零亿", "亿").replace("零万", "万")
    while "零零" in groups:
        groups = groups.replace("零零", "零")
    for end in ("亿", "万"):
        groups = groups.replace(f"零{end}", end)
    return (groups.rstrip("零") or "零").replace("亿万", "亿").lstrip("万亿")


@given(st.text())
def test_reading_never_raises(text):
    read_number(text)
    read_quantity(text)


@given(st.text(alphabet="0123456789.,一二十百千万亿零两半余多约近xX×*_%人所元年/·—-以上内"))
def test_reading_near_numbers_never_raises(text):
    read_number(text)
    read_quantity(text)


@given(amounts, st.integers(0, 4))
def test_a_written_number_has_at_most_the_digits_asked_for(value, places):
    assert len(format_number(value, places).partition(".")[2]) <= places


@pytest.mark.parametrize(("value", "unit", "places", "text"), [
    ("-0.001", "", 2, "0"), ("-0.04", "%", 1, "0%"), ("-0", "人", None, "0人"), ("-0.05", "%", 1, "-0.1%"),
])
def test_what_rounds_to_nothing_has_no_sign(value, unit, places, text):
    assert format_quantity(Quantity(Decimal(value), Unit.parse(unit)), places) == text
