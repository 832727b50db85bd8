"""Tells a number that counts from one that is part of a word, a name, a date or an ordinal (`names.yaml`)."""

from __future__ import annotations

import re

from taizhang.reading.figures.measures import LASTING, ON_A_VERB
from taizhang.reading.figures.tables import alternatives, table

CHINESE = "一二两三四五六七八九十百千万亿零〇廿"
_TABLE = table("names")
SPANS = "|".join(_TABLE["spans"])
_WORDS = re.compile("|".join(_TABLE["words"]))
_VERB = re.compile(rf"(?:{alternatives(_TABLE['verbs'])})(?:了|过|起|出|成|的|后)?\s?$")
_LASTS = re.compile(rf"(?:{alternatives(_TABLE['lasting']['before'])})了?$")
_LASTED = re.compile(alternatives(_TABLE["lasting"]["behind"]))
_RANKED = re.compile(rf"(?:{alternatives(_TABLE['ranks'])})[^，。；]{{0,4}}$")
_JOINED = frozenset(_TABLE["before"]["han"] + _TABLE["before"]["back"])
_JOINED_WITH_ONE = frozenset(_TABLE["before"]["one"])
_APART = re.compile("[提增升调]高$|(?:[人生户校园班师]|平)均$")     # 提高两个百分点, 人均两册: no word with the numeral
_AT_THE_END = frozenset(_TABLE["at_the_end"].split())
_NAMED = re.compile("[\u4e00-\u9fff]{2}$")
_PART_OF_A_YEAR = re.compile(r"\d{1,2}\.\d{1,2}")      # 人均受教育年限9.4年, no 1.2026年
_LOOK_BACK = 8
_BARE_SCALE = "百千万亿零〇"              # 百名 alone is a manner of speaking,
_ENDS = frozenset(("", *"，,。；;、)）\n"))      # behind a clause
_ROUGHLY = "近上超逾达"                   # 近百名 is a number


def counts(text: str, start: int, numeral: str, word: str) -> bool:
    """Whether a numeral before a measure word counts: always in digits, in Chinese unless the two make a word."""
    if word in LASTING:
        return bool(_PART_OF_A_YEAR.fullmatch(numeral)) or lasts(text, start, start + len(numeral) + len(word))
    if numeral[0] not in CHINESE:
        return True
    before = text[max(0, start - _LOOK_BACK):start]
    if _WORDS.match(text, start) or not _is_number(numeral, before):
        return False
    if numeral == "一" or word in ON_A_VERB:
        if before[-1:] in _JOINED_WITH_ONE:
            return False
        # 有一所初中 tells of one, 没有一所初中 of none
        has = word == "所" and before.endswith("有") and not before.endswith(("没有", "至少有"))
        behind = start + len(numeral) + len(word)
        return has or bool(_VERB.search(before)) or _behind_its_noun(text, before, word, behind)
    return True


def _behind_its_noun(text: str, before: str, word: str, end: int) -> bool:
    """Whether 一所 stands behind what it counts and ends the clause: 新建初中一所."""
    return word in _AT_THE_END and text[end:end + 1] in _ENDS and bool(_NAMED.search(before))


def lasts(text: str, start: int, end: int) -> bool:
    """Whether a span of time is said to last, as in 连续三年 or 三年时间."""
    return bool(_LASTS.search(text[max(0, start - _LOOK_BACK):start]) or _LASTED.match(text, end))


def ranks(text: str, start: int, end: int) -> bool:
    """Whether 第二 at the end of a clause is a place in a ranking: 居全省第二."""
    return text[end:end + 1] in _ENDS and bool(_RANKED.search(text[max(0, start - _LOOK_BACK):start]))


def _is_number(numeral: str, before: str) -> bool:
    """Not a bare 百 or 万, nor digits in a row as in a name (二七区), nor the end of a word or a mention (这两节)."""
    if numeral[0] in _BARE_SCALE and numeral[1:2] not in ("余", "多"):
        return before[-1:] in tuple(_ROUGHLY)
    if "点" in numeral:
        return True
    if before[-1:] in _JOINED and not _APART.search(before):
        return False
    return len(numeral.rstrip("余多几")) == 1 or bool(re.search("[十百千万亿至到—–~～-]", numeral))
