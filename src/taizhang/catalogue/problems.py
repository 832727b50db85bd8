"""What is wrong with a catalogue's files: where, what was found, what was expected, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from taizhang.findings import Finding


class Place(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Said(NamedTuple):
    """A phrase in both languages, for the blanks of a message."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.zh


Phrase = str | Said


def phrase(words: Phrase, language: str) -> str:
    return words if isinstance(words, str) else words.in_language(language)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a catalogue's file.

    `code` names the message in findings.yaml; `found` and `expected` fill its blanks; `near` is the closest name
    that does exist; `excerpt` is a formula with a caret under the spot, on two lines.
    """

    code: str
    place: Place
    found: str = ""
    expected: Phrase = ""
    near: str = ""
    excerpt: str = ""

    @property
    def file(self) -> str:
        return self.place.file

    @property
    def line(self) -> int:
        return self.place.line

    def message(self, language: str = "zh") -> str:
        """The whole message in one language ("zh" or "en"), beginning with file, line and column."""
        said = Finding(self.code, blanks={"found": self.found, "expected": phrase(self.expected, language)})
        parts = [f"{self.place} {said.message(language)}", self._remedy(language)]
        text = ("" if language == "zh" else " ").join(part for part in parts if part)
        return f"{text}\n{self.excerpt}" if self.excerpt else text

    def _remedy(self, language: str) -> str:
        if not self.near:
            return ""
        return f"Did you mean “{self.near}”?" if language == "en" else f"是否想写“{self.near}”？"

    def __str__(self) -> str:
        return self.message("en")


class CatalogueError(Exception):
    """The files make no catalogue; `problems` lists everything that is wrong, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.place)
        super().__init__(f"{len(self.problems)} problems in the catalogue")

    def __str__(self) -> str:
        return "\n".join([str(self.args[0]), *map(str, self.problems)])


def nearest(name: str, names: Iterable[str]) -> str:
    """The name of `names` most like `name`, or "" where none is alike."""
    from rapidfuzz import fuzz, process

    local = name.rsplit(".", 1)[-1]
    best = process.extractOne(name, list(names), scorer=lambda a, b, **_: max(
        fuzz.ratio(a, b), 0.95 * fuzz.ratio(local, b.rsplit(".", 1)[-1])), score_cutoff=57)
    return best[0] if best else ""
