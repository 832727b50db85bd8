"""What is left of what a share divides: 「债务6.84亿元，已化解6.37亿元，占93.1%。…尚有0.47亿元没有化解」."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.span import Span
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.groupings import LARGE
from taizhang.reading.claims.totals.sum_claims import not_told_yet, sum_claim
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Places, Sentence, Told, exact
from taizhang.reading.model import Claim, Verdict

_VERB = re.compile(f"{cues.DONE.pattern}|{cues.SPENT.pattern}|{cues.REMOVED.pattern}|还清|到账|入学|复学|安置|达标")
_OTHERWISE = re.compile("加上|连同|截[至止]|[上下]半年|[到至][^，,；;。]{1,8}[底末]|新[增产发欠形]|利息"
                        "|[上去前]年|结转|追加")      # of another day, or of more
_AGAIN = re.compile("再(?!次)")
_LEFT = re.compile("|".join(words.pattern for words in (cues.REST, cues.STILL, _AGAIN)))
_MOST = 16               # figures below, of which one may be what is left
_REST = 12               # characters behind a figure, in which stands what was not done
_CLAUSES = 40            # characters before it, in which stands of what: 与三年规划总量相比，竣工面积尚差…
_NAME = 3                # pairs of characters that no other thing has in common: 幼儿园教师
_MUCH = Fraction(3, 2)   # of what is left; what is told as more is of something else


def left_of_shares(sentences: Sequence[Sentence], places: Places, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, and one for each figure below that says what is left of the whole of a share that holds.

    It must name again both what was done and of what; wrong only where it is more than is left, by a slip.
    """
    yield from claims
    shares = [c for c in claims if c.type == "share" and c.verdict in HOLDING and {"part", "whole"} <= c.members.keys()]
    rests = _rests(sentences) if shares else {}
    left = (one for c in shares for one in _left(places, rests, str(c.members["whole"]), str(c.members["part"])))
    yield from not_told_yet(left, [claim for claim in claims if claim.type == "sum"])


def _rests(sentences: Iterable[Sentence]) -> Mapping[str, list[Told]]:
    """What is told to be left, by its unit."""
    rests: defaultdict[str, list[Told]] = defaultdict(list)
    for sentence in sentences:
        for m in sentence.levels:
            if m.lead and m.known and m.unit not in ("%", "") and _LEFT.search(m.lead) and exact(m):
                rests[m.unit].append((sentence, m))
    return rests


def _left(places: Places, rests: Mapping[str, list[Told]], whole_id: str, part_id: str) -> Iterator[Claim]:
    (place, whole), (told, part) = places[whole_id], places[part_id]
    below = rests.get(part.unit, []) if whole.unit == part.unit and exact(whole) and exact(part) else []
    since = bisect_right(below, part.figure.start, key=lambda one: one[1].figure.start)
    if since == len(below) or whole.span is None or part.span is None:
        return
    left, done, of = whole.span - part.span, told.clause_before(part), place.clause_before(whole) + whole.after
    for sentence, rest in below[since : since + _MOST]:
        again = _AGAIN.search(rest.lead) is not None
        named = _completes(sentence, rest, whole) if again else _is_named(sentence, rest, done, of)
        if named and rest.span is not None and left.meets(rest.span):
            yield sum_claim(sentence, whole, [part, rest], Verdict.HOLDS)
        elif named and _is_too_much(sentence, rest, left) and _is_a_slip(rest, whole, part) \
                and not _is_of_another(sentence, rest, done + of):
            yield sum_claim(sentence, whole, [part, rest], Verdict.CONTRADICTED)


def _is_named(sentence: Sentence, rest: Mention, done: str, of: str) -> bool:
    """True where the words around name a verb of what was done, and what it is of; or what it is of at some length."""
    before = sentence.text[max(0, rest.start - _CLAUSES) : rest.start]
    around = before + sentence.text[rest.end : rest.end + _REST]
    verb = any(len(found[0]) > 1 and found[0] in around for found in _VERB.finditer(done))
    return labels.words_shared(of, around) > 0 if verb else labels.words_shared(done + of, around) >= _NAME


def _is_of_another(sentence: Sentence, rest: Mention, told: str) -> bool:
    """True for what is left on another day, with more, or of another stage: 「普通高中债务尚有0.5亿元」."""
    before = re.split("[；;）)]", sentence.text[max(0, rest.start - _CLAUSES) : rest.start])[-1]
    behind = re.split("[，,；;]", sentence.text[rest.end : rest.end + _REST])[0]
    sorts = set(cues.SORTS.findall(sentence.clause_before(rest) + behind))
    return _OTHERWISE.search(before + behind) is not None or not sorts <= set(cues.SORTS.findall(told))


def _completes(sentence: Sentence, rest: Mention, whole: Mention) -> bool:
    """True for what is still to be done, beside the whole that is complete with it: 「再建27所，完成168所的任务」."""
    return any(m.number == whole.number and "完成" in m.lead and m.unit == whole.unit and m.start > rest.end
               and m.clause - rest.clause <= 1 for m in sentence.mentions)


def _is_too_much(sentence: Sentence, rest: Mention, left: Span) -> bool:
    more = rest.value - left.value                                    # 又新欠1000万元
    told_apart = any(m.unit == rest.unit and m.value == more for m in sentence.mentions)
    return LARGE < left.value < rest.value < _MUCH * left.value and not told_apart


def _is_a_slip(rest: Mention, whole: Mention, part: Mention) -> bool:
    """True where one digit of what is left is one too many, or two are swapped."""
    gap = rest.number - (whole.number - part.number)
    return gap.normalize().as_tuple().digits == (1,) or slips.is_so_but_swapped(rest, whole.value - part.value)
