"""What a check of a written report has to say: of its own figures, of an earlier report, of what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from taizhang.findings import Finding
from taizhang.quantities import Qualifier
from taizhang.reading.claims.span import span_of, step_of
from taizhang.reading.model import Claim, Commitment, Figure, Kind, Reading, Verdict
from taizhang.reading.subject import UNRELATED

Lookup = Callable[[str, str | None, str | None, Mapping[str, str]], Decimal | None]
"""A known value in base units, given the code ("domain.code"), period, org and split; None where unknown."""

_ALIKE = 0.6             # this share of a promise's pairs of characters must come back in one sentence
_SAID = frozenset({Kind.ACTUAL, Kind.RATE, Kind.SHARE})


def audit(reading: Reading) -> list[Finding]:
    """Everything about a report's own figures that a careful reader would question, in reading order.

    Contradictions are errors, or warnings where a figure is only approximate (约); what is doubtful but cannot
    be recomputed (a lost number, a rate over 100 %) is a warning. A text that is not on education gets a note.
    """
    figures = {figure.id: figure for figure in reading.figures}
    found = [finding for claim in reading.claims if (finding := _of_claim(reading, claim, figures))]
    return [*_unrelated(reading), *found]


def _unrelated(reading: Reading) -> Iterator[Finding]:
    if reading.documents and all(document.kind == UNRELATED for document in reading.documents):
        yield Finding("file-unrelated", reading.name, {"name": reading.name})


def _of_claim(reading: Reading, claim: Claim, figures: Mapping[str, Figure]) -> Finding | None:
    if claim.verdict is Verdict.CONTRADICTED:
        vague = any(figures[i].qualifier is not Qualifier.EXACT for i in _ids(claim) if i in figures)
        code = "claim-contradicted-about" if vague else "claim-contradicted"
    elif claim.verdict is Verdict.UNCHECKABLE and (claim.message or claim.cause) and claim.type != "sum":
        code = "claim-doubtful"
    else:
        return None
    return Finding(code, _place(reading, claim.start, claim.end), {
        "claim": claim.id, "sentence": _quote(reading, claim.start, claim.end), "type": claim.type,
        "stated": claim.stated, "computed": claim.computed, "needs": claim.needs,
        "message": claim.message or claim.cause, "message_en": claim.message_en or claim.cause_en,
        "cause": f"（{claim.cause}）" if claim.cause and claim.message else "",
        "cause_en": f" ({claim.cause_en})" if claim.cause_en and claim.message_en else "",
    })


def _ids(claim: Claim) -> Iterator[str]:
    for ids in claim.members.values():
        yield from [ids] if isinstance(ids, str) else ids


def _place(reading: Reading, start: int, end: int) -> str:
    return f"{reading.name}:{start}-{end}"


def _quote(reading: Reading, start: int, end: int, most: int = 120) -> str:
    words = " ".join(reading.text[start:end].split())
    return words if len(words) <= most else words[:most] + "…"


# ── against an earlier report of the same bureau ─────────────────────────────


def compare(reading: Reading, earlier: Reading) -> list[Finding]:
    """Where a report does not agree with an earlier one of the same bureau.

    What it gives as last year's figure is held against what the earlier report said then; targets the earlier
    report promised and this one never mentions are listed.
    """
    return [*_other_bases(reading, earlier), *_forgotten(reading, earlier)]


def _other_bases(reading: Reading, earlier: Reading) -> Iterator[Finding]:
    figures = {figure.id: figure for figure in reading.figures}
    said: dict[object, Figure] = {}
    for figure in earlier.figures:
        if figure.kind in _SAID and figure.value is not None and (subject := _subject(figure)):
            said.setdefault(subject, figure)
    for claim in reading.claims:
        current = figures.get(str(claim.members.get("current")))
        before = said.get(_subject(current)) if current else None
        base = _base(claim, figures)
        if current and before and before.value is not None and base is not None and not _agree(before, base):
            yield Finding("claim-other-base", _place(reading, claim.start, claim.end), {
                "sentence": _quote(reading, claim.start, claim.end), "stated": base, "computed": before.value,
                "what": current.indicator, "unit": current.unit, "earlier": earlier.name, "quote": before.quote})


def _subject(figure: Figure) -> object | None:
    """What a figure is of, so that it is found again: its code and split, else its own words."""
    if figure.code:
        return figure.code, tuple(sorted(figure.by.items())), figure.unit, figure.org
    return (figure.indicator, figure.unit, figure.org) if len(figure.indicator) >= 4 else None


def _base(claim: Claim, figures: Mapping[str, Figure]) -> Decimal | None:
    """Last year's figure as this report gives it, or as its difference implies."""
    if claim.type not in ("year_on_year", "growth"):
        return None
    stated = figures.get(str(claim.members.get("base")))
    if stated is not None:
        return stated.value
    return claim.computed if claim.type == "year_on_year" and claim.verdict is Verdict.UNCHECKABLE else None


def _agree(figure: Figure, value: Decimal) -> bool:
    """True when `value` is a number that would be printed as the figure is."""
    if figure.value is None:
        return True
    span = span_of(figure, step_of(figure.value, figure.quote))
    return span is None or span.lo <= value <= span.hi


def _forgotten(reading: Reading, earlier: Reading) -> Iterator[Finding]:
    figures = {figure.id: figure for figure in earlier.figures}
    codes = {figure.code for figure in reading.figures if figure.code}
    sentences = [_pairs(sentence) for sentence in reading.text.replace("\n", "。").split("。")]
    for promise in earlier.commitments:
        targets = [figures[i] for i in promise.figures if i in figures]
        measured = any(t.value is not None and t.kind in (Kind.TARGET, Kind.BUDGET) for t in targets)
        if measured and not any(t.code in codes for t in targets) and not _mentioned(promise, sentences):
            yield Finding("claim-promise-forgotten", _place(earlier, promise.start, promise.end), {
                "promise": promise.text, "earlier": earlier.name, "report": reading.name})


def _mentioned(promise: Commitment, sentences: Iterable[set[str]]) -> bool:
    pairs = _pairs(promise.text)
    return not pairs or any(len(pairs & sentence) >= _ALIKE * len(pairs) for sentence in sentences)


def _pairs(words: str) -> set[str]:
    """The pairs of neighbouring characters of a text, numbers left out since they will have changed."""
    letters = [c for c in words if c.isalpha()]
    return {a + b for a, b in pairwise(letters)}


# ── against what is known ────────────────────────────────────────────────────


def against(reading: Reading, lookup: Lookup) -> list[Finding]:
    """Each figure with a code held against known observations: agrees, contradicts, or unknown.

    `lookup(code, period, org, by)` gives the known value in base units, or None. A figure agrees when the known
    value would be printed as the figure is.
    """
    return [_known(reading, figure, lookup(figure.code, figure.period, figure.org, figure.by))
            for figure in reading.figures if figure.code and figure.value is not None and figure.kind in _SAID]


def _known(reading: Reading, figure: Figure, value: Decimal | None) -> Finding:
    code = "claim-unknown" if value is None else "claim-agrees" if _agree(figure, value) else "claim-contradicts-known"
    return Finding(code, _place(reading, figure.start, figure.end), {
        "what": figure.indicator or figure.code, "stated": figure.quote, "computed": value, "unit": figure.unit,
        "code": figure.code, "period": figure.period})
