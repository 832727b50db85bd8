"""A written report held against earlier ones of the same bureau."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from taizhang.checking.places import SAID, agrees, place, quoted
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.reading.model import Claim, Commitment, Figure, Kind, Reading

_ALIKE = 0.6             # this share of a promise's pairs of characters must come back in one sentence
_SHORT = 4               # characters; a shorter phrase does not tell what a figure is of
Subject = tuple[object, ...]
Figures = Mapping[str, Figure]


def compare(reading: Reading, *earlier: Reading) -> list[Finding]:
    """Where a report does not agree with earlier ones of the same bureau.

    - claim-other-base: what it gives as last year's figure is not what last year's report said;
    - claim-told-differently: both tell a figure of the same thing, period and unit, with different values;
    - claim-promise-forgotten: a measured promise of the earlier report that this one never mentions.

    Figures are of the same thing when they have the same code and split, or the same words. Something told twice
    with two values in one report is compared with nothing.
    """
    return [finding for other in earlier for finding in (
        *_other_bases(reading, other), *_told_differently(reading, other), *_forgotten(reading, other))]


# ── last year's figure ───────────────────────────────────────────────────────


def _other_bases(reading: Reading, earlier: Reading) -> Iterator[Finding]:
    figures, said = _by_id(reading), _told_once(earlier)
    for claim in reading.claims:
        current = figures.get(str(claim.members.get("current")))
        last_year = _a_year_before(current)
        base = _base(claim, figures, last_year)
        before = said.get((_subject(current), last_year)) if current and base is not None else None
        if current and before and base is not None and not agrees(before, base):
            yield Finding("claim-other-base", place(reading, claim.start, claim.end), {
                "sentence": quoted(reading, claim.start, claim.end), "stated": base, "computed": before.value,
                "what": current.indicator, "unit": current.unit, "earlier": earlier.name, "quote": before.quote})


def _base(claim: Claim, figures: Figures, last_year: str | None) -> Decimal | None:
    """Last year's figure as this report gives it, or as its difference implies; None for a base of another time."""
    stated = figures.get(str(claim.members.get("base")))
    if stated is not None:
        return stated.value if stated.period == last_year else None
    return claim.computed if claim.type == "year_on_year" else None


def _a_year_before(figure: Figure | None) -> str | None:
    """The code of the same period a year before; None where the figure has no period."""
    return str(Period.parse(figure.period).same_last_year) if figure and figure.period else None


# ── the same figure, told twice ──────────────────────────────────────────────


def _told_differently(reading: Reading, earlier: Reading) -> Iterator[Finding]:
    before = _told_once(earlier)
    for (subject, period), figure in _told_once(reading).items():
        other = before.get((subject, period)) if period else None
        if other and other.value is not None and figure.value is not None \
                and not agrees(figure, other.value) and not agrees(other, figure.value):
            yield Finding("claim-told-differently", place(reading, figure.start, figure.end), {
                "what": figure.indicator, "period": period, "stated": figure.quote, "quote": other.quote,
                "earlier": earlier.name, "computed": other.value, "figure": figure.id})


def _told_once(reading: Reading) -> dict[tuple[Subject | None, str | None], Figure]:
    """The figures that say what was reached, by subject and period, where a report tells only one value of each."""
    told: defaultdict[tuple[Subject | None, str | None], list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if figure.kind in SAID and figure.value is not None and (subject := _subject(figure)):
            told[subject, figure.period].append(figure)
    return {what: figures[0] for what, figures in told.items() if len({f.value for f in figures}) == 1}


def _subject(figure: Figure | None) -> Subject | None:
    """What a figure is of, so that it is found again: its code, else its own words, with its split."""
    if figure is None or not (figure.code or len(figure.indicator) >= _SHORT):
        return None
    return figure.code or figure.indicator, tuple(sorted(figure.by.items())), figure.unit, figure.org


def _by_id(reading: Reading) -> Figures:
    return {figure.id: figure for figure in reading.figures}


# ── promises ─────────────────────────────────────────────────────────────────


def _forgotten(reading: Reading, earlier: Reading) -> Iterator[Finding]:
    figures = _by_id(earlier)
    codes = {figure.code for figure in reading.figures if figure.code}
    sentences = [_pairs(sentence) for sentence in reading.text.replace("\n", "。").split("。")]
    for promise in earlier.commitments:
        targets = [figures[i] for i in promise.figures if i in figures]
        measured = any(t.value is not None and t.kind in (Kind.TARGET, Kind.BUDGET) for t in targets)
        if measured and not any(t.code in codes for t in targets) and not _mentioned(promise, sentences):
            yield Finding("claim-promise-forgotten", place(earlier, promise.start, promise.end), {
                "promise": promise.text, "earlier": earlier.name, "report": reading.name})


def _mentioned(promise: Commitment, sentences: Iterable[set[str]]) -> bool:
    pairs = _pairs(promise.text)
    return not pairs or any(len(pairs & sentence) >= _ALIKE * len(pairs) for sentence in sentences)


def _pairs(words: str) -> set[str]:
    """The pairs of neighbouring characters of a text, numbers left out since they will have changed."""
    letters = [c for c in words if c.isalpha()]
    return {a + b for a, b in pairwise(letters)}
