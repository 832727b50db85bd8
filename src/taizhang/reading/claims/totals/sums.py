"""Sums: a total and its parts, after 其中, in brackets, or before 共计; one column for each unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from itertools import chain, islice, product

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.bare_listings import bare_listings
from taizhang.reading.claims.totals.columns import called
from taizhang.reading.claims.totals.groupings import LARGE, adding_up, groupings
from taizhang.reading.claims.totals.listings import Listing, listings
from taizhang.reading.claims.totals.second_readings import may_be_right
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import is_partial, is_whole, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import NEAR, Mention, Sentence, added, exact, levels
from taizhang.reading.model import Claim, Verdict

_REACHED = re.compile("[超过约近达到共为有了余]+$")


def sums(sentence: Sentence) -> Iterator[Claim]:
    """Every sum that a sentence announces, one claim for each unit in which it does."""
    if len(sentence.mentions) + any(above.mentions for above in islice(sentence.earlier(), NEAR)) < 3:
        return
    held: dict[tuple[str, ...], Claim] = {}          # by total and parts: 36人，文科12人、理科24人；男16人、女20人
    other: dict[str, Claim] = {}
    for listing in chain(listings(sentence), bare_listings(sentence)):
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
        for totals, parts in _things(levels(listing.totals, unit), levels(listing.parts, unit)):
            groups = [g for g in groupings(parts) if len(g) > 1]
            if totals and groups and not _is_table(totals, listing):
                for found in _best(sentence, totals, groups, listing):
                    if found.verdict is Verdict.HOLDS:
                        held.add(len(found.members["parts"]))
                    yield found
    yield from _named(sentence, listing, held)


def _things(totals: list[Mention], parts: list[Mention]) -> Iterator[tuple[list[Mention], list[Mention]]]:
    """Totals and parts apart by what they count, where that takes turns: 「35所、900个学位，其中…」."""
    things = Counter(map(_thing, parts))
    in_turn = len(things) > 1 and min(things.values()) > 1 and len(set(things.values())) == 1
    if not in_turn or not {_thing(m) for m in totals} & set(things):
        yield totals, parts
        return
    heads = [m for m in parts if _thing(m) == _thing(parts[0])]
    for thing in things:
        column = (m for m in parts if _thing(m) == thing)
        named = [m if m.lead else m._replace(lead=head.lead) for m, head in zip(column, heads, strict=True)]
        yield [m for m in totals if _thing(m) == thing], named


def _thing(mention: Mention) -> str:
    """What is counted, by its measure word; behind 个, or before it, by the last character: 48个教学班, 学位320个."""
    if mention.figure.unit != "个":
        return mention.figure.unit
    return (mention.after or _REACHED.sub("", mention.lead))[-1:]


def _is_an_average(whole: Mention, beside: Iterable[Mention]) -> bool:
    """True for the second too of 「人均支出分别为1325元、1418元」."""
    told_by = [m for m in beside if m is whole or (not whole.lead and m.clause == whole.clause)]
    return any(cues.AN_AVERAGE.search(m.lead) for m in told_by)


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
            too_much = any(m.number > whole.number for m in parts)
            slip = (beside or table) and (too_much or bool(slips.of_sum(whole, parts)))
            if verdict is not Verdict.CONTRADICTED or slip or (segments > 2 and is_whole(whole, parts, listing)):
                yield sum_claim(sentence, whole, parts, verdict)


def _alike(column: list[Mention]) -> list[Mention]:
    """A column that has one name all through: 「春季资助356人，金额15万元；秋季资助325人，金额14万元」."""
    names = {called(m) for m in column}
    return column if len(names) == 1 and "" not in names else []


def _best(sentence: Sentence, totals: list[Mention], groups: list[list[Mention]], listing: Listing) -> Iterator[Claim]:
    """The reading under which the sum holds; if none does, the likeliest reading judged."""
    for whole, group in product(totals, groups):
        if parts := adding_up(group, whole, at_end=listing.at_end):
            yield sum_claim(sentence, whole, parts, Verdict.HOLDS)
            return
    if above := _of_total_above(sentence, totals[0].unit, groups):
        yield above
        return
    totals = [m for m in totals if not _is_an_average(m, listing.totals)]
    if not totals:
        return
    told = ((whole, g) for whole in totals if whole is totals[0] or digits(whole.number) > slips.MANY
            for g in (*groups, *_shorter(whole, groups[-1]))
            if verdict_of(whole, g) in HOLDING or slips.of_total(whole, g) or labels.as_many_as(whole, g))
    whole, parts = next(told, (totals[0], groups[0]))
    verdict = verdict_of(whole, parts)
    if verdict is Verdict.CONTRADICTED and may_be_right(sentence, totals, whole, parts):
        verdict = Verdict.UNCHECKABLE
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


def _shorter(whole: Mention, group: list[Mention]) -> Iterator[list[Mention]]:
    """The list without what may follow it, behind 其他 or for a total of so many digits that chance is ruled out."""
    yield from (group[:n] for n in range(2, len(group)) if labels.as_many_as(whole, group[:n]))
    yield from (group[: n + 1] for n, part in enumerate(group[:-1]) if n > 1 and cues.OTHERS.search(part.lead))
    if digits(whole.number) > slips.MANY:
        yield from (group[:n] for n in range(2, len(group)))
