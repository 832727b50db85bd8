"""Words that stand for something on a list: codes, several codes, yes and no, org units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from taizhang.catalogue.model import CodeList
from taizhang.catalogue.problems import nearest
from taizhang.checking.contents import Answer, Content, as_text
from taizhang.checking.numbers import plain
from taizhang.findings import Finding

_YES = frozenset(("是", "有", "对", "√", "✓", "✔", "y", "yes", "true", "1"))
_NO = frozenset(("否", "无", "不", "没有", "错", "×", "✗", "✘", "n", "no", "false", "0"))
_SEPARATORS = re.compile(r"[、，,;；/|\s]+")


def words_of(codes: CodeList) -> dict[str, str]:
    """Every word that stands for a code, the Chinese titles last: the code, its titles, what else it is called."""
    entries = codes.codes.values()
    others = [(word, entry.code) for entry in entries for word in (*entry.called, entry.title.en, entry.code)]
    titles = [(entry.title.zh, entry.code) for entry in entries]
    return {plain(word).casefold(): code for word, code in (*others, *titles)}


def read_code(content: Content, *, codes: Mapping[str, str]) -> Answer:
    """The code that a word stands for; `codes` comes from `words_of`."""
    word = plain(as_text(content)).casefold()
    if word in codes:
        return codes[word], None
    return None, _unknown(content, word, codes)


def _unknown(content: Content, word: str, words: Mapping[str, str]) -> Finding:
    if near := nearest(word, words):
        return Finding("value-unknown-code-near", blanks={"found": content, "near": near})
    return Finding("value-unknown-code", blanks={"found": content, "expected": "、".join(_titles(words))})


def _titles(words: Mapping[str, str]) -> Iterable[str]:
    """The last word of each code, which is its Chinese title."""
    return {code: word for word, code in words.items()}.values()


def read_tags(content: Content, *, codes: Mapping[str, str]) -> Answer:
    """Several codes, each once, in the order written; commas, slashes and spaces part them."""
    found: list[str] = []
    for word in filter(None, _SEPARATORS.split(as_text(content))):
        code, finding = read_code(word, codes=codes)
        if finding:
            return None, finding
        found.append(str(code))
    return tuple(dict.fromkeys(found)), None


def read_yes_no(content: Content) -> Answer:
    """True or False for the usual words and signs."""
    word = plain(as_text(content)).casefold()
    if word in _YES or word in _NO:
        return word in _YES, None
    return None, Finding("value-not-yes-no", blanks={"found": content})


def read_unit(content: Content, *, units: Mapping[str, str]) -> Answer:
    """The code of an org unit named by code or name; without `units` (code to name), what is written."""
    text = plain(as_text(content))
    if not units or text in units:
        return text, None
    by_name = {name: code for code, name in units.items()}
    if text in by_name:
        return by_name[text], None
    if near := nearest(text, by_name):
        return None, Finding("value-unknown-unit-near", blanks={"found": content, "near": near})
    return None, Finding("value-unknown-unit", blanks={"found": content})
