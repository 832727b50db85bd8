"""Measure words: which word behind a numeral is its unit, and the name under which the unit is reported."""

from __future__ import annotations

import re
from collections import defaultdict

from taizhang.reading.figures.tables import table

_TABLE = table("measure_words")
_SAME: dict[str, str] = _TABLE["same"]
LASTING = frozenset(_TABLE["lasting"])
ON_A_VERB = frozenset(_TABLE["counted_when_done"])
_PER = re.compile(r"(?:[/／](?:[人生年月天日周次餐班校园所项个]|学期|学年|平方米|小时)(?:·[年月天日])?)+")
INDIVISIBLE = frozenset(_TABLE["counted"]) - frozenset(_TABLE["divisible"].split())


def _compiled(*parts: str, masked: bool = False) -> dict[str, re.Pattern[str]]:
    """One pattern for each first character, so that a look-up tries only a few words.

    Behind a mask a place is a name (××县), and 对 counts only at the end of a clause.
    """
    words: dict[str, str] = {}
    for part in parts:
        words |= {word: unlike or "" for word, unlike in _TABLE[part].items()}
    if masked:
        places = _TABLE["places"].split()
        words = {word: unlike for word, unlike in words.items() if word not in places} | {"对": "[^，。；、）]"}
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        unlike = "|".join(words[word].split())
        by_first[word[0]].append(re.escape(word) + (f"(?!{unlike})" if unlike else ""))
    return {first: re.compile("|".join(group)) for first, group in by_first.items()}


_IN_DIGITS = _compiled("counted", "counted_when_done", "counted_in_digits", "lasting")
_IN_HAN = _compiled("counted", "counted_when_done", "lasting")
MEASURING = "".join(_IN_HAN)      # what a measure word behind a Chinese numeral begins with
_MASKED = _compiled("counted", "counted_when_done", "counted_in_digits", masked=True)


def measure_word(text: str, at: int, numeral: str) -> str | None:
    """The measure word at a place of the text, for a numeral of digits, Chinese characters ("han") or a mask."""
    table_ = _IN_DIGITS if numeral == "digits" else _IN_HAN if numeral == "han" else _MASKED
    pattern = table_.get(text[at:at + 1])
    found = pattern.match(text, at) if pattern else None
    if not found:
        return None
    per = _PER.match(text, found.end()) if found[0] == "元" else None
    return found[0] + per[0] if per else found[0]


def unit_of(word: str) -> str:
    """The unit under which a measure word is reported: 名 is 人, 个百分点 is 百分点."""
    return _SAME.get(word, word)
