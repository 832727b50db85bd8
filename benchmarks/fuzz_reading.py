"""Fuzzes the reader with coverage guidance: no input may crash it, hang it, or yield a figure outside its text.

    pip install atheris
    python benchmarks/fuzz_reading.py [-max_total_time=600] [CORPUS]

CORPUS is a folder of inputs to begin with, to which what is found is added. The first byte of an input chooses what
the rest is: a text, or a file in whatever format its content tells. A finding ends the run with the input in a file.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["taizhang"]):
    from taizhang.checking.across import compare
    from taizhang.checking.audit import audit
    from taizhang.reading import Unreadable, load, read_text
    from taizhang.reading.model import Reading
    from taizhang.reading.output import to_json

LONGEST = 4_000          # characters; longer inputs find no more and take longer


def one(content: bytes) -> None:
    """Read one input and check what came of it."""
    text = _file(content[1:]) if content[:1] > b"\x7f" else content[1:].decode("utf-8", errors="replace")
    reading = read_text((text or "")[:LONGEST], "fuzz.txt")
    check(reading)
    audit(reading)
    compare(reading, reading)
    to_json(reading)


def _file(content: bytes) -> str | None:
    try:
        return load(content, "fuzz").text
    except Unreadable:
        return None


def check(reading: Reading) -> None:
    """Everything stands inside the text, and a figure's quote is what stands at its place."""
    known = {figure.id for figure in reading.figures}
    for figure in reading.figures:
        assert 0 <= figure.start < figure.end <= len(reading.text), figure
        assert reading.text[figure.start:figure.end] == figure.quote, figure
    for claim in reading.claims:
        for ids in claim.members.values():
            assert known.issuperset([ids] if isinstance(ids, str) else ids), claim
    for item in (*reading.claims, *reading.commitments, *reading.documents, *reading.cleanings):
        assert 0 <= item.start <= item.end <= len(reading.text), item


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
