"""Markup that a copied web page left in its words: tags, and the names of characters."""

from __future__ import annotations

import re
from html import unescape

from taizhang.reading.cleaning.draft import Draft
from taizhang.reading.cleaning.marks import LOST

_BLOCK = "p|br|div|h[1-6]|li|tr|table|ul|ol|center|section|article"
_INLINE = r"span|strong|b|i|em|u|font|a|img|t[dh]|tbody|thead|su[bp]|[a-z]{1,2}\d?:[a-z]{1,12}"
_TAG = re.compile(rf"<(?:/|(?=[a-z]))(?:(?P<block>{_BLOCK})|{_INLINE})(?:\s[^<>\n]{{0,300}})?/?>", re.I)
_HALF_A_TAG = re.compile(rf"[?？\ufffd]/(?:(?P<block>{_BLOCK})|{_INLINE})>", re.I)
_NAMED = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});", re.I)


def drop_markup(draft: Draft) -> None:
    """<p>投入&nbsp;5万元</p> → 投入 5万元, on a line of its own; 资?/p> → 资□, for a broken character took the <."""
    draft.edit("byte_fault", ((m.start(), m.end(), LOST + _line(m)) for m in _HALF_A_TAG.finditer(draft.text)))
    draft.edit("markup", ((m.start(), m.end(), _line(m)) for m in _TAG.finditer(draft.text)))
    draft.edit("markup", ((m.start(), m.end(), _named(m[0])) for m in _NAMED.finditer(draft.text)))


def _named(character: str) -> str:
    return unescape(character).replace("\u00a0", " ")


def _line(tag: re.Match[str]) -> str:
    """The end of a line that a tag stands for, where the text has none beside it."""
    beside = tag.string[tag.start() - 1:tag.start()], tag.string[tag.end():tag.end() + 1]
    return "\n" if tag["block"] and "\n" not in beside and "" not in beside else ""
