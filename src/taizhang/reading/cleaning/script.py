"""Script: notes of pronunciation go, traditional characters become simplified ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from operator import ne
from typing import Any

from taizhang.reading.cleaning.draft import Draft, Edit
from taizhang.reading.cleaning.marks import CJK

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONE = re.compile(f"[{_TONED}]")
_SYLLABLE = r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:[aeiouü]{1,3})(?:n|ng|r)?"
_PINYIN = re.compile(rf"[（(](?<=[{CJK}].) ?(?:[a-zɡü]{{0,5}}[{_TONED}][a-zɡü{_TONED}]{{0,5}}|{_SYLLABLE}) ?[）)]")
_RUN = re.compile(b"\1+")
_TRADITIONAL = re.compile("[個們這來國學會時對開關門長車見說讀書實業產發經濟總結報設標準規範單雙師資區縣廳與為從應當]")
_FEW = 3   # so many characters that only the traditional script has make a traditional text


def drop_pinyin(draft: Draft) -> None:
    """溧水區(qū)政府 → 溧水區政府: a bracketed syllable behind a character, where the text shows tones."""
    if not _TONE.search(draft.text):
        return
    draft.edit("pinyin", ((m.start(), m.end(), "") for m in _PINYIN.finditer(draft.text)))


def simplify(draft: Draft) -> None:
    """Traditional characters become simplified, by phrases (OpenCC t2s), where the text is written in them."""
    found = _TRADITIONAL.finditer(draft.text)
    if sum(1 for _ in zip(found, range(_FEW), strict=False)) == _FEW:
        draft.edit("traditional", list(_simplified(draft.text)))


def _simplified(text: str) -> Iterator[Edit]:
    """The stretches that differ, line by line. A line that phrases would lengthen is turned character by character."""
    start = 0
    convert = _converter().convert
    for line in text.splitlines(keepends=True):
        now = convert(line)
        if len(now) != len(line):
            single = {c: convert(c) for c in set(line)}
            now = "".join(single[c] if len(single[c]) == 1 else c for c in line)
        if now != line:
            differs = bytes(map(ne, line, now))
            yield from [(start + a, start + b, now[a:b]) for a, b in map(re.Match.span, _RUN.finditer(differs))]
        start += len(line)


@cache
def _converter() -> Any:
    from opencc import OpenCC
    return OpenCC("t2s")
