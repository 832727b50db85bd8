"""A file as it was received: its text, and what its content tells of its format.

Files are hostile until proven otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taizhang.findings import Finding
from taizhang.reading.subject import is_chinese

LARGEST_FILE = 50 * 1024 * 1024    # bytes
LONGEST_TEXT = 20_000_000          # characters
_NO_TEXT = {"file-encoding", "file-not-chinese"}   # said of bytes that are taken for a text and are none


class Unreadable(Exception):  # noqa: N818 - what the file is, not what went wrong here
    """A file that gives no text; `finding` says why and how to mend it, in Chinese and English."""

    def __init__(self, code: str, name: str, **blanks: Any) -> None:
        self.finding = Finding(code, place=name, blanks={"name": name, **blanks})
        super().__init__(self.finding.message("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        return _unreadable, (self.finding,)


def _unreadable(finding: Finding) -> Unreadable:
    """Rebuilt on the other side of a process pool."""
    blanks = dict(finding.blanks)
    return Unreadable(finding.code, blanks.pop("name"), **blanks)


@dataclass(frozen=True, slots=True)
class Received:
    """What a file gave: its name, its format ("txt", "docx", "html", "pdf" …) and its text, nothing cleaned.

    Offsets into `text` are those that readings speak of. Of a plain text it is the file decoded, line ends and
    byte order mark untouched.
    """

    name: str
    format: str
    text: str


def load(source: Path | str | bytes, name: str = "") -> Received:
    """Take in a file by its path, or its bytes with the name under which it came.

    The content tells the format, not the name. Raises Unreadable for an empty, too large, damaged, encrypted,
    unsupported or foreign-language file, and OSError where the path cannot be opened.
    """
    if isinstance(source, bytes):
        content, name = source, name or "bytes"
    else:
        path = Path(source)
        name = name or str(path)
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable("file-too-large", name, megabytes=LARGEST_FILE >> 20)
        content = path.read_bytes()
    if len(content) > LARGEST_FILE:
        raise Unreadable("file-too-large", name, megabytes=LARGEST_FILE >> 20)
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("file-empty", name)
    return _read(content, name)


def _read(content: bytes, name: str) -> Received:
    from taizhang.reading import formats

    kind = formats.recognise(content, name)
    try:
        text = formats.READERS[kind](content, name)
        _check(text, name)
    except Unreadable as unreadable:
        if kind == "txt" and unreadable.finding.code in _NO_TEXT and (belied := formats.belied(name)):
            raise belied from unreadable
        raise
    return Received(name, kind, text)


def _check(text: str, name: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Unreadable("file-too-long", name, characters=LONGEST_TEXT)
    if not text.strip():
        raise Unreadable("file-empty", name)
    if not is_chinese(text):
        raise Unreadable("file-not-chinese", name)
