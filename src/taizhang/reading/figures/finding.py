"""From clean text to figures."""

from __future__ import annotations

from collections.abc import Callable

from taizhang.reading.figures.context import Context, contexts
from taizhang.reading.figures.kinds import kind_of
from taizhang.reading.figures.lexing import numbers
from taizhang.reading.figures.linking import Linker
from taizhang.reading.figures.measured import Phrases
from taizhang.reading.figures.qualifiers import qualifier_of
from taizhang.reading.figures.scopes import org_of, period_of
from taizhang.reading.figures.vocabulary import Vocabulary, domain_words
from taizhang.reading.model import Figure, Kind


def find_figures(text: str, *, part_at: Callable[[int], str], period: str | None = None,
                 vocabulary: Vocabulary | None = None) -> list[Figure]:
    """Every number of a clean text that measures something, in reading order.

    `part_at` says for a place of the text whether it tells of what is "done" or "planned"; `period` is the
    report's, such as 2026H1. Without a vocabulary, figures are given domains but no indicators of a catalogue.
    """
    linker, phrases = Linker(text, vocabulary or domain_words()), Phrases(text)
    figures: list[Figure] = []
    before: tuple[Context, Kind] | None = None
    for context in contexts(text, list(numbers(text)), part_at):
        number, phrase, kind = context.number, phrases.phrase(context), kind_of(context, before)
        link = linker.link(context, phrase)
        figures.append(Figure(
            id=f"f{len(figures) + 1}", start=number.start, end=number.end, quote=text[number.start:number.end],
            value=number.value, unit=number.unit, kind=kind, qualifier=qualifier_of(context),
            indicator=phrase, code=link.code, domain=link.domain, score=link.score,
            period=period_of(context, kind, period), org=org_of(context), by=link.by,
        ))
        before = context, kind
    return figures
