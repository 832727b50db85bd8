"""One report of a page, read on its own, and the way of everything in it back to the text as received."""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from taizhang.reading.model import Claim, Commitment, Document, Figure, Kind, Section
from taizhang.reading.structure import Outline, Sentences, Span
from taizhang.reading.subject import UNRELATED, tells_of_education

if TYPE_CHECKING:
    from taizhang.reading.figures.vocabulary import Vocabulary

Origin = Callable[[int, int], Span]
_TIED = 32   # figures


@dataclass(frozen=True, slots=True)
class Report:
    """One document with what was read from it; offsets are those of the text that `origin` leads to."""

    document: Document
    figures: list[Figure]
    claims: list[Claim]
    commitments: list[Commitment]


def read_report(text: str, *, number: int, received: str, origin: Origin, vocabulary: Vocabulary) -> Report:
    """Read one clean report, the `number`th of its page; `origin` maps its offsets to places in `received`.

    A text on something other than education is no report: no figure is taken from it.
    """
    from taizhang.reading.claims import find_claims
    from taizhang.reading.commitments import find_commitments
    from taizhang.reading.figures import About, find_figures

    outline = Outline(text)
    back = _Back(received, origin, prefix="" if number == 1 else f"d{number}.")
    if not tells_of_education(text, vocabulary):
        return Report(replace(back.document(outline), kind=UNRELATED), [], [], [])
    about = About(outline.period, outline.planned, outline.title)
    figures = find_figures(text, part_at=outline.part_at, about=about, vocabulary=vocabulary)
    figures = [figure._replace(kind=Kind.BUDGET) if figure.kind is Kind.ACTUAL and figure.unit == "元"
               and outline.is_budget_at(figure.start) else figure for figure in figures]
    claims = find_claims(text, figures, sentences=_in_reach(outline.sentences, figures))
    commitments = find_commitments(outline, figures)
    return Report(back.document(outline), [back.figure(f) for f in figures], [back.claim(c) for c in claims],
                  [back.commitment(c) for c in commitments])


def _in_reach(sentences: Sentences, figures: Sequence[Figure]) -> Iterator[Span]:
    """The sentences, those with more figures than a sentence can tie together cut at their clauses.

    Such a "sentence" is a table that lost its lines; to try every sum in it would take hours.
    """
    starts = [figure.start for figure in figures]

    def count(start: int, end: int) -> int:
        return bisect_left(starts, end) - bisect_left(starts, start)

    for sentence in sentences:
        begun = sentence[0]
        if count(*sentence) > _TIED:
            for start, end in sentences.clauses(sentence):
                if count(begun, end) > _TIED and start > begun:
                    yield begun, start
                    begun = start
        yield begun, sentence[1]


@cache
def shipped_vocabulary() -> Vocabulary:
    """The names by which reports call what the shipped catalogue measures, gathered once a process.

    A catalogue with mistakes in it costs the codes, not the reading; it is warned of.
    """
    from taizhang import catalogue
    from taizhang.reading.figures.kept import kept_names
    from taizhang.reading.figures.vocabulary import Vocabulary, domain_words, names_of

    try:
        return Vocabulary(kept_names(lambda: names_of(catalogue.load())))
    except catalogue.CatalogueError as error:
        warnings.warn(f"figures get no codes, since the catalogue has mistakes: {error}", RuntimeWarning, stacklevel=2)
        return domain_words()


@dataclass(frozen=True, slots=True)
class _Back:
    """Leads what was found back to the text as received; ids of later reports on a page take a prefix."""

    received: str
    origin: Origin
    prefix: str

    def document(self, outline: Outline) -> Document:
        start, end = self.origin(0, len(outline.text))
        return Document(outline.title, outline.bureau, outline.place, outline.period, outline.kind, start, end,
                        [self._section(section) for section in outline.sections])

    def figure(self, figure: Figure) -> Figure:
        start, end = self.origin(figure.start, figure.end)
        return Figure(self.prefix + figure.id, start, end, self.received[start:end], *figure[4:])

    def claim(self, claim: Claim) -> Claim:
        start, end = self.origin(claim.start, claim.end)
        members = {role: self._ids(ids) for role, ids in claim.members.items()}
        return claim._replace(id=self.prefix + claim.id, start=start, end=end, members=members)

    def commitment(self, commitment: Commitment) -> Commitment:
        start, end = self.origin(commitment.start, commitment.end)
        return commitment._replace(id=self.prefix + commitment.id, start=start, end=end,
                                   figures=[self.prefix + figure for figure in commitment.figures])

    def _section(self, section: Section) -> Section:
        start, end = self.origin(section.start, section.end)
        return Section(section.title, section.level, start, end, section.part)

    def _ids(self, ids: str | list[str]) -> str | list[str]:
        return self.prefix + ids if isinstance(ids, str) else [self.prefix + each for each in ids]
