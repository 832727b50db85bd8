"""Splits that go on over sentences: 「项目26个。按类别分，维修12个，投资360万元。新建14个，投资450万元」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.splits import BEGINS, SPLIT, above_it
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, Told, added, exact
from taizhang.reading.model import Claim, Verdict

_REACH = 8               # sentences over which a split goes on,
_FEWEST = 3              # parts


class _Split(NamedTuple):
    """The figures of each part of a split, which begins in a sentence."""

    sentence: Sentence
    start: int
    parts: list[list[Mention]]
    closed: bool             # 其余 is the last of them

    def column(self, unit: str) -> list[Mention]:
        """The first figure of a unit in each part, as far as all have one."""
        firsts = (next((m for m in part if m.figure.unit == unit), None) for part in self.parts)
        return [m for m in takewhile(lambda first: first is not None, firsts) if m is not None]

    def above(self, column: list[Mention]) -> list[Told]:
        """What may be the whole of a column, nearest first."""
        told = above_it(self.sentence, self.start, column[0].unit)
        return [(place, m) for place, m in told if m.known and m.figure.unit == column[0].figure.unit]


def splits_over_sentences(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each total that the parts of such a split make.

    Called wrong where another column of the same parts holds, or where 其余 closes them and a slip explains it.
    """
    for i, sentence in enumerate(sentences):
        words = list(SPLIT.finditer(sentence.text)) if _may_split(sentence) else []
        split = _split(sentences, i, words[-1].start(), words[-1].end()) if words else None
        if split is not None and len(split.parts) >= _FEWEST:
            yield from _judged(split)


def _may_split(sentence: Sentence) -> bool:
    return bool(sentence.levels) and any(word in sentence.text for word in BEGINS)


def _split(sentences: Sequence[Sentence], i: int, start: int, end: int) -> _Split | None:
    """The split of those words; None where it ends with its sentence."""
    parts, closed = _segments(sentences[i], end), False
    behind = takewhile(lambda s: s.before is not None and s.start == s.before.end and not SPLIT.search(s.text),
                       islice(sentences, i + 1, i + 1 + _REACH))
    for sentence in behind:
        parts += _segments(sentence)
        closed = cues.OTHERS.match(sentence.text) is not None
        if closed:
            break
    over = parts and parts[-1][0] not in sentences[i].mentions
    return _Split(sentences[i], start, parts, closed) if over else None


def _segments(sentence: Sentence, since: int = 0) -> list[list[Mention]]:
    told = [m for m in sentence.levels if m.start >= since and m.known and not m.brackets]
    return [[m for m in told if m.segment == n] for n in dict.fromkeys(m.segment for m in told)]


def _judged(split: _Split) -> Iterator[Claim]:
    columns = [split.column(unit) for unit in {m.figure.unit: None for m in split.parts[0]} if unit not in ("%", "")]
    held = next(filter(None, (_held(split, column) for column in columns)), None)
    if held is not None:
        yield held[0]
    for column in columns:
        if held is None and split.closed and len(column) == len(split.parts):
            yield from _wrong(split, column)
        elif held is not None and len(column) >= held[2]:
            yield from _beside(held[1], column[: held[2]], [m for part in split.parts for m in part])


def _held(split: _Split, column: list[Mention]) -> tuple[Claim, Told, int] | None:
    """The total that the parts make, or the first of them, with how many."""
    for n in range(len(column), _FEWEST - 1, -1):
        for place, whole in split.above(column):
            if whole.number == added(column[:n]):
                return sum_claim(place, whole, column[:n], Verdict.HOLDS), (place, whole), n
    return None


def _beside(held: Told, column: list[Mention], more: list[Mention]) -> Iterator[Claim]:
    """The total of another column, called as its parts are; not where what it has more is told apart."""
    place, total = held
    for whole in place.levels:
        verdict = verdict_of(whole, column) if whole is not total and _is_called_so(whole, column) else None
        told = any(m.number == abs(whole.number - added(column)) for m in (*place.mentions, *more))
        sure = verdict is not None and nearly_make(column, whole) and all(map(exact, (whole, *column))) and not told
        if verdict is not None and (verdict in HOLDING or sure):
            yield sum_claim(place, whole, column, verdict)


def _is_called_so(whole: Mention, column: list[Mention]) -> bool:
    """True for 总投资 of parts that are 投资, not for 完成投资 of 计划投资."""
    leads = [m.lead for m in (whole, *column)]
    return whole.known and whole.figure.unit == column[0].figure.unit and labels.of_one_plan((whole, *column)) \
        and min(map(len, leads)) > 1 and len(labels.common_ending(leads)) > 1


def _wrong(split: _Split, column: list[Mention]) -> Iterator[Claim]:
    """The nearest whole, where a slip explains what it lacks and no figure of the parts is as much."""
    for place, whole in split.above(column)[:1]:
        verdict = verdict_of(whole, column)
        told = any(m.number == abs(whole.number - added(column)) for part in split.parts for m in part)
        slip = nearly_make(column, whole) and all(map(exact, (whole, *column))) and slips.of_sum(whole, column)
        if verdict in HOLDING or (slip and not told):
            yield sum_claim(place, whole, column, verdict)
