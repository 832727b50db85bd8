"""What a draft does not say and why, and taking such a sentence's place with words of one's own."""

from __future__ import annotations

import re

from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.refusals import Refused
from taizhang.web.reports.body import HEADING, PARAGRAPH, Block, Body
from taizhang.web.reports.editing import change
from taizhang.web.reports.models import Report, ReportVersion
from taizhang.web.reports.numbers import BLANK
from taizhang.web.reports.versions import drafted
from taizhang.writing.document import LeftOut

_BLANKS = re.compile(r"\{\{.*?\}\}")
_LOGIC = re.compile(r"\{%.*?%\}|\{#.*?#\}")
_HEADS = {"done": 0, "problems": 1, "next": 2}      # which heading of the first level a part of an outline stands under


def sentence_of(one: LeftOut) -> str:
    """The sentence for people: a blank for each figure it lacks."""
    return " ".join(_BLANKS.sub(BLANK * 2, _LOGIC.sub("", one.sentence)).split())


def stand_in(report: Report, at: int, *, by: Person) -> ReportVersion:
    """Put the sentence left out at place `at` of the list into the text, behind its domain's other words, as own text.

    It has blanks where figures were missing; a report with blanks is not closed. Raises Refused where there is none.
    """
    listed = drafted(report).left_out
    if not 0 <= at < len(listed):
        raise Refused.because("report-no-block", str(at), key=at)
    one, key = listed[at], f"s{at}"

    def made(_report: Report, _number: int, body: Body) -> Body:
        if any(block.key == key for block in body.blocks):
            raise Refused.because("report-taken", one.sentence)
        after = _place(body, one)
        return body.after(after.key if after else "", Block(key, PARAGRAPH, sentence_of(one), domain=one.domain))

    return change(report, made, what="stand-in", block=key, by=by)


def _place(body: Body, one: LeftOut) -> Block | None:
    """The last paragraph of the domain in its part; else the part's heading."""
    heads = [block for block in body.blocks if block.kind == HEADING and block.level == 1]
    head = heads[min(_HEADS.get(one.part, 0), len(heads) - 1)] if heads else None
    if head is None:
        return None
    inside = [body.block(key) for key in body.below(head.key)]
    told = [block for block in inside if block.domain == one.domain]
    return told[-1] if told else inside[-1]


def domains_of(listed: tuple[LeftOut, ...]) -> list[tuple[str, list[tuple[int, LeftOut, str]]]]:
    """What was left out by domain, in the order of the catalogue: (title, [(place, what, sentence)])."""
    titles = {domain.code: domain.title.zh for domain in catalogue().in_order()}
    places: dict[str, list[tuple[int, LeftOut, str]]] = {}
    for at, one in enumerate(listed):
        places.setdefault(one.domain, []).append((at, one, sentence_of(one)))
    known = [(title, places[code]) for code, title in titles.items() if code in places]
    return known + [(code, rows) for code, rows in places.items() if code not in titles]
