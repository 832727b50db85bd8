"""Web pages: the words of their main part, without menus, scripts and forms where the page tells them apart."""

from __future__ import annotations

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

from taizhang.reading.received import Unreadable

_LEAST_SHARE = 0.5   # a main part with less of the page's text than this was not the main part


def read(content: bytes, name: str) -> str:
    """The visible text, a line for each block. Raises Unreadable for a page without any."""
    page = bytes_to_str(content, detect_encoding(content, from_html_meta=True) or "utf-8")
    whole = extract_plain_text(page, alt_texts=False)
    main = extract_plain_text(page, main_content=True, alt_texts=False)
    if not whole.strip():
        raise Unreadable("file-empty", name)
    return str(main if len(main) >= len(whole) * _LEAST_SHARE else whole)
