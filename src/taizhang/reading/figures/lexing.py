"""Finds numbers that count something: a numeral and its measure word, what was masked or lost included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from taizhang.quantities import read_number
from taizhang.reading.figures.measures import INDIVISIBLE, LASTING, ON_A_VERB, measure_word, unit_of
from taizhang.reading.figures.tables import alternatives, table

_NAMES = table("names")
_HAN = "[一二两三四五六七八九十百千万亿零〇廿]+"
_SCALE = "[十百千万亿]"
_ARABIC = r"\d+(?:,\d{3}(?!\d))*(?:[.．]\d+)?"
_MASK = "[xX×*＊_＿□]+"
_DIGITS = rf"{_ARABIC}{_SCALE}*(?:{_ARABIC}{_SCALE}+)*"
_SCAN = re.compile(
    rf"(?P<name>{'|'.join(_NAMES['spans'])})"
    rf"|(?P<rank>前(?:{_HAN}|\d+)(?:名|位|强)|第\s?(?:{_HAN}|\d+)(?:名|位)?|[一二三四特]等奖)"
    r"|(?P<lost>(?<=[加少高降长达入款金助放共约])余?(?:[万亿]元|人次?|个百分点|平方米|%)(?=[，,。；;、)）]))"
    rf"|(?P<number>(?<![A-Za-z0-9.+第])(?P<share>百分之)?"
    rf"(?:(?P<mask>\d{{0,2}}{_MASK}(?:[.．]{_MASK})?{_SCALE}*)|(?P<digits>{_DIGITS})|(?P<han>{_HAN}))"
    rf"(?P<range>\s?[-—–~～至到]{{1,2}}\s?(?:{_DIGITS}|{_HAN}))?"
    r"(?P<more>[余多几])?(?P<scale>[万亿])?[ \u3000]{0,2})"
)
_WORDS = re.compile("|".join(_NAMES["words"]))
_VERB = re.compile(rf"(?:{alternatives(_NAMES['verbs'])})(?:了|过|起|出|成|的|后)?\s?$")
_LASTS = re.compile(rf"(?:{alternatives(_NAMES['lasting']['before'])})了?$")
_LASTED = re.compile(alternatives(_NAMES["lasting"]["behind"]))
_RANKED = re.compile(rf"(?:{alternatives(_NAMES['ranks'])})[^，。；]{{0,4}}$")
_LISTED = re.compile(r"[、，和][^，。；、\d]{0,12}\d+(?:\.\d+)?[万亿](?=\w)")
_MONEY = re.compile("资金|投资|投入|经费|金额|贷款|债券|支出|收入|补助|补贴|拨付|拨款|总造价")
_RATIO = re.compile("(?:[生师机校]比|系数|指数|得分|均值)(?:为|达|达到|是|：)?$")
_STOPS = frozenset("、，。；,;）)")
_BEFORE = _NAMES["before"]
_SCALES = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its measure word. `value` counts `unit` outright (万 multiplied out), None where it is hidden."""

    start: int
    end: int
    value: Decimal | None
    unit: str
    more: bool = False               # 余, 多
    rank: bool = False


def numbers(text: str) -> Iterator[Number]:
    """Every number of the text that counts or ranks something, in order. Ordinals, dates and names are left out."""
    for found in _SCAN.finditer(text):
        if (read := _READERS.get(found.lastgroup or "")) and (number := read(text, found)):
            yield number


def _counted(text: str, found: re.Match[str]) -> Number | None:
    start, at = found.start(), found.end()
    numeral = "han" if found["han"] else "digits" if found["digits"] else "mask"
    if found["share"]:
        return Number(start, at, _value(found), "%", bool(found["more"]))
    word = measure_word(text, at, numeral) or _unsaid(text, found)
    if word is None or (word in LASTING and not _lasts(text, start, at + len(word))):
        return None
    if numeral == "han" and not _counts(text, found, word):
        return None
    if found["range"] and word in ("岁", "周岁"):
        return None
    if numeral == "digits" and "." in found["digits"] and word in INDIVISIBLE and not found["scale"]:
        start = _after_list_marker(text, found)
    value = None if found["range"] else _value(found, start)
    over = numeral == "han" and found["han"][0] in "百千万" and text[start - 1:start] in ("上", "逾", "超")
    return Number(start, at + len(word) if text.startswith(word, at) else at, value, unit_of(word), more=over or bool(found["more"]))


def _unsaid(text: str, found: re.Match[str]) -> str | None:
    """The unit of a number without one: of 79.2万 in 中央79.2万、省121万元 that of the next number listed, or money
    where money is told of; none ("") for a ratio such as 生师比12.8."""
    if found["digits"] and _RATIO.search(text[max(0, found.start() - 8):found.start()]):
        return "" if text[found.end():found.end() + 1] in _STOPS else None
    if found[0].rstrip()[-1:] not in _SCALES or text[found.end():found.end() + 1] not in _STOPS:
        return None
    if listed := _LISTED.match(text, found.end()):
        return measure_word(text, listed.end(), "digits")
    return "元" if _MONEY.search(text[max(0, found.start() - 10):found.start()]) else None


def _value(found: re.Match[str], start: int | None = None) -> Decimal | None:
    numeral = found["han"] or found["digits"]
    if not numeral:
        return None
    if start is not None and start > found.start():
        numeral = numeral[start - found.start():]
    value = read_number(numeral)
    if value is None:
        return None
    value *= _SCALES.get(found["scale"], 1)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _after_list_marker(text: str, found: re.Match[str]) -> int:
    """Where the number of `1.3所学校` starts at the head of a line: behind the marker, for schools come whole."""
    if text[:found.start()].rstrip(" \u3000")[-1:] in ("", "\n", "。"):
        return found.start() + found["digits"].index(".") + 1
    return found.start()


def _counts(text: str, found: re.Match[str], word: str) -> bool:
    """Whether a Chinese numeral counts: it is no part of a word, and what counts only when done is done."""
    numeral, start = found["han"], found.start()
    before = text[max(0, start - 8):start]
    if before[-1:] in _BEFORE["han"] + _BEFORE["back"] and before or _WORDS.match(text, start):
        return False
    if numeral[0] in "百千万亿零〇" and not found["more"] and before[-1:] not in "近上超逾达":
        return False
    if len(numeral) > 1 and not re.search("[十百千万亿]", numeral):
        return False
    if numeral == "一" or word in ON_A_VERB:
        return before[-1:] not in _BEFORE["one"] and bool(_VERB.search(before))
    return True


def _lasts(text: str, start: int, end: int) -> bool:
    return bool(_LASTS.search(text[max(0, start - 5):start])) or bool(_LASTED.match(text, end))


def _ranked(text: str, found: re.Match[str]) -> Number | None:
    """A place in a ranking: 前100名, 一等奖, or 第二 behind a word such as 居 or 全市."""
    token, behind = found[0], text[found.end():found.end() + 1]
    if token[0] == "第" and token[-1] not in "名位":
        if behind not in ("", "，", ",", "。", "；", ";", "、", ")", "）", "\n") or not _RANKED.search(
                text[max(0, found.start() - 8):found.start()]):
            return None
    unit = "等奖" if token.endswith("等奖") else token[-1] if token[-1] in "名位强" else "位"
    numeral = token.strip("第前名位强等奖 ")
    return Number(found.start(), found.end(), read_number(numeral), unit, rank=True)


def _lost(text: str, found: re.Match[str]) -> Number | None:
    return Number(found.start(), found.end(), None, unit_of(found[0].lstrip("余万亿")))


_READERS = {"number": _counted, "rank": _ranked, "lost": _lost}
