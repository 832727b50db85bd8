"""The text of a paper cut into lines and pieces: figures marked, what was found beside its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from taizhang.reading.model import Kind
from taizhang.web.catalogue import catalogue
from taizhang.web.papers.models import KINDS, Paper

Json = Mapping[str, Any]
CLEANED = {
    "furniture": _("网页杂物"),
    "page_marker": _("页码"),
    "pinyin": _("注音"),
    "traditional": _("繁体字"),
    "mask": _("隐去的数字"),
    "break": _("断行"),
    "doubled": _("重复的文字"),
    "repeated": _("重复的标点"),
    "invisible": _("看不见的字符"),
    "line_end": _("换行符"),
    "width": _("全角字符"),
    "punctuation": _("标点"),
    "space": _("空格"),
    "byte_fault": _("损坏的字符"),
}
SHOWN_CLEANINGS = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line: plain, or a `figure`; `found` where a claim that does not hold covers them."""

    text: str
    figure: Json | None = None
    about: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What a claim, "contradicted" or "doubtful", has to say beside its line: what is stated, what the figures give."""

    kind: str
    zh: str
    en: str
    cause: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text with what was found in it, and what it promises."""

    number: int
    pieces: list[Piece]
    notes: list[Note]
    promises: list[Json]

    @property
    def contradicted(self) -> bool:
        return any(note.kind == "contradicted" for note in self.notes)


def lines(paper: Paper) -> list[Line]:
    """Every line of the text that is not blank, with its figures and notes."""
    text: str = paper.reading["text"]
    starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
    notes, promises = _notes(paper.reading, starts), _by_line(paper.reading["commitments"], starts)
    marks = _Marks(paper.reading)
    found = []
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text) + 1], strict=True)):
        if text[start : end - 1].strip():
            found.append(Line(number + 1, list(marks.pieces(text, start, end - 1)), notes[number], promises[number]))
    return found


def kinds(paper: Paper) -> list[tuple[str, object, int]]:
    """The kinds of figure in the text with their names, the most frequent first."""
    counted = Counter(figure["kind"] for figure in paper.reading["figures"])
    return [(kind, KINDS[Kind(kind)], count) for kind, count in counted.most_common()]


def cleanings(paper: Paper) -> tuple[list[tuple[object, int]], list[tuple[object, str, str]]]:
    """How often each kind of thing was cleaned; and the first of them: what it is, what it was, what it was read as."""
    found = paper.reading["cleanings"]
    counted = Counter(one["kind"] for one in found).most_common()
    first = [(CLEANED.get(one["kind"], one["kind"]), one["was"], one["now"]) for one in found[:SHOWN_CLEANINGS]]
    return [(CLEANED.get(kind, kind), count) for kind, count in counted], first


def doubtful(claim: Json) -> bool:
    """Whether a claim that cannot be recomputed still has something to say (as in checking.audit)."""
    said = claim["message"] or claim["cause"]
    return claim["verdict"] == "uncheckable" and bool(said) and claim["type"] != "sum"


def _notes(reading: Json, starts: list[int]) -> Mapping[int, list[Note]]:
    speaking = [one for one in reading["claims"] if one["verdict"] == "contradicted" or doubtful(one)]
    return defaultdict(list, {at: list(map(_note, claims)) for at, claims in _by_line(speaking, starts).items()})


def _by_line(found: Iterable[Json], starts: list[int]) -> Mapping[int, list[Json]]:
    """What was found, by the index of the line in which it begins."""
    lines: dict[int, list[Json]] = defaultdict(list)
    for one in found:
        lines[bisect_right(starts, one["start"]) - 1].append(one)
    return lines


def _note(claim: Json) -> Note:
    kind = "contradicted" if claim["verdict"] == "contradicted" else "doubtful"
    zh, en = claim["message"] or claim["cause"], claim["message_en"] or claim["cause_en"]
    cause = {"zh": claim["cause"], "en": claim["cause_en"]} if claim["cause"] and claim["message"] else None
    return Note(kind, zh, en, cause)


class _Marks:
    """Figures and claims of a reading, ready to cut lines by."""

    def __init__(self, reading: Json) -> None:
        self._figures = sorted(_apart(reading["figures"]), key=lambda one: one["start"])
        self._starts = [one["start"] for one in self._figures]
        self._claims = [claim for claim in reading["claims"] if claim["verdict"] == "contradicted"]

    def pieces(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """The line from `start` to `end`, cut where a figure or a claim begins or ends."""
        figures = self._figures[max(bisect_right(self._starts, start) - 1, 0) : bisect_right(self._starts, end)]
        claims = [claim for claim in self._claims if claim["start"] < end and start < claim["end"]]
        edges = {edge for one in (*figures, *claims) for edge in (one["start"], one["end"]) if start < edge < end}
        cuts = [start, *sorted(edges), end]
        for first, last in pairwise(cuts):
            figure = next((one for one in figures if one["start"] <= first and last <= one["end"]), None)
            wrong = any(claim["start"] <= first < claim["end"] for claim in claims)
            yield Piece(text[first:last], figure, _about(figure) if figure else "", "contradicted" if wrong else "")


def _apart(figures: Iterable[Json]) -> Iterator[Json]:
    """The figures without those that lie in one before them."""
    last = 0
    for figure in sorted(figures, key=lambda one: (one["start"], -one["end"])):
        if figure["start"] >= last:
            yield figure
            last = figure["end"]


def _about(figure: Json) -> str:
    """What was read of a figure, in one line."""
    known = catalogue().indicators.get(figure["code"] or "")
    value = "？" if figure["value"] is None else f"{figure['value']:,}{figure['unit']}"
    kind = str(KINDS[Kind(figure["kind"])])
    told = (value, kind, figure["indicator"], known and f"→ {known.title}", figure["period"])
    return " · ".join(str(part) for part in told if part)
