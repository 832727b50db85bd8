"""A written report held against earlier ones of the same bureau."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from taizhang.catalogue.model import Title
from taizhang.checking.mentions import mentioned
from taizhang.checking.places import SAID, agrees, place, quoted
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.reading.claims.verdicts import printed
from taizhang.reading.figures.scopes import name_of_base
from taizhang.reading.model import Claim, Figure, Kind, Reading
from taizhang.reading.structure.sentences import Sentences

_SHORT = 4               # characters; a shorter phrase does not tell what a figure is of
Subject = tuple[object, ...]
Figures = Mapping[str, Figure]


def compare(reading: Reading, *earlier: Reading) -> list[Finding]:
    """Where a report does not agree with earlier ones of the same bureau.

    - claim-other-base: what it gives as last year's figure is not what last year's report said;
    - claim-told-differently: both tell a figure of the same thing, period and unit, with different values;
    - earlier-other-bureau: the two name different bureaus, and nothing of them is compared;
    - claim-promise-forgotten: a measured promise of the earlier report, due by the end of what this one reports on,
      that it never mentions.

    Figures are of the same thing when they have the same code and split, or the same words. Something told twice
    with two values in one report is compared with nothing.
    """
    return [finding for other in earlier for finding in _of_other_bureaus(reading, other) or (
        *_other_bases(reading, other), *_bases_told(reading, other), *_told_differently(reading, other),
        *_forgotten(reading, other))]


def same_bureau(one: str, other: str) -> bool:
    """Whether two reports may be by the same bureau: 教育局 may be any, 青汀市教育局 is not 临浦区教育局."""
    return one.endswith(other) or other.endswith(one)


def _of_other_bureaus(reading: Reading, earlier: Reading) -> list[Finding]:
    """A finding where the first reports of two readings name two bureaus, of two places if they name these."""
    now, then = ((one.documents[0].bureau or "", one.documents[0].place or "") if one.documents else ("", "")
                 for one in (reading, earlier))
    if same_bureau(now[0], then[0]) or (now[1] and now[1] == then[1]):
        return []
    return [Finding("earlier-other-bureau", reading.name, {
        "bureau": now[0], "earlier": called(earlier), "other": then[0]})]


def called(reading: Reading) -> str:
    """What a report is called: by its title, else by the name of its file."""
    return next((one.title for one in reading.documents if one.title), "") or reading.name


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
                "sentence": quoted(reading, claim.start, claim.end), "said": printed(Fraction(base), current),
                "stated": base, "computed": before.value, "what": current.indicator, "unit": current.unit,
                "earlier": called(earlier), "quote": before.quote})


def _bases_told(reading: Reading, earlier: Reading) -> Iterator[Finding]:
    """The same for what is told as last year's figure and no claim ties to a level: 去年同期为45878人."""
    said, now = _told_once(earlier), {document.period for document in reading.documents}
    tied = {claim.members.get("base") for claim in reading.claims}
    for figure in reading.figures:
        if figure.kind is not Kind.BASELINE or figure.value is None or figure.id in tied or figure.period in now:
            continue
        what = name_of_base(figure.indicator)
        before = said.get((_subject(figure._replace(indicator=what)), figure.period))
        if before and not agrees(before, figure.value) and not agrees(figure, before.value or figure.value):
            yield Finding("claim-other-base", place(reading, figure.start, figure.end), {
                "sentence": quoted(reading, *Sentences(reading.text).at(figure.start)), "what": what,
                "stated": figure.value, "computed": before.value, "said": figure.quote, "unit": figure.unit,
                "earlier": called(earlier), "quote": before.quote})


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
                "sentence": quoted(reading, *Sentences(reading.text).at(figure.start)), "what": figure.indicator,
                "period": _named(period), "stated": figure.quote, "quote": other.quote,
                "earlier": called(earlier), "computed": other.value, "figure": figure.id})


def _named(period: str | None) -> Title:
    return Title(Period.parse(period or "").zh, period or "")


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
    until = next((Period.parse(one.period).end for one in reading.documents if one.period), date.max)
    for promise in earlier.commitments:
        targets = [figures[i] for i in promise.figures if i in figures]
        measured = any(t.value is not None and t.kind in (Kind.TARGET, Kind.BUDGET) for t in targets)
        asked = measured and _due(promise.deadline) <= until and not any(t.code in codes for t in targets)
        if asked and not mentioned(promise, targets, earlier, reading):
            yield Finding("claim-promise-forgotten", place(earlier, promise.start, promise.end), {
                "promise": promise.text, "earlier": called(earlier), "report": called(reading)})


def _due(deadline: str | None) -> date:
    """The day by which something was promised; the first of all where no day or period is told."""
    try:
        return date.fromisoformat(deadline or "")
    except ValueError:
        try:
            return Period.parse(deadline or "").end
        except ValueError:
            return date.min
