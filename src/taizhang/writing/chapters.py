"""What was said of each domain -> the chapters of a part: one of its own, or a paragraph of one that short ones share.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from taizhang.catalogue.model import Domain
from taizhang.writing import layout
from taizhang.writing.arranging import paragraphs
from taizhang.writing.numbering import numbered
from taizhang.writing.pieces import Chart, Paragraph, Section, Text
from taizhang.writing.said import Outcome
from taizhang.writing.tasks import OTHERS

SHORT = 2 * layout.CHARACTERS       # characters: up to two lines do not fill a chapter
FEWEST = 2                          # short chapters that share one


@dataclass(frozen=True, slots=True)
class Chapters:
    """Puts together what was said of some domains. `alone`: there is but one, whose text needs no heading."""

    outcome: Outcome
    domains: tuple[Domain, ...]
    alone: bool

    def of(self, part: str, drawn: Mapping[str, Chart], shared: str = "") -> Section:
        """The chapters of a part, each with its domain's chart of `drawn`.

        Where `shared` is the title of a closing chapter, those that are too short for one of their own stand in it.
        """
        if self.alone:
            return Section("", self._told(self.domains[0], part))
        full = tuple(Section(domain.title.zh, told, charts=(drawn[domain.code],) if domain.code in drawn else (),
                             domain=domain.code) for domain, told in self._found(part))
        short = [one for one in full if _is_short(one)]
        if not shared or not FEWEST <= len(short) < len(full):
            return Section("", sections=full)
        together = Section(shared, tuple(_named(one) for one in short))
        return Section("", sections=(*(one for one in full if one not in short), together))

    def problems(self) -> tuple[Paragraph, ...]:
        """A paragraph for each domain, its heading running into it."""
        found = [(domain, told[0]) for domain, told in self._found("problems")]
        if self.alone:
            return tuple(paragraph for _domain, paragraph in found)
        return tuple(replace(paragraph, lead=f"{numbered(2, number)}{domain.title.zh}。")
                     for number, (domain, paragraph) in enumerate(found, start=1))

    def _found(self, part: str) -> Collection[tuple[Domain, tuple[Paragraph, ...]]]:
        return [(domain, told) for domain in (*self.domains, OTHERS) if (told := self._told(domain, part))]

    def _told(self, domain: Domain, part: str) -> tuple[Paragraph, ...]:
        sentences = [said.runs for said in self.outcome.of(domain, part)]
        if not sentences:
            return ()
        told = tuple(replace(one, domain=domain.code) for one in paragraphs(sentences, part, domain.code))
        if part != "next" or not domain.section:
            return told
        owner = Text(f"（责任科室：{domain.section}）", digits=True)
        return (*told[:-1], replace(told[-1], runs=(*told[-1].runs, owner)))


def _is_short(chapter: Section) -> bool:
    return not chapter.charts and len(chapter.paragraphs) == 1 and len(chapter.paragraphs[0].text) <= SHORT


def _named(chapter: Section) -> Paragraph:
    """The only paragraph of a short chapter, saying itself what it is about."""
    (told,) = chapter.paragraphs
    return replace(told, runs=(Text(f"{chapter.title}方面，", digits=True), *told.runs))
