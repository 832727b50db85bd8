"""Finds numbers that count something: a numeral and its measure word, what was masked or lost included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from taizhang.quantities import read_number, round_half_up
from taizhang.reading.figures.measures import INDIVISIBLE, MEASURING, measure_word, unit_of
from taizhang.reading.figures.names import CHINESE, SPANS, counts, ranks
from taizhang.reading.figures.unsaid import unit_unsaid

_MASKS = "xX×*＊_＿□"
_HAN = f"[{CHINESE}]{{1,15}}"
_POINT = "(?:点[〇零一二三四五六七八九]{1,4})"               # 三点四个百分点, but not 八点三十分
_DIVISIBLE = "[万亿倍元米亩吨]|个?百分点|平方|公里"
_SCALE = "[十百千万亿]{1,2}"
_ARABIC = r"\d{1,15}(?:,\d{3}(?!\d)){0,4}(?:[.．](?:\d{1,9}|(?=[万亿]?元)))?"
_DIGITS = rf"{_ARABIC}(?:{_SCALE})?(?:{_ARABIC}{_SCALE}){{0,3}}"
_SPACED = r"(?<=[\u4e00-\u9fff，、（])\d{1,3}(?: \d{3}(?!\d)){1,2}(?:\.\d{1,4})?"           # 1 122个
_MASK = rf"\d{{0,2}}[{_MASKS}]+(?:[.．][{_MASKS}]+)?(?:{_SCALE})?"
_DECIMAL = r"\d{1,6}(?:[.．]\d{1,4})?"
_FIRST = rf"[《“\"前第特余人个平%\d{CHINESE}{_MASKS}]"      # what any of the patterns below begins with
_SCAN = re.compile(
    rf"(?={_FIRST})(?:(?P<name>{SPANS})"
    rf"|(?P<rank>前(?:{_HAN}|\d+)(?:名|位|强)|第\s?(?:{_HAN}|\d+)(?:名|位)?|[一二三四特]等奖)"
    r"|(?P<lost>(?<=[加少高降长达入款金助放共约])余?(?:[万亿]元|人次?|个百分点|平方米|%)(?=[，,。；;、)）])"
    r"|(?<=[\u4e00-\u9fff])(?<![十百千万亿])%(?=[，,。；;、)）]|$)|(?<=学生|教师)人(?=，其中))"
    rf"|(?P<ratio>(?<![\d.:：∶]){_DECIMAL} ?[:：∶] ?{_DECIMAL}(?![\d.:：∶]))"
    r"|(?P<fraction>(?<![几十百])[二三四五六七八九十]分之[一二三四五六七八九])"
    r"|(?P<number>(?<![A-Za-z0-9.+第])(?P<percent>百分之)?"
    rf"(?:(?P<mask>{_MASK})|(?P<digits>{_SPACED}|{_DIGITS})|(?P<han>{_HAN}+(?(percent){_POINT}?|(?:{_POINT}(?={_DIVISIBLE}))?)))"
    rf"(?P<range>(?:\s?[-—–~～至到]{{1,2}}|(?P<each>[%名人个所项次元])[-—–~～]{{1,2}})\s?(?P<until>{_DIGITS}|{_HAN}(?(percent){_POINT}?))"
    r"(?(each)(?=[万亿]?(?P=each))))?"                                   # 3至5名, 90%—95%
    rf"(?P<more>[余多几])?+(?P<scale>[万亿])?+[ \u3000]{{0,2}}+(?(percent)|(?(han)(?=[{MEASURING}]))))"
    r")"
)
_STRAY_POINT = re.compile(r"[.．](?!\d)")                 # 4863.万元
_MINUS = re.compile(r"(?:增长|增加|提高|上升|增幅|增速)[了率为]*.$")         # 比上年增长-16.8%
_SIGNS = "-－−"
_BEFORE = 6              # characters before a number, in which such a word and its sign stand
_PLAIN_DECIMAL = re.compile(r"\d+[.．]\d+")
_SCALES = {"万": 10_000, "亿": 100_000_000}
_TENTH = 10              # per cent
_HUNDREDTHS = re.compile("[一二三四五六七八九](?=以[上下]|左右|的|[，,。；;、)）]|$)")
_ALSO = frozenset("个位")
_MOVED = re.compile("(?:前移|后移|上升|下降|提升|前进|跃升|晋升)了?$")      # in a ranking: by places, not by people
_COMPARED = re.compile("(?:比[例值]?|配比)(?:[约已仅]?为|分别为|高?达到?|是|[控保][制持]在|提高到|优化至|约|：)?$"
                       "|按照?$|比由(?:上年的?|20\\d\\d年的?)?$"
                       "|比(?!分[^别])[^，,；;。]{0,14}[:：∶] ?1"                 # 分别为17.2:1和12.4:1
                       "(?:[、和与及]|[变降升提下]?[高降]?[为到至]|[优调][化整][为至到]|，(?:比|较)?[去上]一?年的?[为是]?)$")
_POINTS_TOO = re.compile(r"(?:[、，和与及]\d{1,3}(?:\.\d+)?个?){1,6}百分点")     # 分别提高1.3个、2.2个百分点


class Number(NamedTuple):
    """A number with its measure word. `value` counts `unit` outright (万 multiplied out), None where it is hidden.

    A range (3—5名) has no value; it goes from `low` to `high`.
    """

    start: int
    end: int
    value: Decimal | None
    unit: str
    more: bool = False               # 余, 多
    rank: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


def numbers(text: str) -> Iterator[Number]:
    """Every number of the text that counts or ranks something, in order. Ordinals, dates and names are left out."""
    for found in _SCAN.finditer(text):
        read = _READERS.get(found.lastgroup or "")
        number = read(text, found) if read else None
        if number:
            yield number


def _counted(text: str, found: re.Match[str]) -> Number | None:
    """A number in digits, Chinese numerals or masked; None where it counts nothing."""
    start, end = found.span()
    if found["percent"]:
        return Number(start, end, _value(found), "%", bool(found["more"]), False, *_bounds(found))
    word = measure_word(text, end, "han" if found["han"] else "digits" if found["digits"] else "mask")
    if word is None:
        return _unsaid(text, found)
    if not counts(text, start, found[0].rstrip(), word) or (found["range"] and word in ("岁", "周岁")):
        return None
    if word in _ALSO and (otherwise := _otherwise(text, found, word)):
        return otherwise
    if word == "成":                                      # 三成 is 30 %
        return _tenths(text, found)
    if word in INDIVISIBLE and _PLAIN_DECIMAL.fullmatch(found[0].rstrip()):
        start = _behind_list_marker(text, found)
    number = Number(start, end + len(word), _value(found, start), unit_of(word), _more(text, found), False,
                    *_bounds(found))
    signed = number.value and text[start - 1:start] in _SIGNS and _MINUS.search(text, max(0, start - _BEFORE), start)
    return _fallen(number) if signed else number


def _fallen(number: Number) -> Number:
    """With the sign before it: 增长-16.8% is a fall."""
    return number._replace(start=number.start - 1, value=number.value and -number.value)


def _tenths(text: str, found: re.Match[str]) -> Number:
    """三成 is 30 %, 九成五 is 95 %."""
    value, low, high = (known and known * _TENTH for known in (_value(found), *_bounds(found)))
    (start, end), further = found.span(), _HUNDREDTHS.match(text, found.end() + 1)
    if value and further:
        return Number(start, further.end(), value + (read_number(further[0]) or 0), "%")
    more = bool(found["more"]) or text.startswith(("多", "余"), end + 1)
    return Number(start, end + 1, value, "%", more, False, low, high)


def _otherwise(text: str, found: re.Match[str], word: str) -> Number | None:
    """What 个 and 位 count beside things and people: 2.2 in 1.3个、2.2个百分点, 2个亿, places in a ranking."""
    (start, end), value, more = found.span(), _value(found), bool(found["more"])
    if word == "位":
        return Number(start, end + 1, value, word) if _MOVED.search(text, max(0, start - 4), start) else None
    if _POINTS_TOO.match(text, end + 1):
        return Number(start, end + 1, value, "百分点", more)
    hundred_million = text.startswith("亿", end + 1)
    return Number(start, end + 2, value and value * _SCALES["亿"], "元", more) if hundred_million else None


def _bounds(found: re.Match[str]) -> tuple[Decimal | None, Decimal | None]:
    """From where to where a range goes: 2—3万元 from 20000 to 30000. (None, None) where there is none."""
    if not found["range"]:
        return None, None
    scale = _SCALES.get(found["scale"] or found["until"][-1], 1)
    low, high = read_number(found["han"] or found["digits"] or ""), read_number(found["until"])
    if low is None or high is None:
        return None, None
    high *= scale if found["scale"] else 1
    return next(((start, high) for start in (low * scale, low) if start < high), (None, None))


def _value(found: re.Match[str], start: int | None = None) -> Decimal | None:
    """The value; None for a mask and for a range, which has two."""
    numeral = found["han"] or found["digits"]
    if not numeral or found["range"]:
        return None
    if not found["percent"]:
        numeral = numeral[(start or found.start()) - found.start():].replace(" ", "")
    value = read_number(_STRAY_POINT.sub("", numeral) if "." in numeral else numeral)
    if value is None:
        return None
    value *= _SCALES.get(found["scale"], 1)
    whole = value.to_integral_value()
    return whole if value == whole else value


def _more(text: str, found: re.Match[str]) -> bool:
    over = (found["han"] or "一")[0] in "百千万" and text[found.start() - 1:found.start()] in ("上", "逾", "超")
    return over or bool(found["more"])


def _behind_list_marker(text: str, found: re.Match[str]) -> int:
    """Where the number of `1.3所学校` starts at the head of a line: behind the marker, for schools come whole."""
    if text[max(0, found.start() - 4):found.start()].rstrip(" \u3000")[-1:] in ("", "\n"):
        return found.start() + found[0].replace("．", ".").index(".") + 1
    return found.start()


def _unsaid(text: str, found: re.Match[str]) -> Number | None:
    """A number in digits without a measure word, where the words around it say its unit."""
    start, end = found.span()
    unit = unit_unsaid(text, start, end) if found["digits"] else None
    return None if unit is None else Number(start, end, _value(found), unit, bool(found["more"]))


def _ratio(text: str, found: re.Match[str]) -> Number | None:
    """A ratio behind 比 or 按 (师生比1:13): how many come to one, or no value; elsewhere it is a time or a score."""
    start, end = found.span()
    if not _COMPARED.search(text, max(0, start - 24), start):
        return None
    left, right = (read_number(side.strip()) for side in re.split("[:：∶]", found[0]))
    return Number(start, end, right if left == 1 else left if right == 1 else None, "")


def _fraction(text: str, found: re.Match[str]) -> Number:
    """三分之二 as per cent, to two decimals."""
    below, above = (read_number(side) or Decimal(1) for side in found[0].split("分之"))
    return Number(*found.span(), round_half_up(above / below * 100, 2), "%")


def _ranked(text: str, found: re.Match[str]) -> Number | None:
    """A place in a ranking: 前100名, 一等奖, or 第二 behind a word such as 居 or 全市."""
    token = found[0]
    if token[0] == "第" and token[-1] not in "名位" and not ranks(text, *found.span()):
        return None
    unit = "等奖" if token.endswith("等奖") else token[-1] if token[-1] in "名位强" else "位"
    return Number(*found.span(), read_number(token.strip("第前名位强等奖 ")), unit, rank=True)


def _lost(text: str, found: re.Match[str]) -> Number:
    """A unit that lost its number: 比去年增加人，拨出专款万元."""
    return Number(*found.span(), None, unit_of(found[0].lstrip("余万亿")))


_READERS = {"number": _counted, "rank": _ranked, "lost": _lost, "ratio": _ratio, "fraction": _fraction}
