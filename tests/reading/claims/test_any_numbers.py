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
from reading_of import HEAD, accused, claims, read

from taizhang.reading import read_text
from taizhang.reading.claims.span import decimal
from taizhang.reading.model import Reading, Verdict

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
    assert_told_in_full(read(text))


WORDINGS = [*far_apart.CONFIRMED, *far_apart.WRONG, *far_apart.IN_ORDER, *wordings.HOLDS.split(),
            *wordings.WRONG.split()]


@given(st.sampled_from(WORDINGS), st.lists(st.sampled_from(["0", "1", "00", "2.50", "0.0", "9" * 12]), max_size=9),
       st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_no_number_in_any_wording_makes_the_reader_fail(text: str, numbers: list[str], chance: Random) -> None:
    for number in numbers:
        start, end = chance.choice([m.span() for m in re.finditer(r"\d+(?:\.\d+)?", text)])
        text = text[:start] + number + text[end:]
    assert_told_in_full(read(text))


def test_nothing_spent_and_nothing_left_is_a_share_of_nothing() -> None:
    assert_told_in_full(read(HEAD + "使用专项资金0万元，占下达资金1000万元的95%，结余0万元。"))


def assert_told_in_full(reading: Reading) -> None:
    """Each claim is of figures that were read, and what is called wrong gives another number than is stated."""
    known = {figure.id for figure in reading.figures}
    for claim in reading.claims:
        assert {i for v in claim.members.values() for i in ([v] if isinstance(v, str) else v)} <= known
        if claim.verdict is Verdict.CONTRADICTED:
            assert claim.message and (claim.stated is None or claim.stated != claim.computed)


UNTIED = """
    小学在校生{:05}人，比上年略有减少。
    初中在校生{:05}人，大班额逐步化解。
    普通高中在校生{:05}人，开设选修课程{:03}门。
    在园幼儿{:05}人，办园行为日益规范。
    中小学教职工{:04}人，队伍结构继续改善。
    参加课后服务学生{:05}人。
    接受视力检查学生{:05}人，全部建立档案。
    学生资助惠及{:05}人次，发放资金{:03}万元。
    参加高考{:04}人，考风良好。
    随迁子女{:04}人，全部就近入学。
    留守儿童{:04}人，均有专人关爱。
    老年大学注册学员{:04}人。
    社区教育参与居民{:05}人次。
    安全课堂注册学生{:05}人，家长{:05}人。
    特岗教师在岗{:03}人，退休教师{:03}人。
    组织教师外出学习{:04}人次。
"""


@pytest.mark.parametrize("seed", range(4))
def test_counts_that_nothing_ties_are_never_called_wrong(seed: int) -> None:
    chance = Random(seed)
    lines = UNTIED.split()
    for _ in range(100):
        told = "".join(_filled(line, chance) for line in chance.sample(lines, len(lines)))
        assert (told, accused(told)) == (told, [])


def _filled(line: str, chance: Random) -> str:
    """The line with a number of so many digits in each of its places."""
    return re.sub(r"{:0(\d)}", lambda place: "".join(chance.choices("123456789", k=int(place[1]))), line)


@pytest.mark.parametrize("seed", range(20))
def test_what_holds_is_called_wrong_in_no_order(seed: int) -> None:
    chance = Random(seed)
    told = chance.choice(["", "\n"]).join(chance.sample(wordings.HOLDS.split(), 10))
    assert (told, accused(told)) == (told, [])


@pytest.mark.parametrize("text", [
    "教师500人，" + "其中教师" * 9000 + "小学300人、初中200人。",
    "教师500人" + "（教师" * 9000 + "小学300人，初中200人。",
    "在校生比去年" + "学生人数" * 9000 + "增加20人，增长5%。",
    "教师占" * 9000 + "总数的5%。",
    "教师9人、" * 500 + "共500人。",
    "入学率5%，" * 800,
])
def test_hostile_texts_are_read_in_time(text: str) -> None:
    started = time.process_time()
    assert read_text(HEAD + text).figures
    assert time.process_time() - started < 2
