"""What a sentence says of a percentage with 占, 比例 or 率: of which part, of which whole."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.view import LONGEST, Mention, Role, Sentence, levels

_MARK_OR_BRACKET = re.compile(rf"[{cues.MARKS}（(）)]{cues.UNLESS_OF_THOUSANDS}")
_NAME = 4                # characters that tell what a rate is of
_SHORT = 5               # characters: 在校生订单培养率 is of something else than what was counted before it


class Stated(NamedTuple):
    """What a sentence says of one percentage."""

    share: Mention
    part: Mention | None
    of: str                        # the words that name the whole: 占「教师总数」的
    whole: Mention | None = None   # where the words name it beyond doubt
    top: int | None = None         # 前百名: a whole that is a place, not a count
    among: tuple[Mention, ...] = ()  # the parts that make up the whole, where their shares make 100 %
    turn: tuple[tuple[Mention, Mention], ...] = ()  # the parts and shares of the list that it stands in

    @property
    def span(self) -> Span:
        """What the share may stand for; shares that are not known are not read."""
        return self.share.span or point(self.share.value)


def stated_share(sentence: Sentence, i: int) -> Stated | None:
    """What the `i`th figure of a sentence, a percentage, is a share or rate of."""
    return _share(sentence, i) or _rate(sentence, i)


def _share(sentence: Sentence, i: int) -> Stated | None:
    share = sentence.mentions[i]
    clause = clause_before(sentence, share.start)
    cue = cues.SHARE.search(clause)
    if cue is None:
        return _of_bracketed(sentence, share)
    begin, after_cue = share.start - len(clause), share.start - len(clause) + cue.end()
    of = clause[cue.end() :].removesuffix("达").removesuffix("约").removesuffix("的").strip()
    own = [m for m in sentence.mentions[:i] if begin <= m.start < after_cue]
    inside = [m for m in sentence.mentions[:i] if m.start >= after_cue]
    subject = clause[: cue.start()]
    if "分别" in subject or "分别" in of:
        return _in_turn(sentence, share, inside, of)
    part = levels(own)[-1] if levels(own) else _named_before(sentence, share, subject, begin)
    if part is None:
        return _of_listed(sentence, share, subject, of)
    whole = inside[-1] if inside and inside[-1].figure.unit != "%" else None
    return Stated(share, part, of, whole, _top(sentence, part))


def _named_before(sentence: Sentence, share: Mention, subject: str, begin: int) -> Mention | None:
    """The count before 「…占」, where that has no subject of its own or names the same thing again."""
    part = _nearest_count(sentence, share, before=begin)
    if part is not None and cues.GENERIC_SUBJECT.match(subject):
        return _total_of_list(sentence, part)
    return part if part is None or subject in around(sentence, part) else None


def _total_of_list(sentence: Sentence, last: Mention) -> Mention:
    """What is said behind a full list is said of its total: 「40人，其中小学30人、初中10人，占…」."""
    counts = [m for m in levels(sentence.levels, last.unit) if m.start <= last.start and m.brackets == last.brackets]
    made = last.number
    for part, whole in zip(counts[-2::-1], counts[-3::-1], strict=False):
        made += part.number
        if made == whole.number:
            own = any(m.figure.unit == "%" and part.end <= m.start < last.start for m in sentence.levels)
            return last if own else whole             # each its own share: 小学40人，占67%；初中20人，占33%
    return last


def _of_bracketed(sentence: Sentence, share: Mention) -> Stated | None:
    """「占规划总金额（16684万元）的84%」: the whole stands in the bracket."""
    match = cues.BRACKETED_WHOLE.search(sentence.text[: share.start], max(0, share.start - 2 * LONGEST))
    inside = [m for m in sentence.mentions if match and match.end("of") < m.start < share.start]
    if match is None or len(inside) != 1:
        return None
    return Stated(share, _nearest_count(sentence, share, before=match.start()), match.group("of"), inside[0])


def _in_turn(sentence: Sentence, share: Mention, before: list[Mention], of: str) -> Stated | None:
    """「小学60人、初中40人，分别占总数的60%、40%」: the nth share is of the nth part."""
    chain = [*before, share]
    chain += [m for m in sentence.mentions if m.start > share.start and m.clause == share.clause
              and m.figure.unit == "%"]
    length = len(chain)
    parts = [m for m in sentence.levels if m.end <= chain[0].start and m.figure.unit != "%"]
    parts = [m for m in parts if m.unit == parts[-1].unit][-length:]
    if len(parts) < length or any(m.figure.unit != "%" for m in chain):
        return None
    named = re.split(r"[\d、]", of.replace("分别", "").removeprefix("占"))[0].removesuffix("的")
    complete = abs(sum((m.value for m in chain), Fraction(-100))) < 1
    return Stated(share, parts[len(before)], named, among=tuple(parts) if complete else (),
                  turn=tuple(zip(parts, chain, strict=True)))


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


def _rate(sentence: Sentence, i: int) -> Stated | None:
    share = sentence.mentions[i]
    word = cues.RATE.search(share.lead)
    if word is None:
        return None
    part = _nearest_count(sentence, share, before=share.start)
    if part is None or share.segment != part.segment or _clauses_apart(sentence, part, share) > 1:
        part = _called(sentence, share, word.group(1)[:-1])
        return Stated(share, part, word.group(1)) if part else None
    if (total := _total_of_list(sentence, part)) is not part:
        return _of_list(sentence, share, word.group(1), total)
    before = [m for m in levels(sentence.levels, part.unit) if m.start < part.start and m.brackets == part.brackets]
    whole = before[-1] if before and part.clause - before[-1].clause <= 1 else None
    named = _named_after(word.group(1), f"{part.label}，{clause_before(sentence, part.start)}")
    if whole is not None and cues.AMONG.search(sentence.between(0, whole.start)):      # a part is no whole of others
        whole = None
    if named and before and before[-1].value < part.value <= before[0].value:    # 参考4200人，优秀1512人，…，及格3360人
        whole = before[0]
    theirs = whole is not None and (named or _nearly(part, whole, share, word.group(1)) or _due(part, whole))
    if whole is not None and theirs and whole.value >= part.value:
        return Stated(share, part, word.group(1), whole)
    return Stated(share, part, word.group(1))


def _called(sentence: Sentence, share: Mention, name: str) -> Mention | None:
    """The count further up of the name that the rate has: 「本科进线总人数5099人，…；本科进线率65.3%」."""
    alike = (m for m in reversed(sentence.levels) if m.end <= share.start and m.unit != "%" and name in m.lead)
    return next(alike, None) if len(name) >= _NAME else None


def _of_list(sentence: Sentence, share: Mention, word: str, total: Mention) -> Stated:
    """「97所，合格91所，不合格6所，合格率93.8%」: the rate is of the part that it is named after, else of the total."""
    parts = (m for m in levels(sentence.levels, total.unit) if total.end < m.start < share.start)
    part = next((m for m in parts if _named_after(word, m.label)), None)
    return Stated(share, part, word, total) if part and _alike(part, total, share) else Stated(share, total, word)


def _named_after(rate: str, words: str) -> bool:
    """Whether a rate is named after a part of these words: 合格率 after 合格, not after 不合格."""
    return re.search(f"(?<![不未非]){re.escape(rate[:-1][-2:])}", words) is not None


def _alike(part: Mention, whole: Mention, share: Mention) -> bool:
    """True when a rate may be that of the two counts with a slip: a digit wrong, or the decimal point."""
    ratio = part.value / whole.value * 100 / share.value if whole.value and share.value else Fraction(0)
    return any(abs(ratio * slip - 1) <= Fraction(1, 4) for slip in (1, 10, Fraction(1, 10)))


def _due(part: Mention, whole: Mention) -> bool:
    """「应检120所，实检96所」."""
    return cues.PLAN.search(whole.lead) is not None and cues.DONE.search(part.lead) is not None


def _nearly(part: Mention, whole: Mention, share: Mention, name: str) -> bool:
    """True when a rate without a long name of its own is so near to what two like counts give that it is theirs."""
    like = part.figure.unit == whole.figure.unit and len(name) <= _SHORT and share.value < 100
    return like and whole.value > 0 and abs(part.value / whole.value * 100 - share.value) <= 10


def clause_before(sentence: Sentence, position: int) -> str:
    """The words from the last mark or bracket to `position`, as far as they can be of interest."""
    return _MARK_OR_BRACKET.split(sentence.text[max(0, position - 2 * LONGEST) : position])[-1]


def _nearest_count(sentence: Sentence, share: Mention, *, before: int) -> Mention | None:
    """The count that 「占…」 speaks of: the nearest before it that is no percentage."""
    counts = [m for m in sentence.levels if m.end <= before and m.figure.unit not in ("%", "")
              and m.surrounds(share)]
    return counts[-1] if counts and _clauses_apart(sentence, counts[-1], share) <= 2 else None


def _clauses_apart(sentence: Sentence, count: Mention, share: Mention) -> int:
    """How many clauses on the share stands; what says how the count changed or stands in brackets is not counted."""
    apart = share.clause - count.clause
    if apart > 1:
        between = (m for m in sentence.mentions if count.clause < m.clause < share.clause)
        apart -= len({m.clause for m in between if m.role is Role.CHANGE or not m.surrounds(share)})
    return apart


def _top(sentence: Sentence, part: Mention | None) -> int | None:
    """「全省前百名我市有93名」: the whole is the hundred places."""
    if part is None:
        return None
    match = cues.TOP_PLACES.search(clause_before(sentence, part.start))
    return None if match is None else 100 if match.group(1) == "百" else int(match.group(1))


def around(sentence: Sentence, mention: Mention) -> str:
    """The words of its clause before a figure, and those after it."""
    return clause_before(sentence, mention.start) + mention.after


def named_alike(of: str, words: str) -> bool:
    """True when the words that name a whole share a pair of characters with those around a figure."""
    name = re.sub(r"总数|总人数|人数|全部|所有|全[省市县区]|[本我该][市县区校]?|的", "", of)
    return any(name[i : i + 2] in words for i in range(len(name) - 1))
