"""Where sentences and clauses begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

Span = tuple[int, int]

_SENTENCE = re.compile(r"[^\s。！？][^。！？\n]*(?:[。！？]+[”’）》】]*)?")
_CLAUSE = re.compile(r"[^，；：。！？\n]+[，；：。！？]*[”’）》】]*")


class Sentences:
    """The sentences of a text, in order, each with its stop. Offsets count characters of that text.

    >>> sentences = Sentences("投入80万元，新建2所。培训50人。")
    >>> [sentences.text[start:end] for start, end in sentences]
    ['投入80万元，新建2所。', '培训50人。']
    >>> sentences.at(12), sentences.clause_at(8)
    ((12, 18), (7, 12))
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = [m.span() for m in _SENTENCE.finditer(text)]
        self._starts = [start for start, _ in self.spans]

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)

    def at(self, pos: int) -> Span:
        """The sentence around `pos`; between two sentences the one before. (0, 0) in a text without any."""
        return self.spans[max(bisect_right(self._starts, pos) - 1, 0)] if self.spans else (0, 0)

    def clauses(self, span: Span) -> list[Span]:
        """The clauses of a sentence: what commas, semicolons and colons part, each with its mark."""
        return [m.span() for m in _CLAUSE.finditer(self.text, *span)] or [span]

    def clause_at(self, pos: int) -> Span:
        """The clause around `pos`."""
        clauses = self.clauses(self.at(pos))
        return next((c for c in clauses if c[0] <= pos < c[1]), clauses[-1])
