"""Furniture: what a web page or a sharing site puts around a report. The patterns stand in furniture.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from taizhang.quantities import read_number
from taizhang.reading.cleaning.breaks import HEADING
from taizhang.reading.cleaning.draft import Draft, Edit

TITLE = re.compile(r"(?=.{4,60}$)(?!.*[。；，！\t])(?=.*(?:总结|计划|报告|汇报|要点|打算|安排)).*")
_LINE = re.compile(r"[^\n]+")
_CAPTION = re.compile(r"^ *图 ?\d{1,3}[ :：.．、]", re.M)
_LABEL = re.compile(r"(?:^|\n)(?! *(?:[（(]?[一二三四五六七八九十]{1,3}[、）)]|第|\d{1,2}[、.．](?!\d)))"
                    r"([^\n，。；：]{1,12})\n$")      # a short line that is no heading
_FEW_LABELS = 3
_LONGEST = 300   # furniture comes in short lines; a longer one is text
_LONGEST_TITLE = 80
_NUMBER = re.compile(r"\s*[（(]?([一二三四五六七八九十]{1,3}|\d{1,2})([、.）)])")


@dataclass(frozen=True, slots=True)
class _Patterns:
    line: re.Pattern[str]
    page_number: re.Pattern[str]
    tail: re.Pattern[str]
    title_suffix: re.Pattern[str]
    doubled: dict[re.Pattern[str], str]


@cache
def _patterns() -> _Patterns:
    words = files(__package__).joinpath("furniture.yaml").read_text("utf-8")
    table = yaml.load(words, yaml.CSafeLoader)   # as safe as safe_load, and ten times as fast
    begins = "|".join(table["line_begins"])
    says = "|".join(table["line_says"])
    return _Patterns(re.compile(rf"\s*(?:{begins})|(?!\s*(?:{HEADING.pattern})).*?(?:{says})"),
                     re.compile(rf"\s*(?:{'|'.join(table['page_number'])})"),
                     re.compile(rf"\s*(?:{'|'.join(table['tail'])})"),
                     re.compile("|".join(f"(?:{p})" for p in table["title_suffix"])),
                     {re.compile(found): meant for found, meant in table["doubled"].items()})


def drop_furniture(draft: Draft) -> None:
    """Page furniture, advertisements and whatever follows the report's end go; so does a title said twice."""
    draft.edit("furniture", _tails(draft.text))
    draft.edit("furniture", _lines(draft.text))
    draft.edit("furniture", _suffixes(draft.text))
    draft.edit("furniture", _labels(draft.text))
    draft.edit("doubled", _same_titles(draft.text))


def mend_doubled(draft: Draft) -> None:
    """召开开全市 → 召开全市: what was typed twice, where nothing else can be meant."""
    for pattern, meant in _patterns().doubled.items():
        draft.edit("doubled", ((m.start(), m.end(), meant) for m in pattern.finditer(draft.text)))


def _tails(text: str) -> Iterator[Edit]:
    """From each line that ends a report to the end, or to where the numbering of the report goes on.

    Before the first sentence such a line is of the menu: 阅读排行.
    """
    tail, number, skipping, told = _patterns().tail, "", -1, False
    for line in _LINE.finditer(text):
        if skipping >= 0 and _continues(number, line[0]):
            yield skipping, line.start(), ""
            skipping = -1
        told = told or "。" in line[0]
        if skipping < 0 and told and line.end() - line.start() < _LONGEST and tail.match(line[0]):
            skipping = line.start()
        if skipping < 0 and (found := _NUMBER.match(line[0])):
            number = found[0].strip()
    if skipping >= 0:
        yield skipping, len(text), ""


def _continues(number: str, line: str) -> bool:
    """Whether `line` bears the number after `number` in the same style: 二、 after 一、."""
    last, here = _NUMBER.match(number), _NUMBER.match(line)
    if not last or not here or last[2] != here[2]:
        return False
    return read_number(here[1]) == (read_number(last[1]) or 0) + 1


def _lines(text: str) -> Iterator[Edit]:
    patterns = _patterns()
    for line in _LINE.finditer(text):
        if line.end() - line.start() >= _LONGEST:
            continue
        if patterns.page_number.match(line[0]):
            yield line.start(), min(line.end() + 1, len(text)), ""
        elif patterns.line.match(line[0]):
            yield line.start(), line.end(), ""


def _labels(text: str) -> Iterator[Edit]:
    """The words and numbers of a chart, which a PDF gives line by line above its caption: 图4 各县区持证上岗率."""
    floor = 0
    for caption in _CAPTION.finditer(text):
        start, count = caption.start(), 0
        while label := _LABEL.search(text, max(floor, start - 14), start):
            start, count = label.start(1), count + 1
        if count >= _FEW_LABELS:
            yield start, caption.start(), ""
        floor = caption.end()


def _suffixes(text: str) -> Iterator[Edit]:
    suffix = _patterns().title_suffix
    for line in _LINE.finditer(text):
        found = suffix.search(line[0]) if line.end() - line.start() < _LONGEST_TITLE else None
        if found and TITLE.match(line[0][:found.start()]):
            yield line.start() + found.start(), line.end(), ""


def _same_titles(text: str) -> Iterator[Edit]:
    seen: set[str] = set()
    for line in _LINE.finditer(text):
        title = line[0].strip()
        if line.end() - line.start() < _LONGEST_TITLE and not HEADING.match(title) and TITLE.match(title):
            if title in seen:
                yield line.start(), line.end(), ""
            seen.add(title)
