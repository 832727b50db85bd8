"""Reads a sentence the way a report is read, so that claims are tested on the figures the reader really finds."""

from __future__ import annotations

from taizhang.reading import read_text
from taizhang.reading.model import Claim, Reading


def read(sentence: str) -> Reading:
    return read_text(sentence, "report.txt")


def claims(sentence: str, *types: str) -> list[Claim]:
    found = read(sentence).claims
    return [c for c in found if not types or c.type in types]


def verdicts(sentence: str, *types: str) -> list[str]:
    return [c.verdict.value for c in claims(sentence, *types)]
