"""Charts show what the figures say, in the same colours on screen and in Word, with the numbers in words beside."""

import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace

import docx
import pytest

from small_city import make_catalogue, make_release
from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import given
from taizhang.writing import charts, drawing
from taizhang.writing.pieces import Bar, Chart, FigureRun
from taizhang.writing.report import write_report
from taizhang.writing.to_docx import to_docx
from taizhang.writing.to_html import to_html

OUTLINE = """
done:
  - say: "发放资助金{{ amount_paid|wan }}。"
problems:
  - when: paid_in_full < 100
    say: "{{ behind(paid_in_full)|units }}尚未足额发放。"
"""


@pytest.fixture(scope="module")
def pictured(tmp_path_factory):
    """A report of a city of four counties, one better than the other."""
    folder = tmp_path_factory.mktemp("pictured")
    units = "code name parent kind stages area ownership\ncity 云川市教育局 - city - - -\n" + "\n".join(
        f"c{at} {name}县教育局 city county - - -\ns{at} {name}小学 c{at} school primary - -"
        for at, name in enumerate("甲乙丙丁"))
    rows = "indicator unit period value stage\n" + "\n".join(
        f"amount_due s{at} 2026H1 100 primary\namount_paid s{at} 2026H1 {90 - at} primary" for at in range(4))
    analysis = Analysis(make_release(folder, rows, units=units), make_catalogue(folder, outline=OUTLINE))
    return write_report(analysis), analysis


def figure(value, unit="%", **more):
    result = given("数", value, unit, org="city", period="2026H1", decimals=1)
    return FigureRun(f"{value}{unit}", replace(result, **more))


def texts(svg):
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_a_problem_brings_the_ranking_of_the_units_with_it(pictured):
    document, _analysis = pictured
    (chart,) = document.charts()
    assert [(bar.label, bar.figure.text) for bar in chart.bars] == [
        ("甲县", "90%"), ("乙县", "89%"), ("丙县", "88%"), ("丁县", "87%")]
    assert chart.limit.text == "88.5%"
    assert {one.key for one in chart.figures()} <= set(document.evidence)


MAIN_FIRST = """
done:
  - say: "有图书{{ books }}。"
  - say: "发放资助金{{ amount_paid|wan }}。"
  - say: "应发资助金{{ amount_due|wan }}。"
  - say: "在校生{{ pupils }}。"
"""


def test_the_changes_shown_are_of_what_is_main_and_not_the_largest(tmp_path):
    rows = "indicator unit period value stage\n" + "\n".join(
        f"{indicator} a1 {period} {value} primary" for indicator, then, now in (
            ("books", 100, 101), ("amount_paid", 100, 98), ("amount_due", 100, 99), ("pupils", 100, 190))
        for period, value in (("2025H1", then), ("2026H1", now)))
    analysis = Analysis(make_release(tmp_path, rows), make_catalogue(tmp_path, outline=MAIN_FIRST))
    told = [analysis.value(f"aid.{code}", "city") for code in ("pupils", "amount_due", "amount_paid", "books")]
    (chart,) = charts.compared(analysis, told)
    assert [bar.label for bar in chart.bars] == ["图书", "发放资助金"]


def test_the_picture_has_every_label_and_number(pictured):
    document, _analysis = pictured
    (chart,) = document.charts()
    said = texts(drawing.svg(chart))
    assert {"甲县", "丁县", "90%", "87%", "总体88.5%"} <= set(said)
    assert said.count("90%") == 1
    assert drawing.png(chart).startswith(b"\x89PNG")


def test_what_falls_short_is_in_the_accent_colour():
    bars = (Bar("甲", figure(90)), Bar("乙", figure(70)))
    picture = drawing.svg(Chart("ranked", "比率", "%", bars, limit=figure(80)))
    assert (picture.count(drawing.ACCENT), picture.count(drawing.PALE)) == (1, 1)
    lower = Bar("丙", figure(90, better="lower"))
    assert drawing._row(Chart("ranked", "", "%", (lower,), limit=figure(80)), lower)["short"]


def test_losses_go_to_the_left():
    chart = Chart("compared", "变化", "%", (Bar("增", figure(12)), Bar("减", figure(-8))))
    low, high = drawing._domain(chart)
    assert low < -8
    assert high > 12


def test_word_has_the_picture_its_caption_and_its_numbers_for_those_who_cannot_see_it(pictured):
    document, _analysis = pictured
    word = docx.Document(io.BytesIO(to_docx(document)))
    (picture,) = word.inline_shapes
    assert "甲县90%；乙县89%；丙县88%；丁县87%。总体88.5%" in picture._inline.docPr.get("descr")
    assert "图1　各县区足额发放率" in [paragraph.text for paragraph in word.paragraphs]
    assert picture.height.pt == pytest.approx(drawing.lines(next(document.charts())) * layout_line(), abs=0.1)


def layout_line():
    from taizhang.writing import layout

    return layout.LINE_PT


def test_on_screen_each_bar_leads_to_its_evidence(pictured):
    document, analysis = pictured
    page = to_html(document, analysis.catalogue)
    assert "<svg" in page
    for one in next(document.charts()).figures():
        assert f'href="#{one.anchor}"' in page
        assert f'id="{one.anchor}"' in page


def test_few_plans_and_few_units_make_no_picture(analysis):
    assert charts.planned([given("完成率", 40, "%", org="city", period="2026H1")]) == ()
    assert charts.ranked(analysis, analysis.value("aid.paid_in_full", "city")) is None      # two counties


def test_plans_are_drawn_against_the_time_gone():
    rates = [given(name, 40, "%", org="city", period="2026H1") for name in "甲乙丙"]
    (chart,) = charts.planned(rates)
    assert chart.limit.text == "49.6%"
    assert "时序进度49.6%" in drawing.described(chart)


def test_without_charts_the_drawing_library_is_not_loaded(tmp_path):
    script = "import sys, taizhang.writing.report, taizhang.writing.to_docx; print('altair' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "False"


def test_a_brief_and_a_report_without_charts_have_none(pictured):
    _document, analysis = pictured
    assert list(write_report(analysis, kind="brief").charts()) == []
    assert list(write_report(analysis, with_charts=False).charts()) == []
