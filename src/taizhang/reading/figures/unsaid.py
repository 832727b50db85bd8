"""The units of numbers that have no measure word behind them: 投入560万, 生师比12.8, 幼儿1204, 差异系数0.38."""

from __future__ import annotations

import re

from taizhang.reading.figures.measures import LASTING, measure_word, unit_of

_STOPS = frozenset("、，。；,;）)")
_LISTED = re.compile(r"(?:[、，和][^，。；、\d]{0,12}\d+(?:\.\d+)?[万亿]){1,6}(?=\w)")
_MONEY = re.compile("(?:资金|投资|投入|经费|金额|贷款|债券|支出|收入|补助|补贴|拨付|拨款|造价)[^，。；]{0,6}$")
_PEOPLE = re.compile("(?:学生|幼儿|教师|考生|职工|人员|在校生|毕业生|新生|子女|人口|人)(?:总?数)?"
                     "(?:为|有|达到?|共|约|近|超过?|：)?$")
_RATIO = re.compile("(?:[生师机校]比|系数|指数|得分|均值)(?:为|达|达到|是|：)?$")
_INDEX = re.compile("(?:系数|指数)[^。；]{0,40}$")
_TOGETHER = re.compile(r"(?:[、，和与及]\d{1,6}(?:\.\d+)?){1,6}")
_IN_TURN = re.compile("(?:分别|依次)[^，。；]{0,20}$")
_SCALES = "万亿"


def unit_unsaid(text: str, start: int, end: int) -> str | None:
    """The unit of the number in digits between two places, "" for a ratio or an index; None where it counts nothing."""
    number = text[start:end]
    if number.startswith("0.") and _INDEX.search(text, max(0, start - 60), start):
        return ""
    if word := _shared_word(text, start, end):
        return unit_of(word)
    before, behind = text[max(0, start - 10):start], text[end:end + 1]
    if behind and behind not in _STOPS:
        return None
    if number[-1] in _SCALES:
        listed = _LISTED.match(text, end)
        word = measure_word(text, listed.end(), "digits") if listed else "元" if _MONEY.search(before) else None
        if word:
            return unit_of(word)
    return "" if _RATIO.search(before) else "人" if "." not in number and _PEOPLE.search(before) else None


def _shared_word(text: str, start: int, end: int) -> str | None:
    """The measure word at the end of a bare list: 个百分点 for each number of 分别提高7.9、17.6和10个百分点."""
    rest = _TOGETHER.match(text, end)
    in_turn = rest and ("." in text[start:rest.end()] or _IN_TURN.search(text, max(0, start - 40), start))
    word = measure_word(text, rest.end(), "digits") if rest and in_turn else None
    return word if word not in LASTING else None
