"""Pictures stand where their page has room for them, and text goes on meanwhile."""

from datetime import date

import pytest

from taizhang.analysis.results import given
from taizhang.writing import flow, layout
from taizhang.writing.document import Document
from taizhang.writing.pieces import Bar, Chart, FigureRun, Paragraph, Section, Text


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
    (9, ["一、工作", "（一）甲", "文", "图1", "（二）乙", "文", "文"]),  # room enough
    (13, ["一、工作", "（一）甲", "文", "（二）乙", "文", "图1", "文"]),  # waits until the page is full
])
def test_a_picture_that_its_page_cannot_hold_waits_while_text_goes_on(lines, expected):
    assert order(chapter("甲", lines, charts=(chart("甲"),)), chapter("乙", 4, 4)) == expected


def test_pictures_keep_their_order_and_their_part_of_the_report():
    told = order(chapter("甲", 13, charts=(chart("甲"), chart("乙"))), after=(chapter("问题", 3),))
    assert told == ["一、工作", "（一）甲", "文", "图1", "图2", "二、问题", "文"]


def test_no_picture_parts_a_heading_from_its_text():
    told = order(chapter("甲", 14, charts=(chart("甲"),)), chapter("乙"), chapter("丙", 1))
    assert told == ["一、工作", "（一）甲", "文", "（二）乙", "（三）丙", "文", "图1"]


def test_what_a_part_shows_as_a_whole_stands_under_its_heading():
    whole = Section("工作", (), (chapter("甲", 3),), charts=(chart("总"),))
    document = Document(title="总结", addressee="", opening=(), sections=(whole,), signature="云川市教育局",
                        date=date(2026, 7, 5), release="2026H1", digest="")
    assert [type(one) for one in flow.blocks(document)] == [flow.Heading, flow.Picture, flow.Heading, Paragraph]
