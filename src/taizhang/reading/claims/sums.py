"""Sums: a total and its parts, after 其中, in brackets, or before 共计; one column for each unit."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from decimal import Decimal
from itertools import product

from taizhang.reading.claims import cues, labels, slips
from taizhang.reading.claims.columns import called
from taizhang.reading.claims.listings import Listing, listings
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.sum_claims import sum_claim
from taizhang.reading.claims.sum_verdicts import is_partial, is_whole, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, added, exact, levels
from taizhang.reading.model import Claim, Verdict

LARGE = 20               # what is below this is made by figures of another sentence too often by chance
_WITHIN = re.compile("([一-龥]{2,}?)中")         # 专任教师中高级104人


def sums(sentence: Sentence) -> Iterator[Claim]:
    """Every sum that a sentence announces, one claim for each unit in which it does."""
    if len(sentence.mentions) + bool(sentence.before and sentence.before.mentions) < 3:
        return
    held: dict[tuple[str, ...], Claim] = {}          # by total and parts: 36人，文科12人、理科24人；男16人、女20人
    other: dict[str, Claim] = {}
    for listing in listings(sentence):
        for found in _columns(sentence, listing):
            whole = str(found.members["total"])
            if found.verdict is Verdict.HOLDS:
                held.setdefault((whole, *found.members["parts"]), found)
            else:
                other.setdefault(whole, found)
    best = [*held.values(), *(c for whole, c in other.items() if all(whole != key[0] for key in held))]
    made = [set(c.members["parts"]) for c in best if c.verdict in HOLDING]
    for claim_ in best:          # what makes another total (also) is no list of this one's parts
        if claim_.verdict is not Verdict.CONTRADICTED or not any(
                len(parts & set(claim_.members["parts"])) > 1 for parts in made):
            yield claim_


def _columns(sentence: Sentence, listing: Listing) -> Iterator[Claim]:
    held: set[int] = set()
    for unit in dict.fromkeys(m.unit for m in levels(listing.parts) if m.unit and (m.unit != "%" or listing.at_end)):
        totals = [m for m in levels(listing.totals, unit) if not cues.AN_AVERAGE.search(m.lead)]
        groups = [g for g in groupings(levels(listing.parts, unit)) if len(g) > 1]
        if totals and groups and not _is_table(totals, listing):
            for found in _best(sentence, totals, groups, listing):
                if found.verdict is Verdict.HOLDS:
                    held.add(len(found.members["parts"]))
                yield found
    yield from _named(sentence, listing, held)


def _is_table(totals: list[Mention], listing: Listing) -> bool:
    """True when each total's name comes again and again among the parts: 考点32个，考室90个，其中市区考点8个，考室…."""
    names = [called(m) for m in levels(listing.parts, totals[0].unit)]
    own = {called(m) for m in totals[:2]}
    return len(own) == 2 and "" not in own and all(names.count(name) > 1 for name in own)


def _named(sentence: Sentence, listing: Listing, held: Container[int]) -> Iterator[Claim]:
    """A claim for each total of a name that every segment has too: 学校…所，学生…人，其中高中…所，学生…人；初中….

    Three segments are enough, or as many parts as a column beside it has that is `held`; and none where the names of
    the totals take turns.
    """
    segments = len({m.segment for m in listing.parts})
    for whole in levels(listing.totals) if len(listing.totals) > 1 and listing.parts else ():
        column = levels(listing.parts, whole.unit) if whole.unit != "%" else []
        parts = [m for m in column if called(m) == called(whole)] or _alike(column)
        beside = len(parts) in held
        table = _is_table(levels(listing.totals, whole.unit), listing) if len(parts) > 1 else False
        in_each = beside or (len(parts) == segments > 2)
        if (in_each or table) and all(exact(m) for m in parts):
            verdict = verdict_of(whole, parts)
            slip = (beside or table) and bool(slips.of_sum(whole, parts))
            if verdict is not Verdict.CONTRADICTED or slip or (segments > 2 and is_whole(whole, parts, listing)):
                yield sum_claim(sentence, whole, parts, verdict)


def _alike(column: list[Mention]) -> list[Mention]:
    """A column that has one name all through: 「春季资助356人，金额15万元；秋季资助325人，金额14万元」."""
    names = {called(m) for m in column}
    return column if len(names) == 1 and "" not in names else []


def groupings(column: list[Mention]) -> list[list[Mention]]:
    """Ways to read a list, likeliest first: the first segment, the head of each segment, all items."""
    items = heads(column, "item")
    first = [m for m in items if m.segment == items[0].segment]
    ways = [first]
    if len(first) < len(items):
        ways += [heads(column, "segment"), items]
    if len(items) < len(column):
        ways.append(column)
    return ways if len(first) > 1 else sorted(ways, key=lambda way: len(way) < 2)


def heads(mentions: Iterable[Mention], place: str) -> list[Mention]:
    """The first figure of each item or segment; what follows in it is detail."""
    first: dict[int, Mention] = {}
    for mention in mentions:
        first.setdefault(getattr(mention, place), mention)
    return list(first.values())


def _best(sentence: Sentence, totals: list[Mention], groups: list[list[Mention]], listing: Listing) -> Iterator[Claim]:
    """The reading under which the sum holds; if none does, the likeliest reading judged."""
    for whole, group in product(totals, groups):
        if parts := adding_up(group, whole, at_end=listing.at_end):
            yield sum_claim(sentence, whole, parts, Verdict.HOLDS)
            return
    if above := _of_total_above(sentence, totals[0].unit, groups):
        yield above
        return
    told = ((whole, g) for whole in totals if whole is totals[0] or digits(whole.number) > slips.MANY
            for g in (*groups, *_shorter(whole, groups[-1]))
            if verdict_of(whole, g) in HOLDING or slips.of_total(whole, g) or labels.as_many_as(whole, g))
    whole, parts = next(told, (totals[0], groups[0]))
    verdict = verdict_of(whole, parts)
    if verdict is Verdict.CONTRADICTED and (_is_made_before_the_end(whole, parts) or _is_made_of(totals, parts)
                                            or _is_of_others(sentence, parts)):
        verdict = Verdict.UNCHECKABLE            # 获奖126人次，其中一、二、三等奖126人次，优秀奖30人次
    if verdict is not Verdict.CONTRADICTED or is_whole(whole, parts, listing):
        yield sum_claim(sentence, whole, parts, verdict)
    elif is_partial(whole, parts):
        yield sum_claim(sentence, whole, parts, Verdict.UNCHECKABLE)


def _of_total_above(sentence: Sentence, unit: str, groups: list[list[Mention]]) -> Claim | None:
    """「收支预算705.7万元。收入包括拨款703.4万元、结转2.3万元；支出包括…」: the second list is of that total too."""
    for whole in reversed(levels(sentence.before.levels, unit) if sentence.before else []):
        for group in groups:
            if whole.number >= LARGE and added(group) == whole.number and all(m.known for m in group):
                return sum_claim(sentence, whole, group, Verdict.HOLDS)
    return None


def _is_made_before_the_end(whole: Mention, parts: list[Mention]) -> bool:
    """True where the first parts make the total already: two of them where they are no numbers of few digits."""
    made = adding_up(parts, whole, goes_on=True) or ()
    return len(made) > 2 or (len(made) == 2 and all(digits(m.number) > 2 for m in made))


def _is_made_of(totals: list[Mention], parts: list[Mention]) -> bool:
    """True where the totals make together what the parts make: 「国家级200名、县级100名。其中初中110名、小学190名」."""
    return any(added(totals[:n]) == added(parts) for n in range(2, len(totals) + 1))


def _is_of_others(sentence: Sentence, parts: list[Mention]) -> bool:
    """True where the second part is of what another count opens: 「其中示范高中5.93万人；中职21所，学生4.05万人」.

    Or where it is one of the first: 「其中专任教师187人；专任教师中高级104人」.
    """
    opening = heads((m for m in sentence.mentions if not m.brackets), "segment")
    first, second = parts[:2]
    within = _WITHIN.match(second.lead)
    apart = cues.PARTS.search(first.lead) is not None and second.segment != first.segment
    return apart and (second not in opening or (within is not None and within[1] in first.label))


def _shorter(whole: Mention, group: list[Mention]) -> Iterator[list[Mention]]:
    """The list without what may follow it, behind 其他 or for a total of so many digits that chance is ruled out."""
    yield from (group[:n] for n in range(2, len(group)) if labels.as_many_as(whole, group[:n]))
    yield from (group[: n + 1] for n, part in enumerate(group[:-1]) if n > 1 and cues.OTHERS.search(part.lead))
    if digits(whole.number) > slips.MANY:
        yield from (group[:n] for n in range(2, len(group)))


def adding_up(group: list[Mention], whole: Mention, *, at_end: bool = False,
              goes_on: bool = False) -> list[Mention] | None:
    """The figures of a list that make the total exactly, or None.

    What follows the list (or precedes it, where the total stands at its end) may be of something else, so that
    a shorter list will do, unless the names show that all of it belongs together; with `goes_on` it always will.
    """
    made, ordered = Decimal(0), group[::-1] if at_end else group
    for n, part in enumerate(ordered, start=1):
        if not part.known or made > whole.number:
            return None
        made += part.number
        if made == whole.number and n > 1 and (
                goes_on or n == len(group) or ordered[n].number > whole.number or _may_end(ordered, n)):
            return group[-n:] if at_end else group[:n]
    return None


def _may_end(group: list[Mention], n: int) -> bool:
    """Whether a list may end behind its `n`th part: what goes on is of something else, or is left (剩余12个)."""
    return cues.OTHERS.search(group[n].lead) is not None or not labels.exclusive(group)
