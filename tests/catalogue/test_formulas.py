"""The formula language: read, written back, and run by two back ends that agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue import Catalogue
from taizhang.catalogue.formulas.columns import column
from taizhang.catalogue.formulas.exact import Context, evaluate
from taizhang.catalogue.formulas.exact_functions import Value, half_up
from taizhang.catalogue.formulas.mistakes import FormulaError
from taizhang.catalogue.formulas.parsing import parse
from taizhang.catalogue.formulas.plan import blanks_of, indicator_plan, inputs_of
from taizhang.catalogue.formulas.syntax import (
    COMPARISONS,
    Binary,
    Call,
    Expression,
    Input,
    Name,
    Number,
    OneOf,
    Text,
    Truth,
    Unary,
    write,
)
from taizhang.catalogue.records import RecordColumns
from taizhang.periods import Period

HALF = Period.parse("2026H1")
F = Fraction


# --- reading and writing -----------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "means"), [
    ("a + b * c", "a + (b * c)"),
    ("a - b - c", "(a - b) - c"),
    ("a / b / c", "(a / b) / c"),
    ("-a * b", "(-a) * b"),
    ("not a == b and c > d or e < f", "((not (a == b)) and (c > d)) or (e < f)"),
    ("a in ['x', \"y\"] and b == 1", "(a in [\"x\", \"y\"]) and (b == 1)"),
    ("pupils[stage=primary, area=rural]", "pupils[area=rural, stage=primary]"),
    ("if(a > 1, min(b, c), 0)", "if((a > 1), min(b, c), 0)"),
    ("a\n  + b", "a + b"),
])
def test_operators_bind_as_in_arithmetic(text: str, means: str) -> None:
    assert parse(text).root == parse(means).root


@pytest.mark.parametrize(("text", "at", "expected"), [
    ("a +", 3, "a number, a name or “(”"),
    ("a b", 2, "an operator, or the end"),
    ("(a", 2, "“)”"),
    ("a < b < c", 6, "two comparisons joined by “and”"),
    ("a in []", 6, "a quoted text or a number"),
    ("sum(a,", 6, "a number, a name or “(”"),
    ("a[stage]", 7, "“=”"),
    ("1.2.3", 1, "numbers, names and signs of the formula language"),
    ("a ＋ b", 2, "numbers, names and signs of the formula language"),
    ("a && b", 2, "numbers, names and signs of the formula language"),
    ("", 0, "a number, a name or “(”"),
    ("(" * 100 + "a", 60, "less nesting"),
])
def test_what_cannot_be_read_is_pointed_at(text: str, at: int, expected: str) -> None:
    with pytest.raises(FormulaError) as error:
        parse(text)
    assert error.value.at == at
    assert str(error.value).split("expected ")[1].startswith(expected)


def test_a_full_width_sign_is_named_and_its_plain_one_proposed() -> None:
    with pytest.raises(FormulaError) as error:
        parse("教师数 ÷ 学生数")
    assert error.value.near == "/"
    assert error.value.excerpt == "  教师数 ÷ 学生数\n         ^"


NAMES = st.sampled_from(["paid", "due", "pupils", "aid.recipients"])
NUMBERS = st.decimals(0, 10**9, places=3).map(lambda value: Number(value.normalize() + 0))
TEXTS = st.text("abc 学'", max_size=4).map(Text)
FILTERS = st.dictionaries(st.sampled_from(["stage", "area"]), st.sampled_from(["primary", "rural", "g1", "111"]))
LEAVES = st.one_of(NUMBERS, TEXTS, st.booleans().map(Truth),
                   st.builds(lambda name, by: Name(name, tuple(sorted(by.items()))), NAMES, FILTERS))


def _grown(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.builds(Unary, st.sampled_from(["-", "not"]), parts),
        st.builds(Binary, st.sampled_from([*COMPARISONS, "+", "-", "*", "/", "and", "or"]), parts, parts),
        st.builds(OneOf, parts, st.lists(st.one_of(NUMBERS, TEXTS), min_size=1, max_size=3).map(tuple)),
        st.builds(Call, st.sampled_from(["sum", "if", "units"]), st.lists(parts, max_size=3).map(tuple)))


@given(st.recursive(LEAVES, _grown, max_leaves=12))
def test_a_formula_written_out_reads_the_same(root: Expression) -> None:
    assert parse(write(root)).root == root


# --- what it gives -----------------------------------------------------------------------------------------

RECORD: dict[str, Value] = {
    "a": F(7), "b": F(2), "zero": F(0), "gone": None, "half": F("12.5"), "debt": F("-2.5"),
    "word": "grant", "nothing": None, "yes": True, "no": False, "unsure": None,
    "born": date(2015, 9, 2), "day": date(2026, 9, 1), "never": None,
}
GIVES: list[tuple[str, Value]] = [
    ("a + b * 2", F(11)), ("a / b", F("3.5")), ("a / zero", None), ("a + gone", None), ("-a", F(-7)), ("-gone", None),
    ("a - a / zero", None),
    ("sum(a, b, 1)", F(10)), ("sum(a, gone)", None), ("min(a, b)", F(2)), ("max(a, gone)", None),
    ("abs(debt)", F("2.5")), ("ceil(debt)", F(-2)), ("floor(debt)", F(-3)), ("ceil(half)", F(13)), ("ceil(a)", F(7)),
    ("ceil(a / 7 * 3)", F(3)), ("floor(a / 3 * 3)", F(7)),
    ("round(half)", F(13)), ("round(debt)", F(-3)), ("round(a / 3, 2)", F("2.33")), ("round(gone, 1)", None),
    ("coalesce(gone, a)", F(7)), ("coalesce(gone, nothing2)", None),
    ("a > b", True), ("a > gone", None), ("gone == gone", None), ("a != b", True), ("a == 7", True),
    ("a / 3 * 3 == 7", True), ("a * 0.85 >= 5.95", True), ("a / 3 * 3 > 7", False), ("a / 3 * 3 <= 7", True),
    ("yes and no", False), ("yes and unsure", None), ("no and unsure", False), ("unsure and no", False),
    ("yes or unsure", True), ("unsure or no", None), ("not unsure", None), ("not no", True),
    ('word == "grant"', True), ('word in ["board", "grant"]', True), ('nothing in ["board"]', None),
    ("a in [1, 7]", True),
    ("if(yes, a, b)", F(7)), ("if(unsure, a, b)", None), ("if(no, a, gone)", None), ("if(yes, a, gone)", F(7)),
    ("count(yes, no, a > b)", F(2)), ("count(yes, unsure)", None),
    ("missing(gone)", True), ("missing(a / zero)", True), ("missing(a)", False),
    ("year(day)", F(2026)), ("days(born, day)", F(4017)), ("age(born, day)", F(10)), ("age(born, never)", None),
    ("day > born", True), ("in_period(born)", False), ("in_period(never)", None),
    ("period_end() < day", True), ("days(period_start(), period_end())", F(180)),
    ('standard("AID-BOARD", "primary", born)', F(1000)), ('standard("AID-BOARD", "junior")', F(1500)),
    ('standard("AID-BOARD", "junior", never)', None),
]
TYPES = {Fraction: pa.decimal128(38, 6), str: pa.string(), bool: pa.bool_(), date: pa.date32()}
KINDS = {"gone": Fraction, "nothing2": Fraction, "nothing": str, "unsure": bool, "never": date}


@pytest.fixture(scope="module")
def engine() -> Any:
    return ibis.duckdb.connect()


def in_duckdb(
        engine: Any, roots: Mapping[str, Expression], record: Mapping[str, Value], catalogue: Catalogue
) -> dict[str, Any]:
    """What DuckDB gives for several formulas over one record."""
    types = pa.schema([(name, TYPES[KINDS.get(name) or type(value)]) for name, value in record.items()])
    plain = {name: Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
             for name, value in record.items()}
    table = ibis.memtable(pa.Table.from_pylist([plain], schema=types))
    columns = RecordColumns(catalogue, table, HALF)
    made = table.select(**{f"c{at}": column(root, columns) for at, root in enumerate(roots.values())})
    [row] = engine.to_pyarrow(made).to_pylist()
    return dict(zip(roots, row.values(), strict=True))


def alike(exact: Value, other: Any) -> bool:
    if isinstance(exact, Fraction) and isinstance(other, int | float | Decimal) and not isinstance(other, bool):
        return abs(float(exact) - float(other)) <= 1e-9 * max(1.0, abs(float(exact)))
    return exact == other and type(exact) is type(other)


@pytest.mark.parametrize(("text", "wanted"), GIVES)
def test_exact_numbers_give(aid: Catalogue, text: str, wanted: Value) -> None:
    found = evaluate(parse(text).root, Context(record=RECORD | {"nothing2": None}, catalogue=aid, period=HALF))
    assert found == wanted and type(found) is type(wanted)


def test_duckdb_gives_the_same(aid: Catalogue, engine: Any) -> None:
    found = in_duckdb(engine, {text: parse(text).root for text, _ in GIVES}, RECORD | {"nothing2": None}, aid)
    assert {text: value for text, value in found.items() if not alike(dict(GIVES)[text], value)} == {}


COLUMNS = ["p", "q", "r"]
LITERALS = st.integers(0, 200).map(lambda value: Number(Decimal(value) / 4))
AMOUNTS = st.recursive(
    st.one_of(st.sampled_from(COLUMNS).map(Name), LITERALS),
    lambda parts: st.one_of(
        st.builds(Binary, st.sampled_from("+-*/"), parts, parts),
        st.builds(lambda one: Unary("-", one), parts),
        st.builds(Call, st.sampled_from(["sum", "min", "max", "coalesce"]), st.tuples(parts, parts)),
        st.builds(lambda one: Call("abs", (one,)), parts)),
    max_leaves=5)
CONDITIONS = st.recursive(
    st.one_of(st.builds(Binary, st.sampled_from(COMPARISONS), AMOUNTS, AMOUNTS),
              AMOUNTS.map(lambda one: Call("missing", (one,)))),
    lambda parts: st.one_of(st.builds(Binary, st.sampled_from(["and", "or"]), parts, parts),
                            parts.map(lambda one: Unary("not", one))), max_leaves=3)
FORMULAS = st.one_of(AMOUNTS, CONDITIONS, st.builds(Call, st.just("if"), st.tuples(CONDITIONS, AMOUNTS, AMOUNTS)),
                     st.lists(CONDITIONS, min_size=1, max_size=3).map(lambda all_: Call("count", tuple(all_))))
VALUES = st.one_of(st.none(), st.integers(-400, 4000).map(lambda value: F(value, 4)))


@settings(max_examples=12)
@given(st.lists(FORMULAS, min_size=8, max_size=8), st.fixed_dictionaries(dict.fromkeys(COLUMNS, VALUES)))
def test_both_back_ends_agree_on_any_formula_and_any_data(
        aid: Catalogue, engine: Any, roots: list[Expression], record: dict[str, Value]) -> None:
    KINDS.update(dict.fromkeys(COLUMNS, Fraction))
    named = {f"{at}: {write(root)}": root for at, root in enumerate(roots)}
    found = in_duckdb(engine, named, record, aid)
    exact = {name: evaluate(root, Context(record=record, catalogue=aid)) for name, root in named.items()}
    assert {name: (exact[name], found[name]) for name in named if not alike(exact[name], found[name])} == {}


@given(st.fractions(), st.integers(0, 4))
def test_rounding_is_half_away_from_zero(value: Fraction, places: int) -> None:
    rounded = half_up(value, places)
    step = F(1, 10**places)
    assert abs(rounded - value) <= step / 2 and rounded % step == 0
    assert half_up(-value, places) == -rounded
    if abs(rounded - value) == step / 2:
        assert abs(rounded) > abs(value)


# --- from an indicator down to what it uses ----------------------------------------------------------------

def test_what_is_worked_out_is_traced_to_its_inputs(aid: Catalogue) -> None:
    root = indicator_plan("aid.paid_in_full", aid, HALF, {"stage": "junior"})
    by = (("stage", "junior"),)
    assert inputs_of(root) == [Input("aid.amount_paid", by, "2026H1"), Input("aid.amount_due", by, "2026H1")]
    values = {"aid.amount_paid": F("0.3"), "aid.amount_due": F(4000)}
    used: list[tuple[Input, Fraction | None]] = []
    # 万元 by 元, in %
    assert evaluate(root, Context(look_up=lambda wanted: values[wanted.indicator], used=used)) == 75
    assert used == [(one, values[one.indicator]) for one in inputs_of(root)]


def test_a_filter_by_what_an_input_is_not_split_by_is_missing_and_says_so(aid: Catalogue) -> None:
    root = indicator_plan("aid.teachers_per_hundred", aid, HALF, {"area": "rural"})
    assert evaluate(root, Context(look_up=lambda _: F(1))) is None
    assert blanks_of(root) == ["aid.teachers_per_hundred: area"]


def test_definitions_that_changed_are_not_compared(aid: Catalogue) -> None:
    now = indicator_plan("aid.retention", aid, HALF)
    before = indicator_plan("aid.retention", aid, HALF.same_last_year)
    looked_up = {"aid.pupils": F(200), "aid.teachers": F(10)}
    context = Context(look_up=lambda wanted: looked_up[wanted.indicator])
    assert (evaluate(now, context), evaluate(before, context)) == (5, 2000)
    assert aid.indicators["aid.retention"].break_between(HALF.end, HALF.same_last_year.end) is not None


