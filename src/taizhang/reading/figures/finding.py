"""From clean text to figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from taizhang.periods import Period, PeriodKind
from taizhang.reading.figures.cells import Grid, figure_of_cell, grids
from taizhang.reading.figures.context import contexts
from taizhang.reading.figures.kinds import Kinds
from taizhang.reading.figures.lexing import numbers
from taizhang.reading.figures.linking import Linker
from taizhang.reading.figures.measured import Phrases
from taizhang.reading.figures.qualifiers import qualifier_of
from taizhang.reading.figures.scopes import name_of_base, org_of, period_of
from taizhang.reading.figures.vocabulary import Vocabulary, domain_words
from taizhang.reading.model import Figure, Kind
from taizhang.reading.structure.dating import ends_its_year

_WITH_PUPILS = {"private_schools", "special_education"}
_PUPILS = re.compile("[，、；]?(?:其中[：:]?)?(?:小学|初中|(?:普通)?高中|在[校园])?(?:学生|(?:在园)?幼儿|(?:在校)?生)?"
                     "(?:共有?|人?数)?")
_PLANS = re.compile("计划|目标|任务|预计|力争|安排|拟|新[建增扩]|改造|培训|责任|牵头|时[限间]|[年月]底|下半年|明年")
_OF_STAGES = {None, "preschool", "compulsory_balance", "high_school", "vocational", "special_education"}


class About(NamedTuple):
    """What a report says of itself: its period (2026H1), that of its plan where it is another year's, its title."""

    period: str | None = None
    planned: str | None = None
    title: str = ""


_NOTHING = About()
_AHEAD = "planned ahead"      # for a year after the one reported: 上半年 is still to come there,
_IN_FULL = "done in full"     # and of a whole year, or of its second half, 下半年 is over


def find_figures(text: str, *, part_at: Callable[[int], str], about: About = _NOTHING,
                 vocabulary: Vocabulary | None = None) -> list[Figure]:
    """Every number of a clean text that measures something, in reading order.

    `part_at` says for a place of the text whether it tells of what is "done" or "planned"; `about` is what the report
    says of itself. Without a vocabulary, figures are given domains but no indicators of a catalogue.
    """
    reader = _Reader(vocabulary or domain_words(), about)
    part_at = _told_by_year(part_at, about)
    tables = list(grids(text))
    passed = {cell.place[0] for grid in tables for cell in grid.cells}
    figures = list(reader.prose(text, part_at, passed=passed))
    if not passed:
        return figures
    figures += reader.cells(text, part_at, tables)
    figures.sort(key=lambda figure: figure.start)
    return [figure._replace(id=f"f{n}") for n, figure in enumerate(figures, start=1)]


def _told_by_year(part_at: Callable[[int], str], about: About) -> Callable[[int], str]:
    """What each place tells of, as the years of the report and of its plan make it: `part` in `kinds.yaml`."""
    reported = Period.parse(about.period) if about.period else None
    in_full = reported is not None and (reported.kind is PeriodKind.YEAR or ends_its_year(reported))
    told = {"done": _IN_FULL if in_full else "done", "planned": _AHEAD if about.planned else "planned"}
    return lambda place: told[part_at(place)]


@dataclass(frozen=True)
class _Reader:
    """Reads the figures of one report: the words it knows, and what the report says of itself."""

    words: Vocabulary
    about: About

    def cells(self, text: str, part_at: Callable[[int], str], tables: Iterable[Grid]) -> Iterator[Figure]:
        """The figures of tables; one without a word of a plan tells how things are, also behind a plan."""
        year = Period.parse(self.about.period).year if self.about.period else None
        for grid in tables:
            plans = _PLANS.search(text, grid.rows[0].start, grid.rows[-1].end) is not None
            for cell in grid.cells:
                part = part_at(cell.place[0]) if plans else "done"
                yield from figure_of_cell(text, cell, partial(self._sentence, part=part), year)

    def _sentence(self, told: str, *, part: str) -> list[Figure]:
        return list(self.prose(told, lambda _: part))

    def prose(self, text: str, part_at: Callable[[int], str], passed: Container[int] = ()) -> Iterator[Figure]:
        """The figures of sentences; a number that begins at a place that is passed is none of them.

        Each thing is asked of all numbers before the next is, so that few patterns are at work at once.
        """
        around = list(contexts(text, [number for number in numbers(text) if number.start not in passed], part_at))
        linker = Linker(text, self.words, self.about.title)
        phrases, kinds = list(map(Phrases(text, self.words).phrase, around)), list(map(Kinds().kind, around))
        links, qualifiers = list(map(linker.link, around, phrases)), list(map(qualifier_of, around))
        before: Figure | None = None
        sentence = -1
        told = zip(around, phrases, kinds, links, qualifiers, strict=True)
        for n, (context, phrase, kind, link, qualifier) in enumerate(told, start=1):
            number, domain, code = context.number, link.domain, link.code
            if before and context.start == sentence:
                beside = before.end > number.start - len(context.segment)
                if kind is Kind.CHANGE and beside:                                  # what rose is what was told before
                    domain, code = before.domain, None
                elif _of_the_same(linker.split_only(context), context.unit, before.domain) or (
                        before.domain in _WITH_PUPILS and _PUPILS.fullmatch(context.near)):
                    domain = before.domain
            if domain is None and before and "\n" not in text[before.end:number.start]:
                domain = before.domain
            by: Mapping[str, str] = link.by
            is_base = kind is Kind.BASELINE and context.start == sentence
            if is_base and before and _is_its_base(phrase, context.unit, before):
                domain, code, by = before.domain, before.code, before.by
            sentence = context.start
            ahead = self.about.planned if context.part == _AHEAD else None
            before = Figure(
                id=f"f{n}", start=number.start, end=number.end, quote=text[number.start:number.end],
                value=number.value, unit=number.unit, kind=kind, qualifier=qualifier,
                indicator=phrase, code=code, domain=domain, score=link.score,
                period=period_of(context, kind, ahead or self.about.period),
                org=org_of(context), by=by, low=number.low, high=number.high,
            )
            yield before


def _is_its_base(phrase: str, unit: str, level: Figure) -> bool:
    """Whether a base has no name but that of the level before it: 在园幼儿46000人，去年同期为45878人."""
    return level.unit == unit and level.kind in (Kind.ACTUAL, Kind.RATE) and name_of_base(phrase) == level.indicator


def _of_the_same(split: str | None, unit: str, domain: str | None) -> bool:
    """Whether a number that only says of whom is of the domain of the number before it.

    Of a list by stage that domain is one that all stages have: 资助小学生100人、中职40人. Schools are of their stage.
    """
    if split in (None, "stage", ""):
        return split is not None and unit != "所" and domain not in _OF_STAGES
    return True
