"""A report does not read like a form letter: wordings change, like sentences merge, long lists are numbered."""

import re

import pytest

from taizhang.analysis.results import given
from taizhang.catalogue.model import Domain, Title
from taizhang.periods import Period
from taizhang.writing.arranging import paragraphs
from taizhang.writing.chapters import Chapters
from taizhang.writing.comparing import Comparing
from taizhang.writing.pieces import FigureRun, Text
from taizhang.writing.said import Outcome, Said
from taizhang.writing.voice import Voice, in_turn, wordings
from taizhang.writing.words import Measure, shown


def sentence(before, number="3", after="所。"):
    return (Text(before), FigureRun(number, given("数", 3, "所", org="city", period="2026H1")), Text(after))


def texts(sentences, part, place="aid"):
    return [paragraph.text for paragraph in paragraphs(sentences, part, place)]


def test_short_sentences_of_one_figure_are_merged_in_pairs():
    told = [sentence("新建学校"), sentence("改建学校"), sentence("维修学校")]
    assert texts(told, "done") == ["新建学校3所，改建学校3所。维修学校3所。"]


def test_problems_of_three_and_more_are_numbered():
    told = [sentence("新建学校"), sentence("改建学校"), sentence("维修学校")]
    assert texts(told, "problems") == ["一是新建学校3所。二是改建学校3所。三是维修学校3所。"]
    assert texts(told[:2], "problems") == ["新建学校3所。改建学校3所。"]


def test_of_long_plans_some_are_numbered_and_some_are_not():
    told = [sentence(f"{verb}学校") for verb in ("新建", "改建", "扩建", "维修")]
    begun = {texts(told, "next", place)[0][:2] for place in ("aid", "teachers", "compulsory_balance", "examinations")}
    assert begun == {"一是", "新建"}


def test_a_sentence_that_leans_on_the_one_before_gets_no_number():
    told = [sentence("新建学校"), sentence("其中，小学"), sentence("改建学校"), sentence("维修学校")]
    assert texts(told, "problems") == ["一是新建学校3所。其中，小学3所。二是改建学校3所。三是维修学校3所。"]


def test_many_achievements_are_several_paragraphs():
    begun = [f"{name}工作取得了较为明显的进展和成效，惠及学校" for name in "甲乙丙丁戊己庚辛壬"]
    made = texts([sentence(one) for one in begun], "done")
    assert len(made) == 3
    assert "".join(made) == "".join(f"{one}3所。" for one in begun)


def test_no_wording_is_taken_twice_running_and_the_same_report_is_always_the_same():
    def told():
        voice = Voice()
        return ["".join(piece.text for piece in voice.say("same", f"指标{at}", base="去年同期", before="上年同期"))
                for at in range(20)]
    assert told() == told()
    assert all(one != other for one, other in zip(told(), told()[1:], strict=False))


def test_a_wording_whose_figures_are_missing_is_passed_over():
    rate = shown(given("增长率", 5, "%", org="city", period="2026H1"))
    named = {"than": "同比", "base": "去年同期", "before": "上年同期", "rate": rate}
    said = {"".join(piece.text for piece in Voice().say("amount up", str(at), **named)) for at in range(30)}
    assert said == {"，同比增长5%", "，较去年同期增长5%"}


def test_wordings_of_the_outline_take_turns_from_period_to_period():
    first = [in_turn(("甲", "乙"), Period.parse(period), "aid/done/0")[0] for period in ("2025H2", "2026H1", "2026H2")]
    assert first in (["甲", "乙", "甲"], ["乙", "甲", "乙"])


@pytest.mark.parametrize("meaning", sorted(wordings()))
def test_no_wording_has_a_number_typed_in(meaning):
    assert [one for one in wordings()[meaning] if re.search("[0-9]", one)] == []


PACE = [      # per cent of the year's task by 30 June, and what may be said
    (120, ["超额完成年度任务"]), (100, ["年度任务全面完成", "全年任务已经完成"]), (0, ["尚未启动"]),
    (52, ["实现时间过半、任务过半"]), (48, ["达到时序进度", "与时序进度基本同步"]),
    (80, ["超时序进度30.4个百分点", "快于时序进度30.4个百分点"]),
    (20, ["低于时序进度29.6个百分点", "比时序进度低29.6个百分点"]),
]


@pytest.mark.parametrize(("done", "said"), PACE)
def test_a_plan_is_held_against_the_time_gone(done, said):
    rate = given("任务完成率", done, "%", org="city", period="2026H1", decimals=1)
    told = "".join(piece.text for piece in Comparing([].append).pace(Measure(rate, None)))
    assert told.removeprefix("，") in said


def told(code, text):
    domain = Domain(code, Title(f"领域{code}", code), order=1)
    return domain, Said(domain, "done", (Text(text),))


def test_short_chapters_share_a_closing_one_and_a_single_one_stands_alone():
    def titles(*texts):
        found = [told(str(at), text) for at, text in enumerate(texts)]
        outcome = Outcome(said=[said for _domain, said in found])
        chapters = Chapters(outcome, tuple(domain for domain, _said in found), alone=False).of("done", {}, "其他工作")
        return [(one.title, [paragraph.text for paragraph in one.paragraphs]) for one in chapters.sections]

    full = "一件做了很久的事，" * 9 + "。"
    assert titles("短。", full, "也短。") == [
        ("领域1", [full]), ("其他工作", ["领域0方面，短。", "领域2方面，也短。"])]
    assert [title for title, _told in titles(full, "短。")] == ["领域0", "领域1"]
    assert [title for title, _told in titles("短。", "也短。")] == ["领域0", "领域1"]
