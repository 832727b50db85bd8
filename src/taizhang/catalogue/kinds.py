"""The kinds of value that a catalogue's file may hold; `schema.py` puts them together, `reader.py` reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from taizhang.catalogue.problems import Said

NAME = re.compile(r"[a-z][a-z0-9_]*")
_FULL_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}")
_ENTRY = re.compile(r"[a-z0-9][a-z0-9_+]*")
_RULE = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_STANDARD = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{1,12})?")
_WHOLE = re.compile(r"[+-]?\d{1,20}")


@dataclass(frozen=True, slots=True)
class Plain:
    """A single value: `read` makes it from the text and raises ValueError where it is none."""

    read: Callable[[str], Any]
    expected: Said


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A list; a single value may stand for a list of one."""

    of: Kind


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping from names to things of one kind, which learn their name as `code` where `tell` says so."""

    of: Kind
    name: Plain
    tell: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    kind: Kind
    required: bool = False
    called: str = ""                  # the name in the model, where the key is a word of Python


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with known keys. `rest` is the kind of all other keys, gathered under `rest_as`.

    A single value in its place fills the keys of `lone`. `make` gets the keys that are present.
    """

    keys: Mapping[str, Key]
    make: Callable[..., Any] = dict
    lone: tuple[str, ...] = ()
    rest: Named | None = None
    rest_as: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """A kind that stands further down in the schema: rows below rows."""

    find: Callable[[], Kind]


@dataclass(frozen=True, slots=True)
class Rows:
    """A little table in a block of text: words in columns, the first line naming them; `-` is missing."""

    columns: tuple[str, ...] = field(default=())


Kind = Plain | Choice | Many | Named | Shape | Later | Rows


def _matching(pattern: re.Pattern[str], make: Callable[[str], Any] = str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if not pattern.fullmatch(text):
            raise ValueError(text)
        return make(text)
    return read


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _value(text: str) -> Decimal | bool | str | None:
    """What a worked case gives or expects: a number, true, false, a text, or `missing`."""
    if text in ("missing", "~", "null", ""):
        return None
    if text in ("true", "false"):
        return text == "true"
    return Decimal(text) if _NUMBER.fullmatch(text) else text


TEXT = Plain(_filled, Said("文字", "text"))
UNIT = Plain(str, Said("计量单位", "a unit"))         # "" is a pure number
LOCAL = Plain(_matching(NAME), Said("小写字母、数字和下划线", "lower-case letters, digits and _"))
ENTRY = Plain(_matching(_ENTRY), Said("小写字母、数字和下划线", "lower-case letters, digits and _"))
REFERENCE = Plain(_matching(_FULL_NAME), Said("名称，如 recipients 或 student_aid.recipients",
                                              "a name such as recipients or student_aid.recipients"))
RULE = Plain(_matching(_RULE), Said("小写单词，用 - 连接", "lower-case words joined by -"))
STANDARD = Plain(_matching(_STANDARD), Said("大写字母、数字和 -", "capitals, digits and -"))
NUMBER = Plain(_matching(_NUMBER, Decimal), Said("数", "a number"))
WHOLE = Plain(_matching(_WHOLE, int), Said("整数", "a whole number"))
TRUTH = Plain(_truth, Said("true 或 false", "true or false"))
DATE = Plain(_matching(_DATE, date.fromisoformat), Said("日期，如 2026-06-30", "a date such as 2026-06-30"))
VALUE = Plain(_value, Said("数、true、false、文字或 missing", "a number, true, false, a text or missing"))
PATTERN = Plain(lambda text: re.compile(text).pattern, Said("正则表达式", "a regular expression"))
