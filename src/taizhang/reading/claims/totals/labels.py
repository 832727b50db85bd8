"""Whether the names of parts exclude each other, and whether together they leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from taizhang.quantities import read_number
from taizhang.reading.claims import cues
from taizhang.reading.claims.totals import families
from taizhang.reading.claims.view import Mention

_COMMON = {"项目", "工程", "学校", "学生", "教师", "资金", "全部", "全县", "全市", "全区", "目前", "已经", "完成"}
_NEARLY_ALL = 6          # stages, special education among them, after which hardly anything is left
_FEWEST_BANDS = 3
_LEVELS = ("国家级", "省级", "市级", "县级", "校级")
_LEVELS_NAMED = re.compile("国?省市县?校?|市县校?")
_AND_ABOVE = re.compile(f"({'|'.join(_LEVELS)})及?以上")
_PLANS = re.compile("计划|预算|完成|到位|实际|落实")
_KINDS = re.compile("([两三四五六七八九])(?:大?类|种)(?!.*[类种])")
# Qualities that one person can have at once: 女教师, 党员教师
_PLANNED, _REACHED, _STOPPED = re.compile("计划|任务"), re.compile("实际|完成"), re.compile("停招|停办|停用|撤销|注销")
_OVERLAPPING = re.compile(r"(?:教师|学生|人员|干部|职工|人数|儿童|党员|校长|骨干|学校|项目)$")


def family(parts: Sequence[Mention]) -> tuple[bool, int, int] | None:
    """The family whose members name the parts, one each: (closed, members named, members there are)."""
    named = [_places(part.label) for part in parts]
    if not all(named):
        return None
    for number in sorted(set.intersection(*map(set, named))) if named else ():
        found = [places[number] for places in named]
        if all(len(f) == 1 for f in found) and len({f[0] for f in found}) == len(parts):
            closed, members = families.FAMILIES[number]
            return closed, len(parts), len(members)
    return None


_WORDS = tuple((word, number, member) for number, (_, members) in enumerate(families.FAMILIES)
               for member, words in enumerate(members) for word in words.split("|"))


@lru_cache(maxsize=4096)
def _places(label: str) -> dict[int, tuple[int, ...]]:
    """In which families a name is at home, and as which members.

    高中专任教师 are of no 中专, 教职工 are 教师 too, and 基础施工 is one state.
    """
    label = label.replace("专任", "").replace("教职工", "").replace("基础施工", "基础").replace("主体施工", "主体")
    found: dict[int, dict[int, None]] = {}
    for word, number, member in _WORDS:
        if word in label:
            found.setdefault(number, {})[member] = None
    return {number: tuple(members) for number, members in found.items()}


def alike(one: str, other: str) -> bool:
    """True when two names are at home in a family as the same member alone: 中职 and 中等职业学校."""
    ours, theirs = _places(one), _places(other)
    return any(len(ours[number]) == 1 and ours[number] == theirs.get(number) for number in ours)


def exclusive(parts: Sequence[Mention]) -> bool:
    """True when nothing can be counted in two of the parts, by the names they have."""
    if family(parts) is not None or banded(parts) or any(cues.OTHERS.search(p.lead) for p in parts):
        return True
    leads = [p.lead for p in parts]
    years = [cues.A_TIME.search(lead) for lead in leads]
    if all(years) and len({year[0] for year in years if year}) == len(parts):
        return True
    if cues.IN_TURN.search(leads[0]) and not any(leads[1:]):
        return True
    ending = common_ending(leads)
    named = len(set(leads)) == len(leads) and len(min(leads, key=len)) > len(ending) >= 2
    return named and not _OVERLAPPING.search(ending) and not narrowed(parts)


def overlapping(parts: Sequence[Mention]) -> bool:
    """True when one can be in two of the parts: 女教师 and 党员教师, 一本 and 二本以上, 招生 and 在校生, 计划, 实际.

    So can what came and what was stopped, of which neither is a part of what there is.
    """
    if any(_PLANNED.search(p.lead) for p in parts) and any(_REACHED.search(p.lead) for p in parts):
        return True
    if any(cues.CAME.search(p.lead) for p in parts) and any(_STOPPED.search(p.lead) for p in parts):
        return True
    if len({flow.group() for p in parts if (flow := families.FLOWS.search(p.label))}) > 1:
        return True
    if any(sum(bound.search(p.label) is not None for p in parts) > 1 for bound in families.CUMULATIVE):
        return True      # 专科以上1231人，本科以上913人
    return family(parts) is None and not banded(parts) and any(families.QUALITIES.search(p.label) for p in parts)


def banded(parts: Sequence[Mention]) -> bool:
    """True for bands from the lowest to the highest: 35岁以下549人，36至45岁471人，46岁以上283人."""
    if len(parts) < _FEWEST_BANDS:
        return False
    ends = [[bool(bound.search(p.label)) for bound in families.CUMULATIVE] for p in (parts[0], parts[-1])]
    return ends in ([[False, True], [True, False]], [[True, False], [False, True]])


def runs_down_to(whole: Mention, parts: Sequence[Mention]) -> bool:
    """True for all levels from the highest down to the one that the whole names: 市级以上87节，其中国家级…、市级…."""
    lowest = _AND_ABOVE.search(whole.label)
    found = [level for part in parts for level in _LEVELS if level in part.label]
    return lowest is not None and len(found) == len(parts) and found == list(_LEVELS[: _LEVELS.index(lowest[1]) + 1])


def as_many_as(whole: Mention, parts: Sequence[Mention]) -> bool:
    """True for as many parts as the whole is said to have kinds: 三类残疾儿童412人，其中…、…、…."""
    kinds, ending = _KINDS.search(whole.lead), common_ending([p.lead for p in parts])[-2:]
    of_them = len(ending) > 1 and ending in whole.lead
    counted = kinds is not None and read_number(kinds[1]) == len(parts)
    return (of_them and counted) or _all_named(whole, parts)


def _all_named(whole: Mention, parts: Sequence[Mention]) -> bool:
    """True for levels that the whole names one and all: 省市县示范校64所，其中省级8所，市级21所，县级35所."""
    named = _LEVELS_NAMED.search(whole.lead)
    return named is not None and [f"{level}级" for level in named[0]] == [p.lead.removeprefix("其中") for p in parts]


def of_one_plan(mentions: Iterable[Mention]) -> bool:
    """True where all are planned, or all done: no 完成投资 among 计划投资."""
    return len({tuple(_PLANS.findall(m.lead)) for m in mentions}) == 1


def seasonal(parts: Sequence[Mention]) -> bool:
    """True when the parts are of one time and another, so that a person may be in each: 春季375人、秋季336人."""
    return parts[0].unit == "人" and all(families.SEASONS.search(p.label) for p in parts)


def common_ending(words: Sequence[str]) -> str:
    """What all the words end in, which may be nothing."""
    shortest = min(words, key=len)
    return next((shortest[i:] for i in range(len(shortest)) if all(w.endswith(shortest[i:]) for w in words)), "")


def words_shared(one: str, other: str) -> int:
    """How many pairs of characters two names have in common that are no word of every report."""
    return len((_pairs(one) - _COMMON) & _pairs(other))


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)}


def narrowed(parts: Sequence[Mention]) -> bool:
    """True when a part is named by its rank, which others may have too: 普惠性幼儿园, 省级示范园."""
    return any(families.NARROWED.search(p.label) for p in parts)


def exhaustive(parts: Sequence[Mention]) -> bool:
    """True when the parts are all there can be: both sexes, all three prizes, or 其余."""
    if banded(parts) or any(cues.OTHERS.search(p.lead) for p in parts):
        return True
    found = family(parts)
    if found is None or narrowed(parts):      # 公办园, 普惠性民办园: other private ones are left out
        return False
    closed, named, members = found
    return (closed and named == members) or (named >= _NEARLY_ALL and any("特" in p.label for p in parts))
