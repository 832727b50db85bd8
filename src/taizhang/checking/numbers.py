"""Numbers as people type them into cells: 1,234, １２３, (5), 12人, 3.5万元, 93%, and what is no number at all."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from taizhang.findings import Finding
from taizhang.quantities import numerals

# Marks that people put where they have nothing to say. They are read as missing, never as 0.
_MISSING_MARKS = frozenset({
    "无", "没有", "暂无", "不详", "未知", "未统计", "缺", "空", "无数据", "-", "--", "---", "/", "//", "\\", "…", "...",
    "na", "n/a", "null", "none", "nil",
})
_MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
              "亿": 10**8}
_SQUARES = {"㎡": "平方米", "m²": "平方米", "㎥": "立方米", "m³": "立方米"}  # before ² is made a plain 2
_DASHES = str.maketrans("—–−―‐‑‒﹣─━", "-" * 10)

NUMBER = re.compile(
    r"(?P<currency>[¥$]?)(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(?P<exponent>e[-+]?\d{1,2})?"
    r"(?P<multiple>[十百千]?万|[百千亿]?)(?P<unit>[^\d\s.,+*=<>~-]*)", re.IGNORECASE)
_SPACES = re.compile(r"(?<=\d)\s+(?=\d{3}(?!\d))|\s+(?=\D)|(?<=[-+¥$])\s+")  # 1 234 is one number, 12 34 is not
_MASKED = re.compile(r"(?=.*\d).*[x×*#_□○?]+.*|[x×*#_□○?]{2,}\S{0,3}", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:约|大约|近|将近|超过?|不足|至少|[<>≥≤~]).*\d.*|\d.*(?:左右|以上|以下|余|多|几|~\d).*|\d+-\d+\D*")
_EXPRESSION = re.compile(r"=.*|[\d.\s()]+(?:[-+*/÷][\d.\s()]+)+=?.*")
_FAULTS = ((_EXPRESSION, "value-expression"), (_VAGUE, "value-not-exact"), (_MASKED, "value-masked"))
_ODD_SEPARATORS = re.compile(r"[-+]?[\d,.\s]+")
MOST_DIGITS = 15  # what Excel keeps; the rest of a double is noise
LONGEST = 60  # of a number with its unit
LONGEST_MARK = 12


@dataclass(frozen=True, slots=True)
class Written:
    """A number with the unit that was written behind it, if any; `multiple` is what 万, 亿 … stand for."""

    value: Decimal
    unit: str = ""
    multiple: int = 1


def plain(text: str) -> str:
    """Text with full-width characters made narrow, dashes made alike and spaces at its ends removed."""
    if not text.isascii():
        for sign, words in _SQUARES.items():
            text = text.replace(sign, words)
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return text.strip(" \n\r\t'\u200b\ufeff")


def is_missing_mark(text: str) -> bool:
    """Whether the cell says in some way that there is nothing to say."""
    return len(text) <= LONGEST_MARK and plain(text).casefold() in _MISSING_MARKS


def read_number(raw: float | str) -> Written | Finding:
    """The number in a cell, or what is wrong with it. `raw` is not empty and no missing mark."""
    if isinstance(raw, bool) or (isinstance(raw, float) and not math.isfinite(raw)):  # some write NaN for nothing
        return Finding("value-not-a-number", blanks={"found": str(raw).upper()})
    if isinstance(raw, int | float):
        return Written(from_cell(raw))
    text = plain(raw)
    if text.startswith("(") and text.endswith(")") and text[1:-1].strip()[:1].isdigit():
        text = "-" + text[1:-1].strip()  # accountants write -5 as (5)
    if fault := _fault(text):
        return Finding(fault, blanks={"found": raw})
    if found := NUMBER.fullmatch(_SPACES.sub("", text)):
        return _written(found)
    if (value := numerals.read_number(text)) is not None:
        return Written(value, multiple=_large_in(text))
    code = "value-odd-separators" if _ODD_SEPARATORS.fullmatch(text) else "value-not-a-number"
    return Finding(code, blanks={"found": raw})


def _large_in(text: str) -> int:
    """What the largest of 万 and 亿 in a numeral stands for: 五千万 counts in 万, 一百二十 in ones."""
    return next((_MULTIPLES[large] for large in "亿万" if large in text), 1)


def _fault(text: str) -> str | None:
    if len(text) > LONGEST:
        return "value-not-a-number"
    return next((code for pattern, code in _FAULTS if pattern.fullmatch(text)), None)


def _written(found: re.Match[str]) -> Written:
    value = Decimal(found["sign"] + found["digits"].replace(",", "") + (found["exponent"] or ""))
    multiple = _MULTIPLES[found["multiple"]]
    return Written(value * multiple, found["unit"] or ("元" if found["currency"] == "¥" else ""), multiple)


def from_cell(number: float) -> Decimal:
    """A double as Excel shows it: at most 15 significant digits."""
    if isinstance(number, int) or number.is_integer():
        return Decimal(int(number))
    return Decimal(format(number, f".{MOST_DIGITS}g"))
