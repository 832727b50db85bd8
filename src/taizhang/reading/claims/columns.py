"""Figures that stand below one another: the first of each sentence, and those that are called the same.

「全市在校生13.1万人。…幼儿园在园幼儿1.7万人。…义务教育在校生8.4万人。…」: the parts of a total stand in sentences of
their own, each with other figures beside it, which are told apart by what they are called.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from taizhang.reading.claims import cues
from taizhang.reading.claims.view import Mention, Sentence

REACH = 40               # sentences that a column may run over
_NOUGHT = Decimal(0)
Key = tuple[str, str]    # unit and name; the name is empty for the first figure of each sentence


class Columns:
    """The figures of the sentences below, gathered from the last sentence upwards.

    `detail` are the ids of figures known to be parts of another; they are passed over.
    """

    def __init__(self, detail: set[str]) -> None:
        self._detail = detail
        self._names: dict[str, str] = {}
        self._upwards: defaultdict[Key, list[tuple[int, Mention]]] = defaultdict(list)

    def add(self, number: int, sentence: Sentence) -> None:
        """Take in the sentence above all others."""
        heads: dict[str, Mention] = {}
        for mention in reversed(sentence.levels):
            if mention.known and not mention.brackets and mention.figure.id not in self._detail:
                heads[mention.unit] = mention
                self._upwards[mention.unit, self.name_of(mention)].append((number, mention))
        for unit, mention in heads.items():
            self._upwards[unit, ""].append((number, mention))

    def name_of(self, mention: Mention) -> str:
        """What a count is of, found once."""
        if (name := self._names.get(mention.figure.id)) is None:
            name = self._names[mention.figure.id] = called(mention)
        return name

    def below(self, number: int, whole: Mention, name: str = "") -> Iterator[tuple[int, Mention]]:
        """The figures of a name below a sentence, in reading order and with the number of theirs.

        As many as may make `whole`, and the next.
        """
        made = _NOUGHT
        for place, mention in reversed(self._upwards.get((whole.unit, name), ())):
            if place > number + REACH or made > whole.number:
                return
            if mention.figure.id not in self._detail:
                made += mention.number
                yield place, mention


def called(mention: Mention) -> str:
    """What a count is of, in a word: 在校生 and 在园幼儿 are both pupils; 招生 and 毕业生 are not."""
    found = cues.CALLED.search(mention.lead)
    name = found[0] if found else ""
    return next((key for words, key in cues.CALLED_ALIKE if name.startswith(words)), name[:2])
