"""Plain text in the encodings that Chinese offices write: UTF-8, UTF-16, GB 18030 (which contains GBK and GB 2312)."""

from __future__ import annotations

import re

from taizhang.reading.received import Unreadable

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BROKEN = re.compile("[\ufffd\x00-\x08\x0e-\x1f]")
_TOLERATED = 0.002   # share of characters that may be damaged before the text is refused


def read(content: bytes, name: str) -> str:
    """The text, exactly as decoded. Raises Unreadable where no encoding gives one."""
    for encoding in (_UTF16.get(content[:2]) or _unmarked_utf16(content), "utf-8", "gb18030"):
        try:
            if encoding:
                return _sound(content.decode(encoding), name)
        except UnicodeDecodeError:
            continue
    for encoding in ("utf-8", "gb18030"):        # a few damaged bytes must not cost the whole report
        text = content.decode(encoding, errors="replace")
        if text.count("\ufffd") <= len(text) * _TOLERATED:
            return _sound(text, name)
    raise Unreadable("file-encoding", name)


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without its mark shows in the zero bytes of its digits and line ends."""
    head = content[:4000]
    zeros_first, zeros_second = head[::2].count(0), head[1::2].count(0)
    if max(zeros_first, zeros_second) < len(head) // 100 + 1:
        return None
    return "utf-16-be" if zeros_first > zeros_second else "utf-16-le"


def _sound(text: str, name: str) -> str:
    if len(_BROKEN.findall(text, 0, 20_000)) > 20_000 * _TOLERATED + len(text[:20_000]) // 50:
        raise Unreadable("file-encoding", name)
    return text
