"""What a sentence says of a percentage: of which part, of which whole; and the words and counts around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.view import Mention, Sentence, levels

_NO_COUNT = frozenset({"%", "", "岁", "周岁"})
_ALL = 100               # per cent: says nothing of a part
_BARE_PLAN = re.compile("(?:[年月]初|[年月]度|[全今当本]年|原|的|预算数?|计划数?|任务数?|目标数?|安排|批复|[为是])+")
_OF_A_SHARE = re.compile("占(?!地)")
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
    if cues.REMAINS.search(last.lead):                   # 危房2.1万平方米，排除1.2万平方米，尚余0.9万平方米，占…
        return last
    counts = [m for m in levels(sentence.levels, last.unit) if m.start <= last.start and m.brackets == last.brackets]
    made = last.number
    for part, whole in zip(counts[-2::-1], counts[-3::-1], strict=False):
        made += part.number
        if made == whole.number:
            own = any(m.figure.unit == "%" and part.end <= m.start < last.start for m in sentence.levels)
            return last if own else whole             # each its own share: 小学40人，占67%；初中20人，占33%
    return last


def done_and_planned(sentence: Sentence, plan: Mention) -> tuple[Mention, Mention] | None:
    """「旱厕改水厕28座，计划30座，完成93.3%」: what was done of the plan told behind it, or behind its changes."""
    before = [m for m in levels(sentence.levels, plan.unit) if m.end <= plan.start and m.known
              and not _OF_A_SHARE.search(m.lead)][-1:]
    if not before or not before[0].surrounds(plan) or not cues.PLAN.search(plan.lead):
        return None
    done = before[0]
    if "超" in plan.lead and plan.number * 2 < done.number:          # 招生1432人，超计划32人，完成计划的102.3%
        return None
    passed = {m.clause for m in sentence.mentions if done.clause < m.clause < plan.clause
              and (m.unit == "%" or m.role in (Role.CHANGE, Role.BASE))}
    beside = plan.clause - done.clause == 1 + len(passed) and (not passed or _BARE_PLAN.fullmatch(plan.lead))
    return (done, plan) if beside and not cues.PLAN.search(done.label) else None


def done_of_planned(sentence: Sentence, plan: Mention) -> tuple[Mention, Mention] | None:
    """「计划26所，已验收11所、在建9所、未动工6所，完成计划的42.3%」: the one part of a plan that is done."""
    done = [m for m in levels(sentence.levels, plan.unit) if m.start > plan.end and m.known and m.surrounds(plan)
            and cues.DONE.search(m.lead) and not cues.NOT_BEGUN.search(m.lead)]
    return (done[0], plan) if len(done) == 1 and cues.PLAN.search(plan.lead) else None


def clause_before(sentence: Sentence, position: int) -> str:
    """The words from the last mark or bracket to `position`, as far as they can be of interest."""
    return _last_clause(sentence.text[max(0, position - 2 * LONGEST) : position])


def _last_clause(words: str) -> str:
    mark = _LAST_MARK_OR_BRACKET.match(words)
    return words[mark.end() :] if mark else words


def nearest_count(sentence: Sentence, share: Mention, *, before: int) -> Mention | None:
    """The count that 「占…」 speaks of: the nearest before it that is no percentage."""
    nearest = next((m for m in reversed(sentence.levels) if m.end <= before and m.figure.unit not in _NO_COUNT
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
    return named_before(sentence, mention) + mention.after


def named_before(sentence: Sentence, mention: Mention) -> str:
    """The words of its clause before a figure; 「在校生（含幼儿）61万人」 is called 在校生."""
    words = clause_before(sentence, mention.start)
    mark = mention.start - len(words) - 1
    if sentence.text[max(mark, 0)] in cues.CLOSING:
        words = _last_clause(sentence.between(max(0, mark - LONGEST), mark + 1)) + words
    return words


def is_called(name: str, lead: str) -> bool:
    """True when the words before a count are that very name: 全县共有骨干教师 for 骨干教师."""
    before, named, behind = lead.partition(name)
    return bool(named) and cues.OF_ALL.fullmatch(before) is not None and cues.SO_MANY.fullmatch(behind) is not None


def named_alike(of: str, words: str) -> bool:
    """True when the words that name a whole share a pair of characters with those around a figure."""
    name = _NO_NAME.sub("", of)
    return any(name[i : i + 2] in words for i in range(len(name) - 1))
