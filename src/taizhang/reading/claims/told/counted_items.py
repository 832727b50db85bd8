"""Items counted before they are told: 「重点抓好以下五项工作。一是…六是…」."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction

from taizhang.reading.claims.verdicts import Outcome, claim, say
from taizhang.reading.claims.view import Sentence
from taizhang.reading.model import Claim, Verdict

_NUMERALS = "一二三四五六七八九十"
_LIST = re.compile(r"(?P<mark>[：:。])\s*(?=(?P<first>一是|第一，|（一）|①|1[.．、](?!\d)))")
_N = rf"(?<![十\d第])(?P<count>(?P<n>[{_NUMERALS}3-9])(?:个(?=问题|重点|方面)|方面|[项件条点大]))"
_THINGS = "(?:方面|重点|主要|突出)*(?:工作|措施|任务|实事|问题|制度|机制|内容|要求|行动|工程|举措|领域|检查|文件)?"
_COUNTED = re.compile(rf"{_N}{_THINGS}(?:开展整治)?$")
_ANNOUNCED = {"。": re.compile(rf"(?:以下|如下|下列|抓好|做好|办好|存在)[^，,。；;：:\n]{{0,4}}?{_N}{_THINGS}$")}
_BEFORE = 30             # characters in which a count stands before its list
_STYLES = {"一是": "{zh}是", "第一，": "第{zh}，", "（一）": "（{zh}）", "①": "{ring}", "1": "{n}{mark}"}
_REACH = 3_000           # characters over which a list runs
_FEWEST = 3              # items of a list that is counted


def counted_items(text: str, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each count of items right before their list: confirmed, or wrong where more are told."""
    starts = [sentence.start for sentence in sentences]
    for begins in _LIST.finditer(text):
        words = text[max(0, begins.start() - _BEFORE) : begins.start()]
        found = _ANNOUNCED.get(begins["mark"], _COUNTED).search(words)
        if found is None:
            continue
        count = _NUMERALS.find(found["n"]) + 1 or int(found["n"])
        told = _told(text[begins.end() : begins.end() + _REACH], begins["first"])
        if told >= max(_FEWEST, count):
            sentence = sentences[max(bisect_right(starts, begins.start()) - 1, 0)]
            verdict = Verdict.HOLDS if told == count else Verdict.CONTRADICTED
            yield claim(sentence, "other", {}, Outcome(
                verdict=verdict, stated=Fraction(count), computed=Fraction(told),
                message=say("items", stated=found["count"], computed=told)))


def _told(text: str, first: str) -> int:
    """How many items follow each other, up to where a list begins anew."""
    style, mark = _STYLES[first[:1] if first[:1] == "1" else first], first[1:]
    anew, at = text.find(first, 1), 0
    text = text[:anew] if anew > 0 else text
    for n, numeral in enumerate(_NUMERALS, start=1):
        item = style.format(zh=numeral, n=n, ring=chr(ord("①") + n - 1), mark=mark)
        found = re.compile(rf"(?:^|[\n。；;：:，,、\s]){re.escape(item)}(?!\d)").search(text, at)
        if found is None:
            return n - 1
        at = found.start()
    return len(_NUMERALS)
