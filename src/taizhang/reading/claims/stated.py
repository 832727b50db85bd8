"""What a sentence says of a percentage with 占, 比例 or 率: of which part, of which whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.reading.claims import cues
from taizhang.reading.claims.view import Mention, Sentence, levels


@dataclass(frozen=True, slots=True)
class Stated:
    """What a sentence says of one percentage."""

    share: Mention
    part: Mention | None
    of: str                        # the words that name the whole: 占「教师总数」的
    whole: Mention | None = None   # where the words name it beyond doubt
    top: int | None = None         # 前百名: a whole that is a place, not a count


def stated_share(sentence: Sentence, i: int) -> Stated | None:
    """What the `i`th figure of a sentence, a percentage, is a share or rate of."""
    return _share(sentence, i) or _rate(sentence, i)


def _share(sentence: Sentence, i: int) -> Stated | None:
    share = sentence.mentions[i]
    clause = clause_before(sentence, share.start)
    cue = cues.SHARE.search(clause)
    if cue is None:
        return None
    begin = share.start - len(clause)
    of = clause[cue.end() :].removesuffix("达").removesuffix("约").removesuffix("的").strip()
    inside = [m for m in sentence.mentions[:i] if m.start >= begin + cue.end()]
    subject = clause[: cue.start()]
    own = [m for m in sentence.mentions[:i] if begin <= m.start < begin + cue.start()]
    explicit: Mention | None = inside[-1] if inside and inside[-1].figure.unit != "%" else None
    if own:
        part = levels(own)[-1] if levels(own) else None
    elif cues.GENERIC_SUBJECT.match(subject):
        part = _nearest_count(sentence, share, before=begin)
    else:
        return _of_listed(sentence, share, subject, of)
    return Stated(share, part, of, explicit, _top(sentence, part))


def _of_listed(sentence: Sentence, share: Mention, subject: str, of: str) -> Stated | None:
    """「其中骨干教师占交流总数的30.1%」: the part has no figure; the whole is what 其中 refers to."""
    if not subject.strip("，, ").startswith("其中"):
        return None
    whole = next((m for m in reversed(sentence.mentions) if m.end <= share.start and m in levels([m])
                  and m.figure.unit != "%" and not m.brackets), None)
    if whole is None or not (cues.OF_WHOLE.match(of) or named_alike(of, around(sentence, whole))):
        return None
    return Stated(share, None, of, whole)


def _rate(sentence: Sentence, i: int) -> Stated | None:
    share = sentence.mentions[i]
    word = cues.RATE.search(share.lead)
    part = _nearest_count(sentence, share, before=share.start) if word is not None else None
    if word is None or part is None or share.clause - part.clause > 1:
        return None
    stem = word.group(1)[:-1][-2:]
    if stem not in part.label and stem not in clause_before(sentence, part.start):
        return Stated(share, part, word.group(1))
    before = [m for m in levels(sentence.mentions, part.unit) if m.start < part.start and m.brackets == part.brackets]
    near = before[-1] if before and part.clause - before[-1].clause <= 1 else None
    return Stated(share, part, word.group(1), near)


def clause_before(sentence: Sentence, position: int) -> str:
    return re.split(rf"[{cues.MARKS}（(）)]", sentence.text[:position])[-1]


def _nearest_count(sentence: Sentence, share: Mention, *, before: int) -> Mention | None:
    """The count that 「占…」 speaks of: the nearest before it that is no percentage."""
    counts = [m for m in levels(sentence.mentions) if m.end <= before and m.figure.unit not in ("%", "")
              and m.brackets == share.brackets[: len(m.brackets)]]
    return counts[-1] if counts and share.clause - counts[-1].clause <= 2 else None


def _top(sentence: Sentence, part: Mention | None) -> int | None:
    """「全省前百名我市有93名」: the whole is the hundred places."""
    if part is None:
        return None
    match = cues.TOP_PLACES.search(clause_before(sentence, part.start))
    return None if match is None else 100 if match.group(1) == "百" else int(match.group(1))


def around(sentence: Sentence, mention: Mention) -> str:
    return clause_before(sentence, mention.start) + mention.after


def named_alike(of: str, words: str) -> bool:
    """True when the words that name a whole share a pair of characters with those around a figure."""
    name = re.sub(r"总数|总人数|人数|全部|所有|全[省市县区]|[本我该][市县区校]?|的", "", of)
    return any(name[i : i + 2] in words for i in range(len(name) - 1))
