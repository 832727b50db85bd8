"""The text of a formula as tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.catalogue.formulas.mistakes import FormulaError
from taizhang.catalogue.problems import Said

_TOKEN = re.compile(r"""
    (?P<space>\s+)
  | (?P<number>\d+(?:\.\d+)?(?![\w.]))
  | (?P<text>"[^"\n]*"|'[^'\n]*')
  | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
  | (?P<code>\w+)
  | (?P<sign>==|!=|<=|>=|[-+*/()\[\],<>=])
""", re.VERBOSE)
_FULL_WIDTH = str.maketrans("（）［］【】，＋－＊／×÷＝＜＞≤≥“”‘’", "()[][],+-*/*/=<><>\"\"''")


@dataclass(frozen=True, slots=True)
class Token:
    """A number, text, name, code or sign, and where it begins."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """The tokens, an "end" last. Raises FormulaError at a character that no formula has."""
    read, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or not found.lastgroup:
            raise _strange(text, at)
        if found.lastgroup != "space":
            read.append(Token(found.lastgroup, found.group(), at))
        at = found.end()
    return [*read, Token("end", "", len(text))]


def _strange(text: str, at: int) -> FormulaError:
    plain = text[at].translate(_FULL_WIDTH)
    near = plain if plain != text[at] else ""
    return FormulaError("catalogue-formula", text, at, found=text[at], near=near,
                        expected=Said("半角的数、名称、运算符", "numbers, names and signs of the formula language"))
