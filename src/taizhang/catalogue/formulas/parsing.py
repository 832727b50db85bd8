"""Text to formula: a parser by precedence."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from taizhang.catalogue.formulas.mistakes import FormulaError
from taizhang.catalogue.formulas.syntax import (
    COMPARISONS,
    PRECEDENCE,
    Binary,
    Call,
    Expression,
    Formula,
    Name,
    Number,
    OneOf,
    Text,
    Truth,
    Unary,
)
from taizhang.catalogue.formulas.tokens import Token, tokens
from taizhang.catalogue.problems import Phrase, Said

LONGEST, DEEPEST = 4000, 60
_WORDS = frozenset(("and", "or", "not", "in", "true", "false"))


@lru_cache(8192)
def parse(text: str) -> Formula:
    """Read a formula. Raises FormulaError saying where and what was expected."""
    if len(text) > LONGEST:
        raise FormulaError("catalogue-formula", text, 0, found=f"{len(text)}",
                           expected=Said(f"不超过{LONGEST}个字符", f"at most {LONGEST} characters"))
    return _Parser(text).formula()


class _Parser:
    """Reads tokens from left to right; each method reads one level of the grammar in docs/catalogue.md."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.next = 0
        self.depth = 0

    def formula(self) -> Formula:
        root = self.expression(1)
        if self.token.kind != "end":
            raise self.unexpected(Said("公式在此结束或运算符", "an operator, or the end"))
        return Formula(self.text, root)

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def take(self, *texts: str) -> Token | None:
        """Step over the next token where it is one of these signs or words."""
        token = self.token
        if token.kind not in ("sign", "name") or token.text not in texts:
            return None
        self.next += 1
        return token

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise self.unexpected(f"“{sign}”")

    def unexpected(self, expected: Phrase) -> FormulaError:
        found = self.token.text or "…"
        return FormulaError("catalogue-formula", self.text, self.token.at, found=found, expected=expected)

    def expression(self, least: int) -> Expression:
        """Everything that holds together at least as tightly as `least` (see PRECEDENCE)."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.unexpected(Said("更少的嵌套", "less nesting"))
        left = self.operand(least)
        while (op := self.operator(least)) is not None:
            left = self.one_of(left, op.at) if op.text == "in" else self.binary(op, left)
        self.depth -= 1
        return left

    def operator(self, least: int) -> Token | None:
        text = self.token.text
        return self.take(text) if text != "not" and PRECEDENCE.get(text, 0) >= least else None

    def binary(self, op: Token, left: Expression) -> Expression:
        right = self.expression(PRECEDENCE[op.text] + 1)
        if op.text in COMPARISONS and self.token.text in (*COMPARISONS, "in"):
            raise self.unexpected(Said("用 and 连接两次比较", "two comparisons joined by “and”"))
        return Binary(op.text, left, right, op.at)

    def one_of(self, left: Expression, at: int) -> Expression:
        self.need("[")
        choices = [self.choice()]
        while self.take(","):
            choices.append(self.choice())
        self.need("]")
        return OneOf(left, tuple(choices), at)

    def choice(self) -> Number | Text:
        value = self.literal()
        if value is None:
            raise self.unexpected(Said("带引号的文字或数", "a quoted text or a number"))
        return value

    def operand(self, least: int) -> Expression:
        if least <= PRECEDENCE["not"] and (word := self.take("not")):
            return Unary("not", self.expression(PRECEDENCE["not"]), word.at)
        if sign := self.take("-"):
            return Unary("-", self.expression(PRECEDENCE["*"] + 1), sign.at)
        return self.atom()

    def atom(self) -> Expression:
        if self.take("("):
            inside = self.expression(1)
            self.need(")")
            return inside
        if word := self.take("true", "false"):
            return Truth(word.text == "true", word.at)
        if (value := self.literal()) is not None:
            return value
        if self.token.kind != "name" or self.token.text in _WORDS:
            raise self.unexpected(Said("数、名称或“(”", "a number, a name or “(”"))
        return self.name_or_call()

    def literal(self) -> Number | Text | None:
        token = self.token
        if token.kind not in ("number", "text"):
            return None
        self.next += 1
        return Number(Decimal(token.text), token.at) if token.kind == "number" else Text(token.text[1:-1], token.at)

    def name_or_call(self) -> Expression:
        token = self.token
        self.next += 1
        if self.take("("):
            return Call(token.text, self.arguments(), token.at)
        return Name(token.text, self.filters() if self.take("[") else (), token.at)

    def arguments(self) -> tuple[Expression, ...]:
        if self.take(")"):
            return ()
        found = [self.expression(1)]
        while self.take(","):
            found.append(self.expression(1))
        self.need(")")
        return tuple(found)

    def filters(self) -> tuple[tuple[str, str], ...]:
        found = [self.filter()]
        while self.take(","):
            found.append(self.filter())
        self.need("]")
        return tuple(sorted(found))

    def filter(self) -> tuple[str, str]:
        dimension = self.word("name")
        self.need("=")
        return dimension, self.word("name", "number", "code", "text").strip("\"'")

    def word(self, *kinds: str) -> str:
        if self.token.kind not in kinds:
            raise self.unexpected(Said("分组=代码，如 stage=primary", "dimension=code, e.g. stage=primary"))
        self.next += 1
        return self.tokens[self.next - 1].text
