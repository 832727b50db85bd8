"""From clean text to figures."""

from __future__ import annotations

from collections.abc import Callable

from taizhang.reading.figures.context import contexts
from taizhang.reading.figures.kinds import Kinds
from taizhang.reading.figures.lexing import numbers
from taizhang.reading.figures.linking import Linker
from taizhang.reading.figures.measured import Phrases
from taizhang.reading.figures.qualifiers import qualifier_of
from taizhang.reading.figures.scopes import org_of, period_of
from taizhang.reading.figures.vocabulary import Vocabulary, domain_words
from taizhang.reading.model import Figure, Kind

_OF_STAGES = {None, "preschool", "compulsory_balance", "high_school", "vocational", "special_education"}


def find_figures(text: str, *, part_at: Callable[[int], str], period: str | None = None,
                 planned: str | None = None, vocabulary: Vocabulary | None = None) -> list[Figure]:
    """Every number of a clean text that measures something, in reading order.

    `part_at` says for a place of the text whether it tells of what is "done" or "planned"; `period` is the
    report's, such as 2026H1, and `planned` that of its plan where it is another year's. Without a vocabulary,
    figures are given domains but no indicators of a catalogue.
    """
    words = vocabulary or domain_words()
    linker, phrases, kinds = Linker(text, words), Phrases(text, words), Kinds()
    figures: list[Figure] = []
    sentence = -1
    for context in contexts(text, list(numbers(text)), part_at):
        number, phrase, kind = context.number, phrases.phrase(context), kinds.kind(context)
        link = linker.link(context, phrase)
        if figures and context.start == sentence:
            beside = figures[-1].end > number.start - len(context.segment)
            if kind is Kind.CHANGE and beside:                                  # what rose is what was told before
                link = link._replace(domain=figures[-1].domain, code=None)
            elif _of_the_same(linker.split_only(context), context.unit, figures[-1].domain):
                link = link._replace(domain=figures[-1].domain)
        if link.domain is None and figures and "\n" not in text[figures[-1].end:number.start]:
            link = link._replace(domain=figures[-1].domain)
        sentence = context.start
        figures.append(Figure(
            id=f"f{len(figures) + 1}", start=number.start, end=number.end, quote=text[number.start:number.end],
            value=number.value, unit=number.unit, kind=kind, qualifier=qualifier_of(context),
            indicator=phrase, code=link.code, domain=link.domain, score=link.score,
            period=period_of(context, kind, planned if planned and context.part == "planned" else period),
            org=org_of(context), by=link.by, low=number.low, high=number.high,
        ))
    return figures


def _of_the_same(split: str | None, unit: str, domain: str | None) -> bool:
    """Whether a number that only says of whom is of the domain of the number before it.

    Of a list by stage that domain is one that all stages have: 资助小学生100人、中职40人. Schools are of their stage.
    """
    if split in (None, "stage", ""):
        return split is not None and unit != "所" and domain not in _OF_STAGES
    return True
