"""The numbers that Word itself puts before headings and list items: 一、 （一） 1. They stand in no paragraph's text.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

_DIGITS = "零一二三四五六七八九"
_LEVELS = 9
_LONGEST = 40        # characters of a mark, lest a hostile one fill the memory


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str             # "%1、": the number of the level stands for %1


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


_WRITTEN: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
                     "japaneseCounting", "ideographDigital", "chineseLegalSimplified"), _chinese),
    "decimalEnclosedCircle": lambda n: chr(0x245F + n) if 0 < n <= 20 else str(n),
    "upperLetter": lambda n: chr(64 + n) if 0 < n <= 26 else str(n),
    "lowerLetter": lambda n: chr(96 + n) if 0 < n <= 26 else str(n),
}
_SILENT = {"bullet", "none"}


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document as they come.

    `lists` maps a list's id to its levels, `styles` a paragraph style to the list and level that it brings.
    """

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def mark(self, paragraph: etree._Element) -> str:
        """What Word prints before `paragraph`: "一、", or "" where it is not numbered."""
        numbered, at = self._place(paragraph)
        levels = self.lists.get(numbered)
        if not levels or at not in levels:
            return ""
        counts = self._counts.setdefault(numbered, [0] * _LEVELS)
        counts[at] = counts[at] + 1 if counts[at] else levels[at].start
        counts[at + 1:] = [0] * (_LEVELS - at - 1)
        return self._written(levels, at, counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        style = paragraph.find("{*}pPr/{*}pStyle")
        numbered, at = self.styles.get(_value(style), ("", 0))
        own = paragraph.find("{*}pPr/{*}numPr")
        if own is not None:
            numbered = _value(own.find("{*}numId")) or numbered
            at = _whole(own.find("{*}ilvl"), at)
        return numbered, min(max(at, 0), _LEVELS - 1)

    def _written(self, levels: dict[int, _Level], at: int, counts: list[int]) -> str:
        if levels[at].format in _SILENT:
            return ""
        mark = levels[at].text
        for i, level in levels.items():
            number = counts[i] or level.start
            mark = mark.replace(f"%{i + 1}", _WRITTEN.get(level.format, str)(number))
        return mark


def numbering(lists: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The numbering of a document, from its parts numbering.xml and styles.xml; either may be missing."""
    found = Numbering()
    if lists is not None:
        kinds = {_attribute(kind, "abstractNumId"): _levels(kind) for kind in lists.findall("{*}abstractNum")}
        for each in lists.findall("{*}num"):
            found.lists[_attribute(each, "numId")] = kinds.get(_value(each.find("{*}abstractNumId")), {})
    for style in styles.findall("{*}style") if styles is not None else []:
        brings = style.find("{*}pPr/{*}numPr")
        if brings is not None:
            at = _whole(brings.find("{*}ilvl"), 0)
            found.styles[_attribute(style, "styleId")] = _value(brings.find("{*}numId")), at
    return found


def _levels(kind: etree._Element) -> dict[int, _Level]:
    return {at: _Level(start=_whole(level.find("{*}start"), 1), format=_value(level.find("{*}numFmt")),
                       text=_value(level.find("{*}lvlText"))[:_LONGEST])
            for at, level in enumerate(kind.findall("{*}lvl")[:_LEVELS])}


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def _value(element: etree._Element | None) -> str:
    return "" if element is None else _attribute(element, "val")


def _whole(element: etree._Element | None, default: int) -> int:
    value = _value(element)
    return int(value) if value.isdecimal() else default
