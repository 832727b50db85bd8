"""What things are called in both languages, and lists of codes that have such names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Title:
    """A name, or a sentence, in both languages; as a string it is the Chinese one."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list; `called` are other words for it."""

    code: str
    title: Title
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeList:
    """What a field of type code may hold. `code` is "gender", or "domain.scheme" where only one domain uses it."""

    code: str
    title: Title
    codes: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dimension(CodeList):
    """A code list by which indicators are split."""
