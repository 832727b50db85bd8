"""Texts compared by sentence, and the seal inside a file."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from taizhang.web.reports.differing import compare, compare_across, differences, marked, sentences
from taizhang.web.reports.stamping import seal_in, steady
from web.one_report import word

OLD = "资助学生46人。新建幼儿园2所。已全部开园。"
CASES = {
    "nothing": (OLD, []),
    "a figure": (OLD.replace("46", "47"), [("changed", [("46人", "47人")])]),
    "a sentence gone": (OLD.replace("新建幼儿园2所。", ""), [("gone", [("2所", "")])]),
    "a sentence more": (OLD + "资金足额到位。", [("new", [])]),
    "words": (OLD.replace("已全部开园", "已全部建成开园"), [("changed", [])]),
}


@pytest.mark.parametrize(("new", "expected"), CASES.values(), ids=CASES)
def test_changes_are_told_by_sentence_and_by_figure(new, expected):
    found = differences(sentences(OLD), sentences(new))
    assert [(change.kind, change.figures) for change in found] == expected


def test_a_period_later_the_same_sentence_has_other_numbers():
    (one, other) = compare_across(sentences("资助学生46人。已开园。"), sentences("资助学生52人。已开园。"))
    assert (one.kind, one.figures, other.kind) == ("changed", [("46人", "52人")], "same")


@given(some.lists(some.text("甲乙丙12。", max_size=8)), some.lists(some.text("甲乙丙12。", max_size=8)))
def test_both_texts_are_whole_in_a_comparison(old, new):
    changes = compare(old, new)
    assert [change.old for change in changes if change.kind != "new"] == old
    assert [change.new for change in changes if change.kind != "gone"] == new


@given(some.text("甲乙12", max_size=12), some.text("甲乙12", max_size=12))
def test_the_pieces_of_a_changed_sentence_give_both(old, new):
    pieces = marked(old, new)
    assert "".join(text for kind, text in pieces if kind != "gone") == new
    assert "".join(text for kind, text in pieces if kind != "new") == old


def test_a_word_file_carries_its_seal_and_stays_one(tmp_path):
    properties = {"发文字号": "青教〔2026〕5号", "封存码": f"taizhang-seal:{'ab' * 32}"}
    sealed = steady(word("正文"), properties)
    assert seal_in(sealed) == "ab" * 32
    assert docx.Document(BytesIO(sealed)).paragraphs[0].text == "正文"
    assert "青教〔2026〕5号" in ZipFile(BytesIO(sealed)).read("docProps/custom.xml").decode()


def test_the_time_of_making_is_not_in_a_word_file():
    data = word("正文")
    assert {info.date_time for info in ZipFile(BytesIO(steady(data))).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert steady(data) == steady(steady(data))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7 broken", word("正文")])
def test_a_file_without_a_seal_has_none(data):
    assert seal_in(data) == ""
