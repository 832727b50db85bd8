"""Projects drawn: what stands where."""

import re
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from taizhang.supervision.projects import Project
from taizhang.writing.gantt import gantt, money_bars
from taizhang.writing.palette import ACCENT, LATE, LINE, QUIET

DAY = date(2026, 6, 30)
NAME = {"s": "http://www.w3.org/2000/svg"}


def project(name="教学楼", **more):
    return Project(code=name, name=name, **more)


def drawn(svg):
    return etree.fromstring(svg.encode())


def bars(root, colour):
    """Left ends and widths of the bars of a colour, without its legend."""
    found = root.findall("s:rect", NAME)
    return [(float(one.get("x")), float(one.get("width"))) for one in found
            if one.get("fill") == colour and float(one.get("y")) > 20]


def texts(root):
    return [one.text for one in root.iter("{*}text")]


def test_the_plan_stands_above_what_was_done_and_what_is_late_is_red():
    root = drawn(gantt([project(planned={70: date(2026, 1, 1), 85: date(2026, 3, 31)},
                                actual={70: date(2026, 2, 1)})], DAY))

    [(plan_at, plan_long)], [(done_at, done_long)], [(late_at, late_long)] = (
        bars(root, colour) for colour in (QUIET, ACCENT, LATE))
    assert plan_at < done_at < plan_at + plan_long
    assert late_at == pytest.approx(plan_at + plan_long, abs=0.2)
    assert late_at + late_long == pytest.approx(done_at + done_long, abs=0.2)
    assert "竣工晚91天" in texts(root)


def test_what_is_finished_but_not_handed_over_is_late_until_today():
    built = {"planned": {70: date(2025, 9, 1), 85: date(2026, 2, 1), 90: date(2026, 3, 31)},
             "actual": {70: date(2025, 9, 1), 85: date(2026, 2, 1)}}
    root = drawn(gantt([project(**built)], DAY))

    [(done_at, done_long)], [(late_at, late_long)] = bars(root, ACCENT), bars(root, LATE)
    assert late_at + late_long == pytest.approx(done_at + done_long, abs=0.2)
    assert "交付晚91天" in texts(root)


@pytest.mark.parametrize(("one", "said"), [
    (project(planned={70: date(2026, 3, 1)}, actual={70: date(2026, 2, 20)}), "开工提前9天"),
    (project(planned={70: date(2026, 3, 1)}, actual={70: date(2026, 3, 1)}), "开工按期"),
    (project(planned={70: date(2026, 9, 1)}), "按计划"),
    (project(), "未填日期"),
    (project(phase="stopped", planned={70: date(2026, 3, 1)}), "停缓建"),
])
def test_each_row_says_how_it_stands(one, said):
    assert said in texts(drawn(gantt([one], DAY)))


def test_money_bars_are_as_long_as_the_money():
    root = drawn(money_bars([project("甲", total=Decimal(1000), in_place=Decimal(500), spent=Decimal(250)),
                             project("乙", total=Decimal(500))]))

    [(_, full), (_, half)] = bars(root, "none")
    assert half == pytest.approx(full / 2, abs=0.1)
    assert [long for _, long in bars(root, LINE)] == [pytest.approx(full / 2, abs=0.1)]
    assert [long for _, long in bars(root, ACCENT)] == [pytest.approx(full / 4, abs=0.1)]
    assert {"250／500／1000", "—／—／500"} <= {*texts(root)}


def test_names_are_escaped_cut_and_shown_whole_when_pointed_at():
    name = "<script>alert(1)</script>第一小学教学楼扩建工程及附属操场改造项目"
    root = drawn(gantt([project(name)], DAY))

    assert root.findall(".//{*}script") == []
    [cut] = [one for one in root.iter("{*}text") if one.text.startswith("<script>")]
    assert len(cut.text) == 16 and cut.find("s:title", NAME).text == name


def test_nothing_is_drawn_of_nothing():
    assert gantt([], DAY) == money_bars([]) == ""


def test_in_english_no_word_is_chinese():
    one = project("Block A", planned={70: date(2026, 1, 1), 85: date(2026, 3, 31)}, actual={70: date(2026, 2, 1)},
                  total=Decimal(1000), in_place=Decimal(500), spent=Decimal(250))
    early = project("Block B", planned={70: date(2026, 3, 1)}, actual={70: date(2026, 2, 20)})
    stopped = project("Block C", phase="stopped")
    said = gantt([one, early, stopped], DAY, "en") + money_bars([one], "en")
    assert "Finish 91 d late" in said
    assert not re.search("[\u4e00-\u9fff]", re.sub('font-family="[^"]*"', "", said))
