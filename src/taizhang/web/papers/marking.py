"""The text of a paper cut into lines: figures marked, what was found beside its sentence, what was cleaned if asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.papers.models import Figure, Paper, PaperFinding
from taizhang.web.papers.outline import headings, starts_of
from taizhang.web.papers.queries import CONTRADICTION

Json = Mapping[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text as HTML, with its figures, what was found in it, and what it promises."""

    number: int
    html: SafeString
    level: int  # of the heading that it is, 0 for text
    figures: list[Figure]
    findings: list[PaperFinding]
    promises: list[Json]

    @property
    def contradicted(self) -> bool:
        return any(is_wrong(finding) for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a text: in reading order. `ledger` says by a figure's number how the ledger stands to it."""

    figures: Sequence[Figure]
    findings: Sequence[PaperFinding]
    cleanings: Sequence[Json] = ()
    ledger: Mapping[int, str] = field(default_factory=dict)
    current: int = 0  # the number of the figure that is open


def is_wrong(finding: PaperFinding) -> bool:
    """Whether a finding speaks of numbers that do not agree, and nobody has called it a false alarm."""
    return finding.code.startswith(CONTRADICTION) and finding.state != PaperFinding.State.DISMISSED


def lines(paper: Paper, marks: Marks) -> list[TextLine]:
    """Every line of the text that is not blank."""
    text: str = paper.reading["text"]
    starts, levels = starts_of(paper), headings(paper)
    findings = _by_line((one for one in marks.findings if one.located), starts, lambda one: one.start)
    promises = _by_line(paper.reading["commitments"], starts, lambda one: one["start"])
    figures = _by_line(_apart(marks.figures), starts, lambda one: one.start)
    cuts = _Cuts(text, marks)
    return [
        TextLine(at + 1, cuts.html(start, end - 1), levels.get(at + 1, 0), figures[at], findings[at], promises[at])
        for at, (start, end) in enumerate(pairwise([*starts, len(text) + 1]))
        if text[start : end - 1].strip()
    ]


def _by_line(found: Iterable[Any], starts: Sequence[int], start_of: Callable[[Any], int]) -> Mapping[int, list[Any]]:
    """What was found, by the index of the line in which it begins."""
    lines: dict[int, list[Any]] = defaultdict(list)
    for one in found:
        lines[bisect_right(starts, start_of(one)) - 1].append(one)
    return lines


def _apart(figures: Iterable[Figure]) -> Iterator[Figure]:
    """The figures of the text without those that lie in one before them."""
    last = 0
    for figure in sorted((one for one in figures if one.end), key=lambda one: (one.start, -one.end)):
        if figure.start >= last:
            yield figure
            last = figure.end


def figure_html(figure: Figure, text: str, marks: Marks, *, first: bool = True) -> SafeString:
    """A figure in the text: a link that opens it. Its kind, state and standing in the ledger are classes."""
    classes = ["figure", figure.kind, figure.state]
    classes += ["unread"] * figure.unread + ["current"] * (figure.number == marks.current)
    classes += [f"ledger-{stand}"] if (stand := marks.ledger.get(figure.number)) else []
    name = f' id="f{figure.number}"' if first else ""
    return mark_safe(  # noqa: S308 - everything in it is escaped or a number
        f'<a{name} class="{" ".join(classes)}" href="?figure={figure.number}#f{figure.number}" '
        f'title="{escape(about(figure))}">{escape(text)}</a>'
    )


def about(figure: Figure) -> str:
    """What was read of a figure, in one line."""
    known = catalogue().indicators.get(figure.code)
    told = (value_of(figure), figure.measures, known and f"→ {say(known.title)}", figure.period)
    return " · ".join(part for part in told if part)


def value_of(figure: Figure) -> str:
    """What was read, in base units: 1,204人; 300—800元 for a range; and that nothing was."""
    if figure.ranges:
        return f"{figure.low:,f}—{figure.high:,f}{figure.unit}"
    return _("没有读准") if figure.value is None else f"{figure.value:,f}{figure.unit}"


class _Cuts:
    """A text ready to be cut where a figure, a contradiction or something cleaned begins or ends."""

    def __init__(self, text: str, marks: Marks) -> None:
        self._text, self._marks = text, marks
        self._figures = list(_apart(marks.figures))
        self._wrong = sorted((one.start, one.end) for one in marks.findings if is_wrong(one) and one.earlier_id is None)
        self._longest = max((end - start for start, end in self._wrong), default=0)
        self._cleaned = [(one["start"], one["end"], one["now"]) for one in _outermost(marks.cleanings)]

    def html(self, start: int, end: int) -> SafeString:
        """The characters from `start` to `end`, marked."""
        figures = _within(self._figures, start, end, lambda one: (one.start, one.end))
        wrong = self._wrong_within(start, end)
        cleaned = _within(self._cleaned, start, end, lambda one: one[:2])
        spans = [*((one.start, one.end) for one in figures), *wrong, *(one[:2] for one in cleaned)]
        edges = sorted({start, end, *(edge for span in spans for edge in span if start < edge < end)})
        return mark_safe("".join(self._piece(*cut, figures, wrong, cleaned) for cut in pairwise(edges)))  # noqa: S308

    def _wrong_within(self, start: int, end: int) -> list[Span]:
        """The contradicted spans, which may lie in each other, that touch the characters from `start` to `end`."""
        low, high = (bisect_left(self._wrong, (at, 0)) for at in (start - self._longest, end))
        return [span for span in self._wrong[low:high] if start < span[1]]

    def _piece(
        self, first: int, last: int, figures: list[Figure], wrong: list[Span], cleaned: list[tuple[int, int, str]]
    ) -> str:
        words = self._text[first:last]
        figure = next((one for one in figures if one.start <= first and last <= one.end), None)
        html = figure_html(figure, words, self._marks, first=first == figure.start) if figure else escape(words)
        if now := [one for one in cleaned if one[0] <= first and last <= one[1]]:
            html = format_html("<del>{}</del>{}", html, _read_as(now[0], last))
        return f'<span class="contradicted">{html}</span>' if any(a <= first < b for a, b in wrong) else html


def _read_as(cleaned: tuple[int, int, str], last: int) -> SafeString | str:
    """What the cleaned characters were read as, after the last of them."""
    _start, end, now = cleaned
    return format_html("<ins>{}</ins>", now) if last == end and now.strip() else ""


def _outermost(cleanings: Iterable[Json]) -> Iterator[Json]:
    """The cleanings in order, without those inside one before them."""
    last = 0
    for one in sorted(cleanings, key=lambda one: (one["start"], -one["end"])):
        if one["start"] >= last:
            yield one
            last = one["end"]


def _within(found: list[Any], start: int, end: int, span: Callable[[Any], Span]) -> list[Any]:
    """Those of the ordered, separate spans that touch the characters from `start` to `end`."""
    low = bisect_right(found, start, key=lambda one: span(one)[1])
    high = bisect_right(found, end - 1, key=lambda one: span(one)[0])
    return found[low:high]
