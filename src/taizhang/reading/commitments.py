"""What the planned part of a report promises: what, by whom, by when, with which figures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from taizhang.periods import Period
from taizhang.reading.announced import announced
from taizhang.reading.deadlines import deadline, is_day_alone, names_deadline
from taizhang.reading.model import Commitment, Figure, Kind, Section
from taizhang.reading.structure import Outline, Sentences, Span
from taizhang.reading.structure.headings import PLANNED
from taizhang.reading.words import any_of

Inside = Callable[[int, int], Sequence[Figure]]          # the figures from one place of a text to another

_MARK = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}[是、]|（[^）]{1,3}）|\d{1,2}[、.])?\s*")
_OPENS = re.compile(rf"{_MARK.pattern}(?:{any_of('before_action')}[，：]?)*{any_of('action')}")
_SAYS = re.compile(rf"{any_of('intent')}|{any_of('reach')}[^，。；]{{0,12}}\d")
_SLOGAN = re.compile(any_of("slogan"))
_SHORTEST = 6
_OPENING = 8            # characters in which a deadline is told of all that follows in the clause group
_PARAGRAPH = 2_000      # characters; nobody answers for more
_NAME = r"[\u4e00-\u9fff×、]"
_OWNER = re.compile(rf"{any_of('owner_label')}[：:]?为?(?P<listed>[^，。；）\n]{{2,40}})|"
                    rf"由(?P<by>{_NAME}{{2,24}}?){any_of('owner_verb')}|"
                    rf"（(?P<bracket>{_NAME}{{1,24}}{any_of('owner_ends')}){any_of('owner_verb')}?）")
_MARKS = re.compile("[，。；：]")
_IN_A_CELL = re.compile(rf"\s({_NAME}{{1,10}}?{any_of('owner_ends')})(?=[\s\d]|年|$)")     # of a table's row
_OF_COLUMNS = re.compile(rf"{any_of('owner_label')}|完成时[限间]")
_WHEN_ONLY = re.compile(rf"{_MARK.pattern}[^，。；：]{{1,11}}[前内起底末间][，：]\s*")
_BY_WHOM = re.compile(rf"，由{_NAME}{{2,24}}{any_of('owner_verb')}$")
_GOES_ON = re.compile(rf"其中|由{_NAME}{{2,24}}{any_of('owner_verb')}[，。；]?$")
# an owner in brackets, or on a line of its own below
_OWNED = re.compile(rf"（{any_of('owner_label')}[：:]?为?(?P<listed>[^，。；）\n]{{2,40}})[^）\n]{{0,40}}）"
                    rf"|\n[ \u3000]*{any_of('owner_label')}[：:]为?(?P<line>[^，。；\n]{{2,40}})")
# an owner told at the end of the sentence, of all that it promises; where that ends
_CLOSING = re.compile(rf"[^。；\n]*[，；](?:{any_of('owner_label')}[：:]为?(?P<listed>[^，。；）\n]{{2,40}})|"
                      rf"由(?P<by>{_NAME}{{2,24}}?){any_of('owner_verb')})(?=[。；\n]|$)")
_STOP = re.compile("[。；\n]|$")
_DATE = re.compile(r"[\d×]{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?$")


def find_commitments(outline: Outline, figures: Sequence[Figure]) -> list[Commitment]:
    """What the report promises, in reading order: one Commitment for each thing that can be followed up.

    That is what its planned parts say, and what the others announce for a day or by a target. Offsets are those of
    `outline.text`; `figures` are the report's, in reading order.
    """
    starts = [figure.start for figure in figures]

    def inside(start: int, end: int) -> Sequence[Figure]:
        return figures[bisect_left(starts, start):bisect_left(starts, end)]

    found: list[Commitment] = []
    for (start, end), period in sorted(_promised(outline, inside), key=itemgetter(0)):
        text = outline.text[start:end]
        due = (deadline(text, period) or (_due_with(outline.text, found[-1], start) if found else None)
               or deadline(_day_behind(outline.text, end), period))
        owner = _owner(text) or _owner_behind(outline.text, end)
        found.append(Commitment(f"k{len(found) + 1}", start, end, text, owner, due,
                                [figure.id for figure in inside(start, end)]))
    return found


def _promised(outline: Outline, inside: Inside) -> Iterator[tuple[Span, str | None]]:
    """Where promises stand, each with the period after which its deadline is sought."""
    period = _reported(outline)
    # with blanks where owners stand: 计划财务股 promises nothing
    unowned = _OWNED.sub(lambda owner: re.sub("[^\\n]", " ", owner[0]), outline.text)
    sentences = outline.sentences if unowned == outline.text else Sentences(unowned)
    yield from ((span, period) for span in _promises(outline, sentences, inside)
                if not _DATE.match(outline.text, *span))
    for span in announced(outline):
        if names_deadline(outline.text, *span) or any(figure.kind is Kind.TARGET for figure in inside(*span)):
            yield span, _before(period)


def _due_with(text: str, before: Commitment, start: int) -> str | None:
    """The deadline of the promise a comma before, where that opens with it: 年底前新增学位900个，完成投资3420万元."""
    opens = names_deadline(text, before.start, min(before.end, before.start + _OPENING))
    return before.deadline if opens and text[before.end:start].strip() == "，" else None


def _day_behind(text: str, start: int) -> str:
    """The clause that closes the sentence around `start` and tells when all of it is to be done, "" where none does."""
    stop = _STOP.search(text, start)
    rest = text[start:stop.start() if stop else None].partition("（")[0]
    _, comma, last = _BY_WHOM.sub("", rest).rpartition("，")
    return last if comma and is_day_alone(last) else ""


def _before(period: str | None) -> str | None:
    """The period before: what is announced for 12月 in a report of 2026 falls due in that year, not in the next."""
    return Period.parse(period).previous.code if period else None


def _reported(outline: Outline) -> str | None:
    """The period before the one that is planned: a plan is named after its own."""
    if outline.period is None or outline.kind != "plan":
        return outline.period
    return Period.parse(outline.period).previous.code


def _promises(outline: Outline, sentences: Sentences, inside: Inside
              ) -> Iterator[Span]:
    """Where promises stand, without their stops.

    A promise takes in the clauses that go on with it, up to a semicolon; where it names a figure or a date
    already, the next clause that promises or names one begins another, so that each can be followed up alone. A date
    by itself (8月底前，) is that of what follows; 其中…, 由…牵头 and a day without a thing of its own (8月底前完成)
    go on.
    """
    def is_measured(start: int, end: int) -> bool:
        return bool(inside(start, end) or names_deadline(outline.text, start, end))

    def is_told(span: Span) -> bool:
        return bool(inside(*span)) or (is_measured(*span) and not _WHEN_ONLY.fullmatch(outline.text, *span))

    headed = {section.start: section for section in outline.sections}
    for sentence in sentences:
        if outline.part_at(sentence[0]) != PLANNED or _promises_nothing(outline, sentence, bool(inside(*sentence))):
            continue
        says_more = inside(*sentence) or (sentences.text.find("，", *sentence) >= 0 and is_measured(*sentence))
        if not says_more and _only_heads(outline, sentence, headed.get(sentence[0])):
            continue
        begun: Span | None = None
        for start, end in sentences.clauses(sentence):
            clause = sentences.text[start:end]
            another = _promises_in(clause) or is_measured(start, end)
            apart = another and not (_GOES_ON.match(clause) or is_day_alone(clause))
            if begun and (outline.text[begun[1] - 1] not in "，：" or (apart and is_told(begun))):
                yield _trimmed(outline.text, begun)
                begun = None
            if begun or another:
                begun = (begun[0] if begun else start, end)
        if begun:
            yield _trimmed(outline.text, begun)


def _promises_nothing(outline: Outline, sentence: Span, has_figures: bool) -> bool:
    """Whether a sentence is the title, a closing slogan, or a row of a table that names its columns or only counts."""
    words = outline.text[slice(*sentence)].strip()
    if words == outline.title or (not has_figures and _SLOGAN.search(words)):
        return True
    if "\t" in words and not (_promises_in(words) or names_deadline(outline.text, *sentence)):
        return True                                       # 小学 42 38000: a row that tells how things are
    return not has_figures and len(words.split()) > 1 and bool(_OF_COLUMNS.search(words)) and not _MARKS.search(words)


def _only_heads(outline: Outline, sentence: Span, section: Section | None) -> bool:
    """Whether a sentence is no more than the heading of a section that has more in it."""
    words = outline.text[slice(*sentence)].rstrip("。；：")
    return section is not None and section.end > sentence[1] + 1 and words.endswith(section.title)


def _promises_in(clause: str) -> bool:
    return len(clause) >= _SHORTEST and bool(_OPENS.match(clause) or _SAYS.search(clause) or _OWNER.search(clause))


def _trimmed(text: str, span: Span) -> Span:
    """A promise without the mark before it (一是) and the stop behind it."""
    words = text[slice(*span)]
    mark = _MARK.match(words)
    return span[0] + (mark.end() if mark else 0), span[0] + len(words.rstrip("，；：。！？ \n"))


def _owner_behind(text: str, start: int) -> str | None:
    """Who is named next behind a promise that names nobody: for all that stands before, in one paragraph.

    A bracket inside another promise (培训50人（责任股室：人事股）。) is of that one alone, save at its end.
    """
    if closing := _CLOSING.match(text, start, start + _PARAGRAPH):
        return closing["listed"] or closing["by"]
    end = text.find("\n", start, start + _PARAGRAPH)
    end = end if end >= 0 else min(len(text), start + _PARAGRAPH)
    owner = _OWNED.search(text, start, end) or _OWNED.match(text, end)
    if owner is None:
        return None
    closes = not text[owner.end():end].strip("。； ")           # a line of its own does too
    return owner["listed"] or owner["line"] if closes or text[owner.start() - 1] in "。；" else None


def _owner(text: str) -> str | None:
    found = _OWNER.search(text)
    if found is None and not _MARKS.search(text):
        found = _IN_A_CELL.search(text)
    return next((name for name in found.groups() if name), None) if found else None
