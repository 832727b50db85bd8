"""Sums that no word announces: figures that add up to another one, beside it or in the sentences around.

They are confirmed where that is no chance, and called wrong only where one digit of a total of many is off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from taizhang.reading.claims import slips
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import digits, fraction
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.bulletins import DIGITS, by_stage, in_paragraphs, nearly_both_stages, of_all_stages
from taizhang.reading.claims.totals.columns import VISITS, Columns, called
from taizhang.reading.claims.totals.groupings import LARGE, adding_up
from taizhang.reading.claims.totals.places import Place, places
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import NEAR, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, added, exact, levels
from taizhang.reading.model import Claim, Verdict

_SMALL = 5                # totals below this agree by chance too often
_LEFT_OUT = 100           # steps: a smaller gap may be a part that is not told
_PRECISE = 10**4          # what is less is neither rounded nor of so many digits
FINE = 3                 # digits of a total that may be called rounded
_BESIDE = 2               # totals of a sentence, which two stages make, so that they make the others too
_SECTIONS = 3             # of a bulletin, that are too few for a total to be called wrong
_ROUNDED = 1000           # rounding changes a total by less than one part in so many
_NOTHING: frozenset[str] = frozenset()


def unannounced_sums(sentences: Sequence[Sentence], announced: Iterable[Claim]) -> Iterator[Claim]:
    """A claim for each total that figures behind it, in the sentences after, or before it make.

    `announced` are the sums found already: their totals are settled, and their parts are detail, no part of a wider
    total beside it. The search goes backwards, since the details of a list stand behind it.
    """
    known = list(announced)
    settled = {str(c.members["total"]) for c in known if c.verdict is not Verdict.UNCHECKABLE}
    listed = {part: set(c.members["parts"]) for c in known if c.verdict in HOLDING for part in c.members["parts"]}
    detail = set(listed)
    together = {part: set(c.members["parts"]) for c in known for part in c.members["parts"]}
    columns = Columns(detail)
    made = {str(c.members["total"]): set(c.members["parts"]) for c in known if c.verdict in HOLDING}
    wrong: list[Claim] = []
    for i in range(len(sentences) - 1, -1, -1):
        if not sentences[i].mentions:
            continue
        unmade, below = [], 0                     # how many of the sentence are made below it
        for whole in sentences[i].mentions:
            parts = None if whole.figure.id in settled else _parts(sentences, columns, i, whole)
            tied = {m.figure.id for m in parts} if parts else set()
            if parts and _are_alike(whole, parts) and not tied <= together.get(whole.figure.id, _NOTHING):
                verdict = verdict_of(whole, parts)
                if verdict is Verdict.CONTRADICTED and whole.figure.id in listed:
                    continue                      # it is right as a part of another total
                detail |= tied
                below += verdict in HOLDING and tied.isdisjoint(m.figure.id for m in sentences[i].mentions)
                found = sum_claim(sentences[i], whole, parts, verdict)
                if verdict is Verdict.CONTRADICTED:
                    wrong.append(found)
                else:
                    made[whole.figure.id] = tied
                    yield found
            elif whole.figure.id not in settled and _may_be_total(whole):
                unmade.append(whole)
        for whole in unmade:
            slipped = _slipped(sentences, columns, i, whole) if below else of_all_stages(sentences, i, whole)
            slipped = slipped or (nearly_both_stages(sentences, i, whole) if below >= _BESIDE else None)
            if slipped:
                yield sum_claim(sentences[i], whole, slipped, verdict_of(whole, slipped))
        columns.add(i, sentences[i])
    yield from (one for one in wrong if not _counts_twice(one.members["parts"], made))


def _counts_twice(parts: Sequence[str], made: Mapping[str, set[str]]) -> bool:
    """True where one of the parts is the total of another: 15160 = 12847 + 96 + 2217, the 12847 being 96 + 2217 + …."""
    return any(made.get(part, _NOTHING) & set(parts) for part in parts)


def _are_alike(whole: Mention, parts: list[Mention]) -> bool:
    """True where all are counted alike: 36家 = 25个 + 11个 is chance. People may be counted by visits."""
    units = {m.figure.unit for m in (whole, *parts)}
    return len(units) == 1 or {m.unit for m in (whole, *parts)} <= VISITS


def _slipped(sentences: Sequence[Sentence], columns: Columns, i: int, whole: Mention) -> list[Mention] | None:
    """The figures below of the name of a total that make it but for one digit, where those beside it are made there."""
    for parts in (in_paragraphs(sentences, i, whole), by_stage(sentences, i, whole)):
        if len(parts) > _SECTIONS and slips.of_total(whole, parts):
            return parts
    parts = []
    for _, part in columns.below(i, whole, called(whole) or "?", most=whole.number * 10):
        parts.append(part)
        if len(parts) > 1 and slips.of_total(whole, parts):
            return parts
    return None


def _parts(sentences: Sequence[Sentence], columns: Columns, i: int, whole: Mention) -> list[Mention] | None:
    if whole.role is Role.CHANGE or "增" in whole.lead:
        made = _of_changes(sentences[i : i + 2], whole)
        if made or whole.role is Role.CHANGE:
            return made
    if whole.brackets:
        return _namesakes(sentences[i], whole)
    if not _may_be_total(whole):
        return None
    near, precise = None, whole.number >= _PRECISE and digits(whole.number) >= FINE and exact(whole)
    for place in places(sentences, columns, i, whole):
        if len(place.column) < 2:
            continue
        parts = adding_up(place.column, whole, at_end=place.at_end, goes_on=place.goes_on)
        if parts and place.enough(parts, whole):
            return parts
        near = near or (_nearly(place, whole) if precise else None)
    return near


def _may_be_total(mention: Mention) -> bool:
    return mention.known and mention.unit not in ("%", "") and mention.number >= _SMALL and mention.role is Role.LEVEL


def _nearly(place: Place, whole: Mention) -> list[Mention] | None:
    """Figures that make a total when it is rounded, or but for one digit of very many."""
    column = place.column[::-1] if place.at_end else place.column
    made = Decimal(0)
    for n, part in enumerate(column, start=1):
        made += part.number
        if made > 2 * whole.number:
            return None
        if n < 2 or 2 * made < whole.number:
            continue
        sure = place.at_end or (n > 2 and slips.has_many(whole))
        tied = not place.scattered or _are_of_one_thing(whole, column[:n])
        if (sure and _is_rounded(whole, made)) or (tied and _is_one_digit_off(whole, made, column[:n])):
            return column[n - 1 :: -1] if place.at_end else column[:n]
    return None


def _are_of_one_thing(whole: Mention, parts: list[Mention]) -> bool:
    """True where each part shares a word with the total, or three are named as parts of what it may be the total of.

    Among counts of all sorts some differ from another in one digit by chance; pupils of a stage are no total of others.
    """
    if all(labels.words_shared(whole.lead, part.lead) for part in parts):
        return True
    divided = len(parts) > _BESIDE and labels.family(parts) is not None and not labels.overlapping(parts)
    return divided and labels.family([whole, *parts]) is None \
        and not any(labels.alike(whole.label, part.label) for part in parts)


def _is_rounded(whole: Mention, made: Decimal) -> bool:
    span = whole.span if abs(made - whole.number) * _ROUNDED < whole.number else None
    return span is not None and span.lo <= fraction(made) <= span.hi


def _is_one_digit_off(whole: Mention, made: Decimal, parts: list[Mention]) -> bool:
    gap = whole.number - made
    if digits(gap) > 1:
        return False
    steps = slips.scaled(whole, parts)
    left_out = 0 <= steps * gap < _LEFT_OUT * whole.number
    return steps >= 10 ** (DIGITS - 1) and not left_out and slips.of_total(whole, parts)


def _of_changes(sentences: Sequence[Sentence], whole: Mention) -> list[Mention] | None:
    """「比去年增加1326人。其中应届增加702人，往届增加624人」; those of a list make no more than their total."""
    if not whole.known or whole.unit in ("%", "百分点") or whole.number < LARGE:
        return None
    changes = [m for s in sentences for m in s.mentions if m.role is Role.CHANGE and m.unit == whole.unit
               and (s is not sentences[0] or m.start > whole.start)]
    parts = [m for m in changes if m.falls == whole.falls]
    too_many = len(parts) == len(changes) > 2 and labels.exclusive(parts) and all(exact(m) for m in (whole, *parts)) \
        and 0 < fraction(added(parts)) / whole.value - 1 < NEAR
    return adding_up(parts, whole) or (parts if too_many else None)


def _namesakes(sentence: Sentence, whole: Mention) -> list[Mention] | None:
    """In brackets: 「教职工648人（专任教师627人），其中小学430人（专任教师420人），初中218人（专任教师207人）」."""
    alike = [m for m in levels(sentence.levels, whole.unit) if m.start > whole.start and m.brackets
             and m.brackets != whole.brackets and m.label == whole.label]
    return adding_up(alike, whole) if len(whole.label) > 1 else None
