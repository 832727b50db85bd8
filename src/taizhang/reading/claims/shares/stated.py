"""What a sentence says of a percentage: of which part, of which whole; and the words and counts around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.view import Mention, Sentence, levels

_ALL = 100               # per cent: says nothing of a part
_LAST_MARK_OR_BRACKET = re.compile(rf".*[{cues.MARKS}（(）)]{cues.UNLESS_IN_NUMBER}", re.DOTALL)
_NO_NAME = re.compile(r"总数|总人数|人数|全部|所有|全[省市县区]|[本我该](?!科)[市县区校]?|的")


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


def total_of_list(sentence: Sentence, last: Mention) -> Mention:
    """What is said behind a full list is said of its total: 「40人，其中小学30人、初中10人，占…」."""
    counts = [m for m in levels(sentence.levels, last.unit) if m.start <= last.start and m.brackets == last.brackets]
    made = last.number
    for part, whole in zip(counts[-2::-1], counts[-3::-1], strict=False):
        made += part.number
        if made == whole.number:
            own = any(m.figure.unit == "%" and part.end <= m.start < last.start for m in sentence.levels)
            return last if own else whole             # each its own share: 小学40人，占67%；初中20人，占33%
    return last


def done_and_planned(sentence: Sentence, plan: Mention) -> tuple[Mention, Mention] | None:
    """「旱厕改水厕28座，计划30座，完成93.3%」: what was done of the plan told behind it."""
    before = [m for m in levels(sentence.levels, plan.unit) if m.end <= plan.start and m.known][-1:]
    beside = before and plan.clause - before[0].clause == 1 and before[0].surrounds(plan)
    if not beside or not cues.PLAN.search(plan.lead) or cues.PLAN.search(before[0].label):
        return None
    return before[0], plan


def clause_before(sentence: Sentence, position: int) -> str:
    """The words from the last mark or bracket to `position`, as far as they can be of interest."""
    words = sentence.text[max(0, position - 2 * LONGEST) : position]
    mark = _LAST_MARK_OR_BRACKET.match(words)
    return words[mark.end() :] if mark else words


def nearest_count(sentence: Sentence, share: Mention, *, before: int) -> Mention | None:
    """The count that 「占…」 speaks of: the nearest before it that is no percentage."""
    nearest = next((m for m in reversed(sentence.levels) if m.end <= before and m.figure.unit not in ("%", "")
                    and m.surrounds(share) and not cues.THEY_ALL.match(m.figure.quote)), None)
    return nearest if nearest is not None and clauses_apart(sentence, nearest, share) <= 2 else None


def clauses_apart(sentence: Sentence, count: Mention, share: Mention) -> int:
    """How many clauses on the share stands; its changes, ratios and what stands in brackets do not count."""
    apart = share.clause - count.clause
    if apart > 1:
        between = (m for m in sentence.mentions if count.clause < m.clause < share.clause)
        apart -= len({m.clause for m in between if m.role is Role.CHANGE or not m.surrounds(share)
                      or m.figure.unit == "" or (m.figure.unit == "%" and m.number == _ALL)})
    return apart


def around(sentence: Sentence, mention: Mention) -> str:
    """The words of its clause before a figure, and those after it."""
    return clause_before(sentence, mention.start) + mention.after


def is_called(name: str, lead: str) -> bool:
    """True when the words before a count are that very name: 全县共有骨干教师 for 骨干教师."""
    before, named, behind = lead.partition(name)
    return bool(named) and cues.OF_ALL.fullmatch(before) is not None and cues.SO_MANY.fullmatch(behind) is not None


def named_alike(of: str, words: str) -> bool:
    """True when the words that name a whole share a pair of characters with those around a figure."""
    name = _NO_NAME.sub("", of)
    return any(name[i : i + 2] in words for i in range(len(name) - 1))
