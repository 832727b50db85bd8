"""What a sentence says of a percentage with 占 or 比例: of which part, of which whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, pairwise

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.shares.stated import (
    Stated,
    around,
    clause_before,
    done_and_planned,
    done_of_planned,
    named_alike,
    nearest_count,
    total_of_list,
)
from taizhang.reading.claims.shares.stated_rates import stated_rate
from taizhang.reading.claims.view import NEAR, Mention, Sentence, levels

_PROPORTION = re.compile("的?(?:比例|比重)(?:为|达到?|是)?约?$")     # 占高中阶段招生人数的比例为39.4%
OtherShare = tuple[Sentence, Stated, Mention]        # where a share is told, what it says, its part


def stated_share(sentence: Sentence, i: int) -> Stated | None:
    """What the `i`th figure of a sentence, a percentage, is a share or rate of."""
    return _share(sentence, i) or stated_rate(sentence, i)


def _share(sentence: Sentence, i: int) -> Stated | None:
    share = sentence.mentions[i]
    clause = clause_before(sentence, share.start)
    cue = cues.SHARE.search(clause)
    if cue is None:
        return _of_bracketed(sentence, share)
    begin, after_cue = share.start - len(clause), share.start - len(clause) + cue.end()
    of = _PROPORTION.sub("", clause[cue.end() :]).removesuffix("达").removesuffix("约").removesuffix("的").strip()
    own = [m for m in sentence.mentions[:i] if begin <= m.start < after_cue and not cues.THEY_ALL.match(m.figure.quote)]
    inside = [m for m in sentence.mentions[:i] if m.start >= after_cue]
    subject = clause[: cue.start()]
    if cues.IN_TURN.search(subject) or cues.IN_TURN.search(of):
        return _in_turn(sentence, share, inside, of, subject)
    turn = _in_turn(sentence, share, inside, of, subject) if not subject and _is_in_a_list(sentence, i) else None
    if turn is not None and turn.among:                                 # A 600万元，B 400万元，占比60%、40%
        return turn
    part = levels(own)[-1] if levels(own) else _named_before(sentence, share, subject, begin)
    if part is None:
        return _of_listed(sentence, share, subject, of)
    whole = inside[-1] if inside and inside[-1].figure.unit != "%" else None
    if cues.PLAN.search(of) and (pair := done_and_planned(sentence, part) or done_of_planned(sentence, part)):
        part, whole = pair
    if subject.endswith("各") and part.figure.value:                    # 甲县、乙县、丙县各8件（各占4.44%）
        part = part._replace(number=part.figure.value)
    return Stated(share, part, of, whole, _top(sentence, part))


def _named_before(sentence: Sentence, share: Mention, subject: str, begin: int) -> Mention | None:
    """The count before 「…占」, where that has no subject of its own or names the same thing again."""
    part = nearest_count(sentence, share, before=begin)
    if part is not None and (cues.GENERIC_SUBJECT.match(subject) or subject.endswith("率")):
        return total_of_list(sentence, part)
    name = cues.THE_NUMBER_OF.sub("", subject.removeprefix("其中"))
    before = (m for m in reversed(sentence.levels) if m.end <= begin and (
        m.segment == share.segment or m.lead.removeprefix("其中") == name))
    called = next((m for m in before if m.unit not in ("%", "") and len(name) > 1 and name in m.label), None)
    return called or (part if part is None or subject in around(sentence, part) else None)


def _of_bracketed(sentence: Sentence, share: Mention) -> Stated | None:
    """「占规划总金额（16684万元）的84%」: the whole stands in the bracket."""
    match = cues.BRACKETED_WHOLE.search(sentence.text[: share.start], max(0, share.start - 2 * LONGEST))
    if match is None:
        return None
    before = [m for m in sentence.mentions if match.start("of") <= m.start < share.start]
    inside = [m for m in before if not m.brackets] or before             # 占在校生38945人（小学…、初中…）的94%
    if len(inside) > 1:
        return None
    part = nearest_count(sentence, share, before=match.start())
    name = match["of"] + (match["more"] if not inside else "")
    return Stated(share, part and total_of_list(sentence, part), name, inside[0] if inside else None)


def _in_turn(sentence: Sentence, share: Mention, before: list[Mention], of: str, subject: str) -> Stated | None:
    """「小学60人、初中40人，分别占总数的60%、40%」: the nth share is of the nth part."""
    chain = [*before, share]
    chain += [m for m in sentence.mentions if m.start > share.start and m.clause == share.clause
              and m.figure.unit == "%"]
    length = len(chain)
    parts = [m for m in sentence.levels if m.end <= chain[0].start and m.figure.unit != "%"]
    parts = [m for m in parts if m.surrounds(share)]
    each_other = len({m.unit for m in parts[-length:]}) == length and parts[-1].clause == parts[-length].clause \
        if len(parts) >= length > 1 else False                   # 竣工学校71所、面积12万平方米，分别占…的74.0%和63.2%
    parts = [m for m in parts if each_other or m.unit == parts[-1].unit]
    parts = _called_in_turn(parts, subject, length) or parts[-length:]
    if len(parts) < length or any(m.figure.unit != "%" for m in chain):
        return None
    named = re.split(r"[\d、]", cues.IN_TURN.sub("", of).removeprefix("占"))[0].removesuffix("的")
    complete = make_hundred(chain) or (all_but_one(parts, chain) and not _of_more(sentence, parts))
    return Stated(share, parts[len(before)], named, among=tuple(parts) if complete else (),
                  turn=tuple(zip(parts, chain, strict=True)))


def _is_in_a_list(sentence: Sentence, i: int) -> bool:
    """Whether the percentage before it or after it is told in one breath with it."""
    near = sentence.mentions[max(i - 1, 0) : i + 2]
    return any(m.figure.unit == "%" == before.figure.unit and m.lead in cues.AND_NEXT and m.clause == before.clause
               for before, m in pairwise(near))


def _called_in_turn(parts: list[Mention], subject: str, length: int) -> list[Mention]:
    """Those of several counts that are named again: 「文科90人、理科180人、单招20人，其中文科、理科分别占31%、62%」."""
    names = re.split("、|和|及", subject.removeprefix("其中"))
    named = [m for name in names for m in parts if name and name[:2] in m.label]
    return named if len(names) == length == len(named) else []


def make_hundred(shares: Sequence[Mention]) -> bool:
    """Whether shares, as printed, leave nothing out."""
    rest = abs(sum((m.value for m in shares), Fraction(-100)))
    return rest <= min(sum(m.step for m in shares), 1)


def all_but_one(parts: Sequence[Mention], shares: Sequence[Mention]) -> bool:
    """Whether the shares, but for one at most, are those that the parts have of all of them together."""
    whole = sum((m.value for m in parts), Fraction(0))
    near = [whole and abs(p.value / whole * 100 - s.value) <= s.step / 2 for p, s in zip(parts, shares, strict=True)]
    return sum(map(bool, near)) >= max(1, len(parts) - 1)


def _of_more(sentence: Sentence, parts: Sequence[Mention]) -> bool:
    """True where 其中 stands between a larger count and its parts: 教师4200人，其中本科3360人、研究生210人."""
    before = [m for m in levels(sentence.levels, parts[0].unit) if m.end <= parts[0].start and m.known]
    made = sum((m.value for m in parts), Fraction(0))
    return bool(before) and before[-1].value > made and "其中" in sentence.between(before[-1].end, parts[0].start)


def _of_listed(sentence: Sentence, share: Mention, subject: str, of: str) -> Stated | None:
    """「其中骨干教师占交流总数的30.1%」: the part has no figure; the whole is what 其中 refers to."""
    if not subject.strip("，, ").startswith("其中"):
        return None
    whole = next((m for m in reversed(sentence.mentions) if m.end <= share.start and m in levels([m])
                  and m.figure.unit != "%" and not m.brackets), None)
    name = subject if cues.OF_WHOLE.match(of) else of
    if whole is None or not named_alike(name, around(sentence, whole)):
        return None
    return Stated(share, None, of, whole)


def _top(sentence: Sentence, part: Mention | None) -> int | None:
    """「全省前百名我市有93名」: the whole is the hundred places."""
    if part is None:
        return None
    match = cues.TOP_PLACES.search(clause_before(sentence, part.start))
    return None if match is None else 100 if match.group(1) == "百" else int(match.group(1))


def in_the_same_words(sentence: Sentence, stated: Stated) -> Iterator[OtherShare]:
    """The other shares of the sentence, and of those just above, that name the whole as this one does."""
    if stated.of.endswith("率") or stated.part is None:
        return
    generic = cues.OF_WHOLE.match(stated.of) is not None
    for above in (sentence, *(() if generic else islice(sentence.earlier(), NEAR))):
        if stated.of not in above.text:
            continue
        for i, mention in enumerate(above.mentions):
            if mention.figure.unit == "%" and mention.known and mention is not stated.share:
                other = stated_share(above, i)
                if other and other.part and other.part.known and other.part.unit == stated.part.unit \
                        and (cues.OF_WHOLE.match(other.of) if generic else other.of == stated.of):
                    yield above, other, other.part
