"""Whatever the numbers: a sentence whose arithmetic is right is confirmed, and one that is far off is contradicted."""

from __future__ import annotations

import re
import time
from fractions import Fraction
from random import Random

import pytest
import test_far_apart as far_apart
import test_wordings as wordings
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading_of import claims, read

from taizhang.reading.claims import find_claims
from taizhang.reading.claims.span import decimal

COUNTS = st.integers(20, 3000)
QUICK = settings(max_examples=12)


def percent(part: int, whole: int, places: int) -> str:
    return f"{decimal(Fraction(part, whole) * 100, places):f}%"


@pytest.mark.parametrize("text", [
    "全县现有专任教师{t}人，其中小学{a}人、初中{b}人、高中{c}人。",
    "共组织教师培训{t}人次，其中省级培训{a}人次、市级培训{b}人次、县级培训{c}人次。",
    "上半年共受理信访件{t}件，其中来信{a}件，来访{b}件，网上投诉{c}件。",
    "学前教育资助{a}人，义务教育资助{b}人，普通高中资助{c}人，共计{t}人。",
    "全县{t}个教学班中，小学{a}个，初中{b}个，高中{c}个。",
    "表彰先进个人{t}名（优秀教师{a}名，优秀班主任{b}名，优秀教育工作者{c}名）。",
    "全年开展督导检查{t}次：综合督导{a}次，专项督导{b}次，随机督导{c}次。",
    "累计投入资金{t}万元，其中中央资金{a}万元、省级资金{b}万元、县级配套{c}万元。",
])
@given(a=COUNTS, b=COUNTS, c=COUNTS)
@example(a=40, b=20, c=20)  # parts that happen to add up among themselves
@QUICK
def test_parts(text: str, a: int, b: int, c: int) -> None:
    right = claims(text.format(t=a + b + c, a=a, b=b, c=c), "sum")
    assert [x.verdict.value for x in right] == ["holds"]


@pytest.mark.parametrize("text", [
    "全县有教师{w}人，其中本科及以上学历{k}人，占{p}。",
    "{k}所学校通过验收，占{w}所应验收学校的{p}。",
    "全县应参加体检学生{w}人，实际参加{k}人，参检率{p}。",
    "计划开工项目{w}个，已开工{k}个，开工率{p}。",
    "完成投资{k}万元，占年度计划{w}万元的{p}。",
    "全县{w}名教师中，有{k}名参加交流，占{p}。",
])
@given(k=COUNTS, rest=COUNTS, places=st.integers(0, 2))
@QUICK
def test_shares(text: str, k: int, rest: int, places: int) -> None:
    whole = k + rest
    right = claims(text.format(w=whole, k=k, p=percent(k, whole, places)), "share")
    assert [x.verdict.value in ("holds", "rounding") for x in right] == [True]


@pytest.mark.parametrize(("text", "falls"), [
    ("招聘教师{c}人，比去年增加{g}人，增长{p}。", False),
    ("在校生{c}人，比上年同期减少{g}人，下降{p}。", True),
    ("在园幼儿由{b}人增加到{c}人，增长{p}。", False),
    ("发放资助金{c}万元，同比增长{p}（去年同期{b}万元）。", False),
    ("教育支出{c}万元，比去年同期的{b}万元增加{g}万元，增长{p}。", False),
])
@given(base=st.integers(200, 4000), tenths=st.integers(10, 90), places=st.integers(1, 2))
@QUICK
def test_growth(text: str, falls: bool, base: int, tenths: int, places: int) -> None:
    gain = base * tenths // 100
    current = base - gain if falls else base + gain
    blanks = {"c": current, "b": base, "g": gain}
    right = claims(text.format(p=percent(gain, base, places), **blanks), "growth")
    assert [x.verdict.value in ("holds", "rounding") for x in right] == [True]
    wrong = claims(text.format(p=percent(gain * 3, base, places), **blanks), "growth")
    assert [x.verdict.value for x in wrong] == ["contradicted"]


@given(st.text(alphabet="其中占比去年增加共计（）()、，；。：1234567890.%万元人所个百分点每生率×xX由到", max_size=120))
@settings(max_examples=150)
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for claim in read(text).claims:
        assert claim.verdict.value != "contradicted" or claim.message


WORDINGS = [*far_apart.CONFIRMED, *far_apart.WRONG, *far_apart.IN_ORDER, *wordings.HOLDS.split(),
            *wordings.WRONG.split()]


@given(st.sampled_from(WORDINGS), st.lists(st.sampled_from(["0", "1", "00", "2.50", "0.0", "9" * 12]), max_size=9),
       st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_no_number_in_any_wording_makes_the_reader_fail(text: str, numbers: list[str], chance: Random) -> None:
    for number in numbers:
        start, end = chance.choice([m.span() for m in re.finditer(r"\d+(?:\.\d+)?", text)])
        text = text[:start] + number + text[end:]
    for claim in read(text).claims:
        assert claim.verdict.value != "contradicted" or claim.message


@pytest.mark.parametrize("text", [
    "教师500人，" + "其中" * 20000 + "小学300人、初中200人。",
    "教师500人" + "（" * 20000 + "小学300人，初中200人。",
    "比去年" + "人数" * 20000 + "增加20人，增长5%。",
    "占" * 20000 + "总数的5%。",
    "教师9人、" * 500 + "共500人。",
    "5%" * 800,
])
def test_hostile_texts_are_read_in_time(text: str) -> None:
    figures = read(text).figures
    started = time.process_time()
    find_claims(text, figures)
    assert time.process_time() - started < 2
