"""Pictures stand where their page has room for them, and text goes on meanwhile."""

from datetime import date

import pytest

from taizhang.analysis.results import given
from taizhang.writing import flow, layout
from taizhang.writing.document import Document
from taizhang.writing.pieces import Bar, Chart, FigureRun, Paragraph, Section, Text
from taizhang.writing.to_html import report_html


def chart(title):
    result = given("率", 90, "%", org="city", period="2026H1")
    return Chart("ranked", title, "%", tuple(Bar(f"{name}县", FigureRun("90%", result)) for name in "甲乙丙丁戊己庚"))


def chapter(title, *lines, charts=()):
    told = tuple(Paragraph((Text("字" * (layout.CHARACTERS * many - layout.INDENT_CHARACTERS)),)) for many in lines)
    return Section(title, told, charts=charts)


def order(*chapters, after=()):
    document = Document(title="工作总结", addressee="", opening=(), sections=(Section("工作", (), chapters), *after),
                        signature="云川市教育局", date=date(2026, 7, 5), release="2026H1", digest="")
    said = {flow.Heading: lambda one: one.text, flow.Picture: lambda one: f"图{one.number}", Paragraph: lambda _: "文"}
    return [said[type(block)](block) for block in flow.blocks(document)]


@pytest.mark.parametrize(("lines", "expected"), [
    (9, ["文", "图1"]),          # 5 lines above it and 6 of it: room enough
    (13, ["图1", "文"]),         # no room below its text, but above
    (20, ["文", "图1"]),         # the text goes over to the next page, where there is room
])
def test_a_picture_stands_as_far_down_in_its_chapter_as_its_page_can_hold_it(lines, expected):
    assert order(chapter("甲", lines, charts=(chart("甲"),))) == ["一、工作", "（一）甲", *expected]


LOW = chapter("头", 12)          # after it the page has no room for a picture


def test_a_picture_that_no_place_of_its_chapter_can_hold_waits_while_text_goes_on():
    told = order(LOW, chapter("甲", 2, charts=(chart("甲"),)), chapter("乙", 4, 4))
    assert told[3:] == ["（二）甲", "文", "（三）乙", "文", "图1", "文"]


def test_pictures_keep_their_order_and_their_part_of_the_report():
    told = order(LOW, chapter("甲", 2, charts=(chart("甲"), chart("乙"))), after=(chapter("问题", 3),))
    assert told[3:] == ["（二）甲", "文", "图1", "图2", "二、问题", "文"]


def test_no_picture_that_waits_parts_a_heading_from_its_text():
    told = order(LOW, chapter("甲", 2, charts=(chart("甲"),)), chapter("乙"), chapter("丙", 1))
    assert told[3:] == ["（二）甲", "文", "（三）乙", "（四）丙", "文", "图1"]


def test_what_a_part_shows_as_a_whole_stands_behind_its_chapters():
    whole = Section("工作", (), (chapter("甲", 3),), charts=(chart("总"),))
    document = Document(title="总结", addressee="", opening=(), sections=(whole,), signature="云川市教育局",
                        date=date(2026, 7, 5), release="2026H1", digest="")
    assert [type(one) for one in flow.blocks(document)] == [flow.Heading, flow.Heading, Paragraph, flow.Picture]
    page = report_html(document, str)
    assert page.index("字字") < page.index("<figure>")
