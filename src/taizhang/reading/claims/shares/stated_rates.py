"""What a sentence says of a percentage with 率: of which counts it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.shares.stated import (
    Stated,
    clause_before,
    clauses_apart,
    done_and_planned,
    nearest_count,
    total_of_list,
)
from taizhang.reading.claims.view import Mention, Sentence, levels

_BRACKETED = re.compile(r"[（(][^（()）]*[）)]$")
_NAME = 4                # characters that tell what a rate is of
_TOO_MANY = 5            # a part that many times its whole is of something else
_ATTENDING = re.compile("在[园校]")
_REACH = re.compile("面$")                         # 覆盖面 is a 覆盖率
_PROPORTION = ("的比例", "的比重")
_SURPASSED = re.compile("超额完成[^，,]*(?:目标|任务|计划)$")
_IS_DONE = re.compile("[完达]成率?$")
_NARROW = "对口"           # 对口就业率 is of some of the 就业
_SHORT = 5               # characters: 在校生订单培养率 is of something else than what was counted before it


def stated_rate(sentence: Sentence, i: int) -> Stated | None:
    """What a percentage with 率 is of, or None for one without."""
    share = sentence.mentions[i]
    word = cues.RATE.search(_around_bracket(sentence, share) or share.lead or _before_bracket(sentence, share))
    if word is None or _is_of_both(sentence, i, word[1]):
        return None
    if word[1] in _PROPORTION and "占" in clause_before(sentence, share.start):       # 教育支出占总支出268亿元的比例
        return None
    name, part = _REACH.sub("率", word.group(1)), nearest_count(sentence, share, before=share.start)
    if part is None or share.segment != part.segment or clauses_apart(sentence, part, share) > 1:
        part = _called(sentence, share, name[:-1]) or next(_counts_named(sentence, share, name), None)
        return Stated(share, part, name) if part else None
    if not share.lead:                                  # 合格率（含基本合格）98.4%: of more than is named
        return Stated(share, part, name)
    told = _of_plan_or_list(sentence, share, name, part)
    return told or Stated(share, part, name, _whole(sentence, share, name, part))


def _is_of_both(sentence: Sentence, i: int, name: str) -> bool:
    """「合格186人，合格率77.5%；…，合格率89.6%；总合格率86.0%」: of all the counts before it, not of the last."""
    return cues.TOGETHER.match(name) is not None and any(
        m.figure.unit == "%" and name[-3:] in m.lead and m.segment != sentence.mentions[i].segment
        for m in sentence.mentions[:i])


def _of_plan_or_list(sentence: Sentence, share: Mention, name: str, part: Mention) -> Stated | None:
    surpassed = "完成" in part.lead and (cues.PLAN.search(part.after) or _SURPASSED.search(part.lead))
    if surpassed and _IS_DONE.search(name):
        return _of_plan_done(sentence, share, name, part)
    if name.endswith("完成") and (pair := done_and_planned(sentence, part)):
        return Stated(share, pair[0], name, pair[1])
    total = total_of_list(sentence, part)
    return _of_list(sentence, share, name, total) if total is not part else None


def _of_plan_done(sentence: Sentence, share: Mention, name: str, plan: Mention) -> Stated:
    """「新增学位4130个，其中公办3104个，超额完成3500个的目标，完成率118%」: of the plan, by what was done."""
    before = [m for m in levels(sentence.levels, plan.unit) if m.end <= plan.start and m.known]
    done = [m for m in before if plan.number and abs(m.value / plan.value * 100 - share.value) < share.step] or before
    return Stated(share, done[0], name, plan) if len(done) == 1 else Stated(share, None, name)


def _whole(sentence: Sentence, share: Mention, name: str, part: Mention) -> Mention | None:
    """The count before the part, if it can only be the whole of this rate."""
    before = [m for m in levels(sentence.levels, part.unit) if m.start < part.start and m.brackets == part.brackets]
    if before and cues.OF_SO_MANY.fullmatch(sentence.text, before[-1].end, part.start):
        return before[-1]
    whole = before[-1] if before and clauses_apart(sentence, before[-1], part) <= 1 else _planned(sentence, part)
    behind = sentence.text[part.end : share.start - len(share.lead)]
    named = named_after(name, f"{part.label}，{clause_before(sentence, part.start)}，{behind}")
    is_part = whole is not None and (cues.AMONG.search(sentence.between(0, whole.start))
                                     or (named_after(name, whole.label) and not _due(part, whole)))
    if is_part:           # a part is no whole of others; 录取 are those that a 录取率 tells
        whole = None
    if named and _only_whole(before, part):             # 参考4200人，优秀1512人，…，及格3360人
        whole = before[0]
    if whole is None or not _of_one_kind(part, whole) or is_of_others(name, whole):
        return None
    among = cues.AMONG.match(sentence.text[whole.end : part.start].lstrip("学校生个人")[:3])
    theirs = named or among or _nearly(part, whole, share, name) or _due(part, whole) or _whole_of_rate(name, whole)
    near = whole.value >= part.value or (named and share.value < 100 and part.value < whole.value * _TOO_MANY
                                         and part.after[:2] == whole.after[:2])           # 27个村，覆盖75个村民小组
    return whole if theirs and near else None


def _around_bracket(sentence: Sentence, share: Mention) -> str:
    """The words of a name that a bracket stands in, without it: 就业（含升学）率98.6%; else nothing."""
    if not share.lead.startswith("率"):
        return ""
    bracketed = _BRACKETED.search(sentence.text, max(0, share.start - LONGEST), share.start - len(share.lead))
    return clause_before(sentence, bracketed.start()) + share.lead if bracketed is not None else ""


def _before_bracket(sentence: Sentence, share: Mention) -> str:
    """The words before a bracket that stands right before a share: 开工率（含竣工）82.8%."""
    bracketed = _BRACKETED.search(sentence.text, max(0, share.start - LONGEST), share.start)
    return clause_before(sentence, bracketed.start()) if bracketed is not None else ""


def parts_named(sentence: Sentence, stated: Stated) -> Iterator[Mention]:
    """Other counts that a rate may be named after: 「抽测1860人，合格1748人，优良892人，合格率94%，优良率48%」."""
    if stated.part is not None and _whole_of_rate(stated.of, stated.part):   # 招生4052人，毕业生4078人，升学率99.4%
        yield from (m for m in levels(sentence.levels, stated.part.unit) if m.end <= stated.part.start and m.known)
    if stated.of.startswith("毛入") or stated.of.endswith(("毛入园率", "毛入学率")):     # 适龄幼儿…，在园幼儿…，其中…
        yield from (m for m in levels(sentence.levels, "人") if m.end <= stated.share.start and m.known
                    and _ATTENDING.match(m.lead))
    if cues.RATE.fullmatch(stated.of):
        yield from (m for m in _counts_named(sentence, stated.share, stated.of) if m is not stated.part)


def _counts_named(sentence: Sentence, share: Mention, name: str) -> Iterator[Mention]:
    """The counts before a rate that its name names, nearest first."""
    before = (m for m in reversed(sentence.levels) if m.end <= share.start and m.segment == share.segment)
    return (m for m in before if m.unit not in ("%", "") and m.known and named_after(name, m.label))


def _whole_of_rate(name: str, whole: Mention) -> bool:
    """「毕业生8600人，初中招生8520人，升学率99.1%」; not of exams, whose rates may leave out some candidates."""
    return any(rate.search(name) and of.search(whole.lead) for rate, of in cues.RATES_OF[1:])


def is_of_others(name: str, whole: Mention) -> bool:
    """True for a rate of those who leave a school held against all who are there: 在校生9000人，上线1590人."""
    all_there = cues.AT_SCHOOL.search(whole.label) and not cues.LEAVERS.search(whole.label)
    return bool(cues.OF_LEAVERS.search(name) and all_there)


def _only_whole(before: list[Mention], part: Mention) -> bool:
    """True when of several counts the first alone is large enough."""
    return len(before) > 1 and before[0].value >= part.value and all(m.value < part.value for m in before[1:])


def _planned(sentence: Sentence, part: Mention) -> Mention | None:
    """「计划420个，到岗406人」: places are planned, people come."""
    before = [m for m in sentence.levels if m.end <= part.start and m.known][-1:]
    alike = [m for m in before if {m.unit, part.unit} == {"个", "人"} and cues.PLAN.search(m.lead)]
    return alike[0] if alike and part.clause - alike[0].clause <= 1 else None


def _called(sentence: Sentence, share: Mention, name: str) -> Mention | None:
    """The count further up of the name that the rate has: 「本科进线总人数5099人，…；本科进线率65.3%」."""
    alike = (m for m in reversed(sentence.levels) if m.end <= share.start and m.unit != "%" and name in m.lead)
    return next(alike, None) if len(name) >= _NAME else None


def _of_list(sentence: Sentence, share: Mention, word: str, total: Mention) -> Stated:
    """「97所，合格91所，不合格6所，合格率93.8%」: the rate is of the part that it is named after, else of the total."""
    parts = (m for m in levels(sentence.levels, total.unit) if total.end < m.start < share.start)
    part = next((m for m in parts if named_after(word, m.label) and (_NARROW in m.label or _NARROW not in word)), None)
    return Stated(share, part, word, total) if part and _alike(part, total, share) else Stated(share, total, word)


def named_after(rate: str, words: str) -> bool:
    """Whether a rate is named after a part of these words: 合格率 after 合格, not after 不合格."""
    done = rate.removesuffix("比例").removesuffix("率").removesuffix("口")[-2:]
    return words.count(done) > sum(words.count(negation + done) for negation in "不未非")


def _of_one_kind(part: Mention, whole: Mention) -> bool:
    """True unless things are counted otherwise: 「教育集团12个，覆盖学校58所，覆盖率46.4%」."""
    return part.unit != "个" or whole.unit != "个" or part.figure.unit == whole.figure.unit


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
