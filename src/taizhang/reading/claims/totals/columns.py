"""Figures that stand below one another: the first of each sentence, and those that are called the same.

「全市在校生13.1万人。…幼儿园在园幼儿1.7万人。…义务教育在校生8.4万人。…」: the parts of a total stand in sentences of
their own, each with other figures beside it, which are told apart by what they are called.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from taizhang.reading.claims import cues
from taizhang.reading.claims.view import Mention, Sentence

REACH = 40               # sentences that a column may run over
_SEGMENTS = re.compile("[；;]")
_WORDS = 4               # characters with which clauses begin alike by no chance
VISITS = frozenset({"人", "人次"})          # a total of visits may be made of people
_NOUGHT = Decimal(0)
Unit = str | frozenset[str]
Key = tuple[Unit, str]   # unit and name; the name is empty for the first figure of each sentence


class Columns:
    """The figures of the sentences below, gathered from the last sentence upwards.

    `detail` are the ids of figures known to be parts of another; they are passed over.
    """

    def __init__(self, detail: set[str]) -> None:
        self._detail = detail
        self._names: dict[str, str] = {}
        self._upwards: defaultdict[Key, list[tuple[int, Mention]]] = defaultdict(list)
        self._among: defaultdict[Key, list[tuple[int, Mention]]] = defaultdict(list)

    def add(self, number: int, sentence: Sentence) -> None:
        """Take in the sentence above all others."""
        heads: dict[tuple[Unit, int], Mention] = {}
        for mention in reversed(sentence.levels):
            if mention.known and not mention.brackets and not self.is_detail(mention):
                for unit in (mention.unit, VISITS) if mention.unit in VISITS else (mention.unit,):
                    heads[unit, mention.segment] = mention
                    self._upwards[unit, self.name_of(mention)].append((number, mention))
        for (unit, _), mention in heads.items():
            self._upwards[unit, ""].append((number, mention))
        for mention in reversed(sentence.levels if "其中" in sentence.text else ()):
            if mention.known and "其中" in _SEGMENTS.split(sentence.text[: mention.start])[-1]:
                self._among[mention.unit, _opening(sentence.clause_before(mention))].append((number, mention))

    def is_detail(self, mention: Mention) -> bool:
        return mention.figure.id in self._detail

    def name_of(self, mention: Mention) -> str:
        """What a count is of, found once."""
        if (name := self._names.get(mention.figure.id)) is None:
            name = self._names[mention.figure.id] = called(mention)
        return name

    def below(self, number: int, whole: Mention, name: str = "", *, unit: Unit = "",
              most: Decimal | None = None) -> Iterator[tuple[int, Mention]]:
        """The figures of a name below a sentence, in reading order and with the number of theirs.

        As many as may make `most` (else `whole`), and the next; what is larger is no part.
        """
        made, most = _NOUGHT, most or whole.number
        for place, mention in reversed(self._upwards.get((unit or whole.unit, name), ())):
            if place > number + REACH or made > most:
                return
            if mention.number < most and not self.is_detail(mention):
                made += mention.number
                yield place, mention


    def among(self, number: int, sentence: Sentence, whole: Mention) -> list[Mention]:
        """The figures below that are told behind 其中 in clauses beginning as that of a total does."""
        words = _opening(sentence.clause_before(whole)) if self._among else ""
        told = self._among.get((whole.unit, words), ()) if words else ()
        return [mention for place, mention in reversed(told) if place <= number + REACH]


def _opening(clause: str) -> str:
    """The first words of a clause, "" where a figure stands among them."""
    words = clause.removeprefix("其中")[:_WORDS]
    return words if len(words) == _WORDS and not any(c.isdigit() for c in words) else ""


def called(mention: Mention) -> str:
    """What a count is of, in a word: 在校生 and 在园幼儿 are both pupils; 35个考点 is of 考点."""
    if mention.figure.unit == "个" and (behind := cues.A_WORD.match(mention.after)):
        return behind[0]
    found = cues.CALLED.search(mention.lead)
    name = found[0][:2] if found else ""
    return cues.CALLED_ALIKE.get(name, name)


def unit_of_parts(whole: Mention) -> Unit:
    """In what the parts of a total may be counted."""
    return VISITS if whole.unit in VISITS else whole.unit


def is_of(mention: Mention, unit: Unit) -> bool:
    """True for a figure of a unit, or of one of several."""
    return mention.unit == unit if isinstance(unit, str) else mention.unit in unit
