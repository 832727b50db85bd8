"""What a figure does in its clause, by the words before it: a level, a change, what it was before."""

from __future__ import annotations

import re
from enum import StrEnum

from taizhang.reading.claims import cues
from taizhang.reading.model import Figure, Kind


class Role(StrEnum):
    """What a figure does in its clause."""

    LEVEL = "level"          # what is or was reached
    CHANGE = "change"        # by how much it rose or fell
    BASE = "base"            # what it was before
    STANDARD = "standard"    # per head, per day; or how far above others
    RANK = "rank"            # a place or grade, which counts nothing


_FOR_ALL = 10**6         # yuan
_OF_EACH = frozenset({"小时", "分钟", "分", "岁", "天", "次", "课时"})
_OF_ALL = frozenset({"分", "岁"})       # 平均分486.5分 is reached by all
_BY_KIND = {Kind.BASELINE: Role.BASE, Kind.RANK: Role.RANK}


def _goes_to(lead: str, after: str) -> bool:
    """「由56.4%下降到54.9%」, not 「由县财政投入200万元」."""
    if "由" not in lead and "从" not in lead:
        return False
    if not after:
        return cues.BASE_FROM_THEN.search(lead) is not None
    return cues.BASE_FROM.search(lead) is not None and cues.GOES_TO.match(after) is not None


def _was(lead: str, after: str) -> bool:
    """Whether the words say what it was before: 比全市的11.2%高…; 比上年上线9人增长."""
    if cues.OF_BEFORE.search(lead) is None or cues.TO_LAST_YEAR.search(lead):
        return False
    if cues.BASE_END.search(lead) or cues.LAST_YEAR_FIRST.search(lead) or _goes_to(lead, after):
        return True
    compared = cues.IS_MORE.match(after) and cues.COMPARED_WITH.search(lead)
    return bool(compared or (cues.CAME_TO_BE.match(after) and cues.WITH_A_YEAR.search(lead)))


def role_of(figure: Figure, lead: str, after: str) -> tuple[Role, bool]:
    """What a figure does by the words around it; of a change also whether it is downwards."""
    if figure.unit != "番" and _was(lead, after):                # 比去年翻了一番多
        return Role.BASE, False
    of_whom = figure.unit in _OF_EACH and cues.OF_WHOM.match(after) is not None
    if of_whom or cues.ELSEWHERE.search(lead) or (figure.unit == "百分点" and cues.POINTS_ELSEWHERE.search(lead)):
        return Role.STANDARD, False
    if cues.TO.search(lead) and not cues.RATE_OF_CHANGE.search(lead):
        return Role.LEVEL, False
    word = _word_of_change(figure, lead)
    if word is not None or figure.unit == "百分点":
        down = cues.IS_DOWN.search(word.group("word")) if word is not None else cues.IS_LESS.search(lead)
        return Role.CHANGE, down is not None
    per_one = cues.PER_ONE.search(lead) is not None and figure.unit not in _OF_ALL and not _is_for_all(figure, lead)
    is_norm = figure.kind is Kind.STANDARD and not cues.NORM_FOR_ALL.search(lead)
    is_standard = is_norm or "/" in figure.unit or per_one
    if is_standard and figure.kind is not Kind.BASELINE and figure.unit != "%":       # 平均回复率90% is reached
        return Role.STANDARD, False
    return _BY_KIND.get(figure.kind, Role.LEVEL), False


def _word_of_change(figure: Figure, lead: str) -> re.Match[str] | None:
    """The word before a figure that says that it is by so much that something rose or fell."""
    if cues.OF_CHANGE.search(lead) is None:
        return None
    if word := cues.CHANGE_END.search(lead):
        return word
    if cues.COMPARED.search(lead) and (word := cues.CHANGE_IN.search(lead) or cues.NEWLY.search(lead)):
        return word
    return cues.REDUCED_BY.search(lead) if figure.unit == "%" else None


def _is_for_all(figure: Figure, lead: str) -> bool:
    """True for an amount that no one pupil is given: 生均公用经费配套资金1533万元."""
    return figure.unit == "元" and (figure.value or 0) >= _FOR_ALL and "生均" in lead


def goes_on(change: Figure, between: str, figure: Figure) -> bool:
    """True for a figure that goes on with the change before it: 增加60人、140人, 减少45人或2.4%, 增加212人（12.8%）."""
    if figure.unit == "%" and change.unit not in ("%", "百分点"):
        return cues.AND_BY.fullmatch(between) is not None
    return between in ("、", "和")
