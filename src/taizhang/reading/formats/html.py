"""Web pages: the words of their main part, without menus, scripts and forms where the page tells them apart."""

from __future__ import annotations

import re
from collections import Counter

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

from taizhang.reading.received import Unreadable

_LEAST_SHARE = 0.5   # a main part with less of the page's text than this was not the main part
_DEEPEST = 500       # the time to find the main part grows with the cube of the depth of nesting
_LONE = re.compile(r"(?<=>)(\s*(?:[\u2014\u2018-\u201d\u2026\u2160-\u217f\u2460-\u24ff\u3000-\u9fff\uff00-\uffef]"
                   r"|&#(?:\d{5}|x[0-9a-fA-F]{4});))(?=\s*<)")      # the only character of an element: <b>一</b>、项目
_KEPT = "\ue000"     # of private use: behind such a character it keeps the library from dropping it as an icon
_CELL = "\t\t"       # by which the library parts cells
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NEVER_NESTED = {"br", "img", "input", "meta", "link", "hr", "p", "li", "td", "th", "tr", "option", "dd", "dt", "col",
                 "source", "param", "area", "wbr"}   # empty, or closed by what follows


def read(content: bytes, name: str) -> str:
    """The visible text, a line for each block. Raises Unreadable for a page without any."""
    page = bytes_to_str(content, detect_encoding(content, from_html_meta=True) or "utf-8")
    whole = str(extract_plain_text(page, alt_texts=False))
    if not whole.strip():
        raise Unreadable("file-empty", name)
    if _depth(page) > _DEEPEST:
        return whole
    page = _LONE.sub(rf"\1{_KEPT}", page)
    main = str(extract_plain_text(page, main_content=True, alt_texts=False)).replace(_KEPT, "")
    return (main if len(main) >= len(whole) * _LEAST_SHARE else whole).replace(_CELL, "\t")


def _depth(page: str) -> int:
    """How deep tags nest at most, and never less: each name's deepest nesting, added up."""
    opened: Counter[str] = Counter()
    deepest: Counter[str] = Counter()
    for closing, tag in _TAG.findall(page):
        name = tag.lower()
        opened[name] = max(opened[name] + (-1 if closing else 1), 0)
        deepest[name] = max(deepest[name], opened[name])
    return sum(count for name, count in deepest.items() if name not in _NEVER_NESTED)
