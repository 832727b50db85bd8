"""In the editor words are free and figures are locked; what is typed beside them is found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.writing.pieces import FigureRun, Own, Paragraph, Text
from taizhang.writing.tokens import alike, from_tokens, tied, to_tokens, token


@pytest.fixture(scope="module")
def aided(document):
    return next(figure for figure in document.figures() if figure.text == "1960人")


def plain(paragraph):
    return to_tokens(paragraph), paragraph.text


def test_every_paragraph_of_a_report_comes_back_as_it_went(document):
    runs = list(document.runs())
    for paragraph in document.paragraphs():
        edited = from_tokens(to_tokens(paragraph), runs, lead=paragraph.lead)
        assert (edited.refused, edited.typed) == ((), ())
        assert edited.paragraph.text == paragraph.text
        assert [run for run in edited.paragraph.runs if isinstance(run, FigureRun)] == [
            run for run in paragraph.runs if isinstance(run, FigureRun)]


def test_a_token_shows_its_anchor_and_the_number_as_printed(aided):
    assert token(aided) == f"⟦{aided.anchor}|1960人⟧"


def test_a_number_cannot_be_made_to_grow_by_what_is_typed_beside_it(document):
    bare = FigureRun("1960", document.figures()[0].result)
    (finding,) = from_tokens(f"资助{token(bare)}万人", [bare]).refused
    assert "1960万" in finding.message()


def test_words_may_change_and_figures_may_move_and_go(document, aided):
    edited = from_tokens(f"受助学生达{token(aided)}，较快增长。", document.runs())
    assert edited.paragraph.runs == (Text("受助学生达"), aided, Text("，较快增长。"))
    assert from_tokens("没有数字。", document.runs()).paragraph == Paragraph((Text("没有数字。"),))


REFUSED = {
    "⟦{anchor}|1961人⟧": "token-altered",
    "⟦{anchor}|⟧": "token-altered",
    "⟦fig-000000000000|1960人⟧": "token-unknown",
    "⟦|⟧": "token-unknown",
    "⟦{anchor}|1960人": "token-broken",
    "{anchor}|1960人⟧": "token-broken",
    "⟦⟦{anchor}|1960人⟧⟧": "token-broken",
    "⟦{anchor}1960人⟧": "token-broken",
    "3⟦{anchor}|1960人⟧": "token-altered",
    "－⟦{anchor}|1960人⟧": "token-altered",
}


@pytest.mark.parametrize("text", REFUSED)
def test_an_altered_unknown_or_broken_token_is_refused(document, aided, text):
    edited = from_tokens(f"资助{text.format(anchor=aided.anchor)}。", document.runs())
    assert edited.paragraph is None
    assert {finding.code for finding in edited.refused} == {REFUSED[text]}
    assert all(finding.message() and finding.message("en") for finding in edited.refused)


TYPED = {
    "另有32所学校参加。": ["32所"],
    "覆盖率达百分之九十。": ["百分之九十"],
    "新建三所幼儿园，投入1.5亿元。": ["三所", "1.5亿元"],
    "第5名。": ["第5名"],
    "编号77。": ["77"],
    "《2025年工作要点》“1530”机制，9月底前，2026年6月30日。": [],
    "认真落实，一是抓早，二是抓实。": [],
}


@pytest.mark.parametrize("text", TYPED)
def test_numbers_typed_by_hand_are_found(document, aided, text):
    edited = from_tokens(token(aided) + text, document.runs())
    assert [typed.text for typed in edited.typed] == TYPED[text]
    assert edited.refused == ()


def test_a_typed_number_is_tied_to_the_figure_that_says_the_same(document, aided):
    text = "受助学生1960人。"
    (typed,) = from_tokens(text, document.runs()).typed
    assert text[typed.start:typed.end] == "1960人"
    assert [figure.key for figure in alike(typed, document.runs())] == [aided.key]
    again = from_tokens(tied(text, typed, aided), document.runs())
    assert again.typed == ()
    assert again.paragraph.runs == (Text("受助学生"), aided, Text("。"))


def test_a_typed_number_is_answered_for_by_its_writer(document):
    text = "走访家庭37户。"
    (typed,) = from_tokens(text, document.runs()).typed
    own = Own("37户", "家访记录，办公室统计")
    again = from_tokens(tied(text, typed, own), [*document.runs(), own])
    assert again.paragraph.runs == (Text("走访家庭"), own, Text("。"))
    assert again.typed == again.refused == ()


WORDS = st.text("甲乙，。；3０9.%百分之一二所人万元⟦⟧|fig-\n a<", max_size=25)


@given(st.lists(st.one_of(WORDS, st.integers(0, 20)), max_size=8))
def test_whatever_is_typed_no_figure_changes_and_no_number_hides(document, parts):
    figures = document.figures()
    edited = "".join(part if isinstance(part, str) else token(figures[part % len(figures)]) for part in parts)
    result = from_tokens(edited, document.runs())
    assert (result.paragraph is None) == bool(result.refused)
    if result.paragraph is None:
        return
    known = {(figure.anchor, figure.text) for figure in figures}
    assert all((run.anchor, run.text) in known for run in result.paragraph.runs if isinstance(run, FigureRun))
    assert to_tokens(result.paragraph) == edited
    assert all(edited[typed.start:typed.end] for typed in result.typed)
    typed = {place for one in result.typed for place in range(one.start, one.end)}
    locked = {place for found in re.finditer("⟦[^⟧]*⟧", edited) for place in range(*found.span())}
    digits = {place for place, character in enumerate(edited) if character in "0123456789３０"}
    assert digits <= typed | locked
    assert not typed & locked
