"""Sentences of a domain -> its paragraphs: like ones merged, long text broken up, what is to do numbered 一是 二是."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

from taizhang.writing.numbering import chinese
from taizhang.writing.pieces import FigureRun, Paragraph, Run, Text
from taizhang.writing.said import open_ended

Sentence = tuple[Run, ...]

LEANING = ("其中", "由此", "同时", "另有", "另外", "此外", "随着")     # a sentence so begun leans on the one before it
SHORT = 22                  # characters of sentences that are merged
LISTED = {"problems": 3, "next": 4}                     # from so many on, sentences are numbered
LONG = 7                    # from so many on, achievements are paragraphs instead


def paragraphs(sentences: Sequence[Sentence], part: str, place: str) -> tuple[Paragraph, ...]:
    """The sentences of one domain in a part ("done", "problems", "next") as one or more paragraphs.

    `place` names the domain: of two ways that are as good, the same domain takes the same.
    """
    if part == "done":
        items = _glued(_merged(sentences))
        return tuple(Paragraph(_joined(some)) for some in (_thirds(items) if len(items) >= LONG else [items]))
    items = _glued(sentences)
    numbered = len(items) >= LISTED[part] and (part == "problems" or crc32(place.encode()) % 2)
    return (Paragraph(_joined(_numbered(items) if numbered else items)),)


def _text(sentence: Sentence) -> str:
    return "".join(run.text for run in sentence)


def _glued(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Sentences that lean on the one before are one item with it."""
    items: list[Sentence] = []
    for sentence in sentences:
        if items and _text(sentence).startswith(LEANING):
            items[-1] += sentence
        else:
            items.append(sentence)
    return items


def _merged(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Two short sentences in a row, each of one figure, are one."""
    items: list[Sentence] = []
    merged = False
    for sentence in sentences:
        if items and not merged and _mergeable(items[-1]) and _mergeable(sentence):
            items[-1] = (*open_ended(items[-1]), Text("，"), *sentence)
            merged = True
        else:
            items.append(sentence)
            merged = False
    return items


def _mergeable(sentence: Sentence) -> bool:
    text = _text(sentence)
    figures = sum(isinstance(run, FigureRun) for run in sentence)
    return (figures == 1 and len(text) <= SHORT and text.endswith("。") and text.count("。") == 1 and "，" not in text
            and isinstance(sentence[-1], Text) and not text.startswith(LEANING))


def _numbered(items: Sequence[Sentence]) -> list[Sentence]:
    return [(Text(f"{chinese(number)}是"), *item) for number, item in enumerate(items, start=1)]


def _thirds(items: Sequence[Sentence]) -> list[Sequence[Sentence]]:
    """Paragraphs of three or four sentences."""
    many = max(2, round(len(items) / 3.5))
    bounds = [round(at * len(items) / many) for at in range(many + 1)]
    return [items[start:end] for start, end in pairwise(bounds)]


def _joined(sentences: Sequence[Sentence]) -> tuple[Run, ...]:
    return tuple(run for sentence in sentences for run in sentence)
