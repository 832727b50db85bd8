"""Reads a sentence the way a report is read, so that claims are tested on the figures the reader really finds."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.reading import read_text
from taizhang.reading.model import Claim, Reading, Verdict

HEAD = "清川县教育局2025年工作总结\n一、工作开展情况\n"
_GIVEN = ("parts", "part", "current", "base", "whole", "came", "went")


def read(sentence: str) -> Reading:
    return read_text(sentence, "report.txt")


def claims(sentence: str, *types: str) -> list[Claim]:
    found = read(sentence).claims
    return [c for c in found if not types or c.type in types]


def verdicts(sentence: str, *types: str) -> list[str]:
    return [c.verdict.value for c in claims(sentence, *types)]


def claims_of(sentence: str) -> list[tuple[Claim, set[str]]]:
    """The claims of a report with this sentence, each with the figures it states, as printed."""
    reading = read_text(HEAD + sentence)
    quotes = {figure.id: figure.quote for figure in reading.figures}
    stated = [[i for role, v in claim.members.items() if role not in _given(claim)
               for i in ([v] if isinstance(v, str) else v)] for claim in reading.claims]
    return [(claim, {quotes[i] for i in of}) for claim, of in zip(reading.claims, stated, strict=True)]


def _given(claim: Claim) -> tuple[str, ...]:
    """What a claim is reckoned from; a sum states its total, and shares that make 100 % state their parts."""
    if claim.type == "sum":
        return ("parts",) if "total" in claim.members else ()
    return _GIVEN


def confirmed(sentence: str) -> set[str]:
    """The figures, as printed, that some claim states and that hold."""
    return {quote for claim, quotes in claims_of(sentence) if claim.verdict in (Verdict.HOLDS, Verdict.ROUNDING)
            for quote in quotes}


def accused(sentence: str) -> list[tuple[str, set[str]]]:
    """What is called wrong, each with the figures that it states."""
    return [(claim.message, quotes) for claim, quotes in claims_of(sentence) if claim.verdict is Verdict.CONTRADICTED]


def assert_all_hold(sentence: str, quotes: Iterable[str]) -> None:
    """These figures are stated by claims that hold, and nothing is called wrong."""
    assert set(quotes) - confirmed(sentence) == set()
    assert accused(sentence) == []


def assert_found_once(sentence: str, quote: str) -> None:
    """One claim alone is called wrong, and it states this figure."""
    assert [quotes & {quote} for _, quotes in accused(sentence)] == [{quote}]
