"""Text as a Word file can hold it."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")      # in XML 1.0
_LONGEST_PROPERTY = 255


def clean(text: str) -> str:
    """The text without the characters that no XML may hold."""
    return _FORBIDDEN.sub("", text)


def for_property(text: str) -> str:
    """The text as a property of the file, which holds so many characters and no more."""
    return clean(text)[:_LONGEST_PROPERTY]
