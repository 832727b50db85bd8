"""What it was and what it is where one or both stand behind the change, or in brackets beside it."""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.growth.names import is_of_other_time
from taizhang.reading.claims.growth.sides import NEAR, ONLY_YEAR, Sides
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.view import Mention, Sentence, levels

_LAST = re.compile("[去上]一?年")
_WAS_FIRST = re.compile(f"{cues.LAST_YEAR_FIRST.pattern}|^而?年初(?:为|是|有)$")
_THEN = re.compile("[去上]一?年(?P<name>[一-龥]*?)[为是]")
_NOW = re.compile("[今本]年(?P<name>[一-龥]*?)(?:则?[为是]|达到?)")
_ALL = re.compile("全[省市县区国](?=平均|水平)")


def reached_behind(sentence: Sentence, change: Mention, base: Mention) -> Mention | None:
    """「比去年的480人增加40人，达到520人」: what it is stands behind the change, if of the same and without a base."""
    reached = next((m for m in levels(sentence.levels, base.unit) if m.start > change.end
                    and m.clause - change.clause <= 1 and cues.REACHED.search(m.lead)), None)
    if reached is None or "其中" in sentence.text[change.end : reached.start]:
        return None
    return None if any(m.role is Role.BASE and change.end < m.start < reached.start for m in sentence.mentions) \
        else reached


def told_behind(sentence: Sentence, change: Mention, current: Mention) -> Sides:
    """「资助3369人，增长5.8%（去年同期3183人）」: what it was stands behind the change, or in brackets before it.

    A rate beside is passed over: 「支出27.4亿元，进度47%，同比增长9.2%（去年同期25.1亿元）」.
    """
    base = compared_ahead(sentence, change) or _compared_behind(sentence, change)
    if base is None or base.unit == current.unit:
        return base, current
    told = [m for m in levels(sentence.levels, base.unit) if m.end <= change.start and m.segment == change.segment
            and m.surrounds(change) and change.clause - m.clause <= NEAR]
    return (base, told[-1]) if told and current.unit == "%" else (None, current)


def both_behind(sentence: Sentence, change: Mention, unit: str | None) -> Sides:
    """「毛入学率比2020年提高3.6个百分点，由91.2%提高到94.8%」: what it was and is, where no other name is given.

    「今年及格率比去年提高3.3个百分点，去年及格率为85.2%，今年为88.5%」 too.
    """
    behind = [m for m in sentence.mentions if m.start >= change.end][:2]
    if [m.role for m in behind] != [Role.BASE, Role.LEVEL]:
        return None, None
    base, current = behind
    if _are_year_by_year(sentence, base, current, change):
        return (base, current) if base.unit == current.unit and unit in (base.unit, None) else (None, None)
    beside = base.clause - change.clause == 1 and base.clause == current.clause and base.unit == current.unit
    named = cues.BASE_FROM_THEN.fullmatch(base.lead) is None or unit not in (base.unit, None)
    other = named or not beside or not cues.TO.search(current.lead) or is_of_other_time(base, change)
    return (None, None) if other else (base, current)


def _are_year_by_year(sentence: Sentence, base: Mention, current: Mention, change: Mention) -> bool:
    """Last year's and this year's, each in a clause of its own, under the name of the change or none."""
    then, now = _THEN.fullmatch(base.lead), _NOW.fullmatch(current.lead)
    next_to = base.clause - change.clause == current.clause - base.clause == 1
    than_last = _LAST.search(sentence.text, 0, base.start - len(base.lead)) is not None
    return then is not None and now is not None and next_to and than_last and all(
        found["name"] in change.lead for found in (then, now))


def compared_ahead(sentence: Sentence, change: Mention) -> Mention | None:
    """较去年同期（53.1%）下降1.8个百分点."""
    ahead = next((m for m in reversed(sentence.mentions) if m.end <= change.start), None)
    if ahead is None or len(ahead.brackets) != len(change.brackets) + 1:
        return None
    words = sentence.text[max(0, ahead.brackets[-1] - LONGEST) : ahead.brackets[-1]]
    return ahead if cues.COMPARED_HERE.search(words) else None


def _compared_behind(sentence: Sentence, change: Mention) -> Mention | None:
    behind = next((m for m in sentence.mentions if m.start >= change.end), None)
    if behind is None or "另" in behind.lead or is_of_other_time(behind, change):       # 去年另有网络信访4件
        return None
    in_brackets = len(behind.brackets) == len(change.brackets) + 1
    if behind.role is not Role.BASE:
        others, year = _ALL.search(change.lead), ONLY_YEAR.fullmatch(behind.lead)
        named = others and behind.lead.startswith(others[0])              # 比全市平均水平高4个百分点（全市58%）
        was = year and _LAST.search(change.lead) and behind.figure.period == year[1]   # 较上年下降（2024年为52%）
        return behind if in_brackets and (named or was) else None
    own_clause = behind.clause - change.clause == 1 and _WAS_FIRST.search(behind.lead)
    return behind if in_brackets or own_clause else None
