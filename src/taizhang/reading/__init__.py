"""A written report in, its figures, claims and commitments out, each with its place.

>>> reading = read_text("清川县教育局2026年上半年工作总结\\n一、上半年工作\\n新建幼儿园 2 所。", "总结.txt")
>>> [(d.bureau, d.period, d.kind) for d in reading.documents]
[('清川县教育局', '2026H1', 'summary')]
>>> [(reading.text[f.start:f.end], f.value, f.unit) for f in reading.figures]
[('2 所', Decimal('2'), '所')]
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from taizhang.reading.model import Reading
from taizhang.reading.received import Received, Unreadable, load
from taizhang.reading.subject import is_chinese

if TYPE_CHECKING:
    from taizhang.reading.figures.vocabulary import Vocabulary
    from taizhang.reading.report import Report

__all__ = ["Reading", "Received", "Unreadable", "load", "read", "read_text"]


def read(path: Path | str) -> Reading:
    """Read the report in the file at `path`. Raises Unreadable with a finding where it gives no text."""
    received = load(path)
    return read_text(received.text, received.name)


def read_text(text: str, name: str = "text", *, vocabulary: Vocabulary | None = None) -> Reading:
    """Read `text`, which may be any text: one that is not Chinese gives an empty Reading.

    A Chinese text on something other than education gives documents of the kind "unrelated" without figures.
    Offsets in the Reading count characters of `text`. Figures are linked with the shipped catalogue, or with that of
    the `vocabulary` (`figures.vocabulary.vocabulary_of`).
    """
    from taizhang.reading.cleaning import clean_text
    from taizhang.reading.report import read_report, shipped_vocabulary
    from taizhang.reading.structure import split

    if not is_chinese(text):
        return Reading(name, text, [], [], [], [], [])
    clean, words = clean_text(text), vocabulary or shipped_vocabulary()

    def read_part(number: int, start: int, end: int) -> Report:
        return read_report(clean.text[start:end], number=number, received=text, vocabulary=words,
                           origin=lambda a, b: clean.origin(start + a, start + b))

    reports = [read_part(number, *span) for number, span in enumerate(split(clean.text), start=1)]
    return Reading(name, text, [r.document for r in reports], [f for r in reports for f in r.figures],
                   [c for r in reports for c in r.claims], [k for r in reports for k in r.commitments],
                   clean.cleanings)
