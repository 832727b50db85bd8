"""What is wrong with a formula, and where."""

from __future__ import annotations

from taizhang.catalogue.problems import Phrase, phrase


class FormulaError(ValueError):
    """A formula that cannot be read or makes no sense; `at` counts characters from its beginning."""

    def __init__(  # noqa: PLR0913 - what a message has to say
        self, code: str, text: str, at: int, *, found: str = "", expected: Phrase = "", near: str = ""
    ) -> None:
        self.code, self.text, self.at, self.found, self.expected, self.near = code, text, at, found, expected, near
        super().__init__(f"{found}: expected {phrase(expected, 'en')}\n{self.excerpt}")

    @property
    def line(self) -> int:
        """Which line of the formula, counted from 0."""
        return self.text.count("\n", 0, self.at)

    @property
    def column(self) -> int:
        """Which character of the line, counted from 0."""
        return self.at - (self.text.rfind("\n", 0, self.at) + 1)

    @property
    def excerpt(self) -> str:
        """The line of the formula with a caret under the spot; a Chinese character takes two columns."""
        line = self.text.split("\n")[self.line]
        width = sum(2 if ord(character) > 0x2E7F else 1 for character in line[:self.column])
        return f"  {line}\n  {' ' * width}^"
