"""Two texts compared sentence by sentence, and figure by figure within a sentence that changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

SAME, CHANGED, GONE, NEW = "same", "changed", "gone", "new"
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[%％]|[万亿]?[\u4e00-\u9fff])?")
ALIKE = 50      # per cent of its wording that a sentence keeps where it counts as changed, not as another


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """One sentence of either text, or both where it changed; `figures` are the numbers that differ, as (old, new)."""

    kind: str
    old: str
    new: str

    @property
    def figures(self) -> list[tuple[str, str]]:
        old, new = Counter(_NUMBER.findall(self.old)), Counter(_NUMBER.findall(self.new))
        gone, come = [*(old - new).elements()], [*(new - old).elements()]
        length = max(len(gone), len(come))
        return [*zip(gone + [""] * (length - len(gone)), come + [""] * (length - len(come)), strict=True)]


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with the mark that ends it."""
    return [found[0].strip() for found in _SENTENCE.finditer(text) if found[0].strip()]


def compare(old: Sequence[str], new: Sequence[str]) -> list[SentenceChange]:
    """What became of each sentence, in the order of the new text."""
    return [change for block in _opcodes(old, new) for change in block]


def differences(old: Sequence[str], new: Sequence[str]) -> list[SentenceChange]:
    """Only the sentences that are not the same."""
    return [change for change in compare(old, new) if change.kind != SAME]


def compare_across(old: Sequence[str], new: Sequence[str]) -> list[SentenceChange]:
    """As `compare`, for texts of two periods: sentences are the same that differ in nothing but their numbers."""
    changes = compare([_masked(one) for one in old], [_masked(one) for one in new])
    olds, news = iter(old), iter(new)
    return [_unmasked(change.kind, next(olds) if change.old else "", next(news) if change.new else "")
            for change in changes]


def _unmasked(kind: str, old: str, new: str) -> SentenceChange:
    return SentenceChange(CHANGED if kind == SAME and old != new else kind, old, new)


def _masked(sentence: str) -> str:
    return _NUMBER.sub("＃", sentence)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[Iterable[SentenceChange]]:
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield (SentenceChange(SAME, one, one) for one in old[first:last])
        else:
            yield _paired(old[first:last], new[start:end])


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[SentenceChange]:
    """Sentences that stand for each other in order, as far as they are alike; the rest are gone or new."""
    left = list(old)
    for one in new:
        at = next((at for at, other in enumerate(left) if fuzz.ratio(other, one) >= ALIKE), None)
        if at is None:
            yield SentenceChange(NEW, "", one)
            continue
        yield from (SentenceChange(GONE, gone, "") for gone in left[:at])
        yield SentenceChange(CHANGED, left[at], one)
        left = left[at + 1:]
    yield from (SentenceChange(GONE, gone, "") for gone in left)


def marked(old: str, new: str) -> list[tuple[str, str]]:
    """A changed sentence in pieces, each with what it is: "same", "gone" (of the old) or "new"."""
    pieces: list[tuple[str, str]] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append((SAME, new[start:end]))
        else:
            pieces += [(GONE, old[first:last])] if last > first else []
            pieces += [(NEW, new[start:end])] if end > start else []
    return pieces
