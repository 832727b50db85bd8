"""From clean text to figures."""

from __future__ import annotations

from collections.abc import Callable

from taizhang.reading.figures.context import Context, contexts
from taizhang.reading.figures.kinds import kind_of
from taizhang.reading.figures.lexing import numbers
from taizhang.reading.figures.linking import Linker
from taizhang.reading.figures.measured import measured
from taizhang.reading.figures.qualifiers import qualifier_of
from taizhang.reading.figures.vocabulary import Vocabulary, domain_words
from taizhang.reading.model import Figure


def find_figures(text: str, *, part_at: Callable[[int], str], period: str | None = None,
                 vocabulary: Vocabulary | None = None) -> list[Figure]:
    """Every number of a clean text that measures something, in reading order.

    `part_at` says for a place of the text whether it tells of what is "done" or "planned"; `period` is the
    report's, such as 2026H1. Without a vocabulary, figures are given domains but no indicators of a catalogue.
    """
    linker = Linker(text, vocabulary or domain_words())
    return [_figure(text, f"f{i}", context, linker)
            for i, context in enumerate(contexts(text, list(numbers(text)), part_at), 1)]


def _figure(text: str, name: str, context: Context, linker: Linker) -> Figure:
    number, link = context.number, linker.link(context)
    return Figure(
        id=name, start=number.start, end=number.end, quote=text[number.start:number.end], value=number.value,
        unit=number.unit, kind=kind_of(context), qualifier=qualifier_of(context), indicator=measured(context),
        code=link.code, domain=link.domain, score=link.score,
    )
