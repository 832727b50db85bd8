"""The finished Word file read back: the same figures must come out as went in, and nothing may contradict itself.

The reader knows nothing of how the file was made, so what it finds is what anybody will read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from taizhang.findings import Finding
from taizhang.quantities import Quantity, read_quantity
from taizhang.reading import read
from taizhang.reading.model import Claim, Figure, Reading, Verdict
from taizhang.writing.document import Document
from taizhang.writing.pieces import FigureRun, Paragraph


def read_back(docx: bytes, document: Document) -> list[Finding]:
    """What the reader finds otherwise than the document has it; empty when the two agree.

    `docx` is the file as it will be sent, perhaps edited since `to_docx` made it.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(docx)
        reading = read(path)
    return [*_paragraphs(reading, document), *_contradictions(reading)]


def _paragraphs(reading: Reading, document: Document) -> Iterator[Finding]:
    """Each paragraph found again, in order, and its figures in their places."""
    at = 0
    for paragraph in document.paragraphs():
        found = reading.text.find(paragraph.text, at)
        if found < 0:
            yield Finding("proof-text-changed", _excerpt(paragraph.text), {"text": _excerpt(paragraph.text)})
            continue
        at = found + len(paragraph.text)
        yield from _figures(paragraph, found, reading)


def _figures(paragraph: Paragraph, start: int, reading: Reading) -> Iterator[Finding]:
    at = start + len(paragraph.lead)
    for run in paragraph.runs:
        if isinstance(run, FigureRun) and (finding := _figure(run, at, reading)):
            yield finding
        at += len(run.text)


def _figure(run: FigureRun, at: int, reading: Reading) -> Finding | None:
    seen = next((figure for figure in reading.figures if figure.start < at + len(run.text) and at < figure.end), None)
    meant = read_quantity(run.text)
    place = f"{at}-{at + len(run.text)}"
    if seen is None:
        return Finding("proof-figure-lost", place, {"figure": run.text})
    if meant is None or seen.value is None or seen.value == _as_read(meant, seen):
        return None
    return Finding("proof-figure-differs", place, {"figure": run.text, "found": f"{seen.value:f}{seen.unit}"})


def _as_read(meant: Quantity, seen: Figure) -> object:
    """The printed quantity in the reader's units: percentages as they stand, everything else in base units."""
    if meant.value is None or meant.unit.symbol in ("%", "百分点", "个百分点", "倍"):
        return meant.value
    scale = meant.unit.scale
    return meant.value * scale.numerator / scale.denominator


def _contradictions(reading: Reading) -> Iterator[Finding]:
    return (_contradiction(claim, reading) for claim in reading.claims if claim.verdict == Verdict.CONTRADICTED)


def _contradiction(claim: Claim, reading: Reading) -> Finding:
    text = _excerpt(reading.text[claim.start:claim.end])
    return Finding("proof-contradiction", f"{claim.start}-{claim.end}",
                   {"text": text, "why": claim.message, "why_en": claim.message_en})


def _excerpt(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
