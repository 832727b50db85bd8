"""Links a figure to the catalogue: its domain by the words around it, its indicator by name and unit."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from taizhang.quantities import Unit, UnitError
from taizhang.reading.figures.context import Context
from taizhang.reading.figures.tables import table
from taizhang.reading.figures.vocabulary import Vocabulary
from taizhang.reading.figures.weighing import Beside, Said, Weighing, beside

_BARE = 4                   # characters: a name so short (整改率) may be that of many things
_FLOW = re.compile("(?:招生|毕业生?|在校(?:学?生)?|^，?(?:现?有|共有)?学生)(?:总?人?数)?(?:共计?|为|有|达到?)*$")
_OF_ANY_STAGE = {"enrolment_retention", "compulsory_balance"}      # each stage counts who comes, is there and goes
_STAGES = "|".join(f"(?P<{domain}>{words})" for domain, words in table("domains")["stages"].items())
_STAGE = re.compile(f".*(?:{_STAGES})")
_OF_ALL_SORTS = frozenset({"office_work", "supervision_evaluation", "integrity", "compulsory_balance"})   # 自评
_FAR = 160                  # characters back in which a stage is looked for
_ENOUGH = 0.35              # less weight than this leaves the domain open


class Link(NamedTuple):
    """The domain and the indicator of a figure with how sure they are, 0 to 1."""

    domain: str | None
    code: str | None
    score: float
    by: dict[str, str]


class Linker:
    """Looks up the names in one text once, then links its figures one by one."""

    def __init__(self, text: str, vocabulary: Vocabulary, title: str = "") -> None:
        self._text, self._vocabulary = text, vocabulary
        hits = [(start, end, vocabulary.names[place]) for place, start, end in vocabulary.hits(text)]
        self._indicators = Said([hit for hit in hits if hit[2].indicators])
        self._codes = Said([hit for hit in hits if hit[2].codes])
        self._weighing = Weighing(text, [hit for hit in hits if hit[2].domains], _subject(title, vocabulary))

    def link(self, context: Context, phrase: str) -> Link:
        """The domain that the nearest words speak for, the indicator and the codes whose names stand beside the number.

        A `phrase` that is itself the name of an indicator settles both, unless it is short and the words around it
        speak for another domain.
        """
        around = beside(context)
        by = self._split(context, around)
        named = self._vocabulary.by_word.get(phrase)
        weights = self._weighing.weights(context, around, of_a_stage="stage" in by)
        domain = max(weights, key=weights.__getitem__, default="")
        best = weights.get(domain, 0.0)
        stage = self._stage_told(context) if context.unit == "人" and _FLOW.search(context.near) else None
        for indicator, unit in named.indicators if named else ():
            of = indicator.partition(".")[0]
            if stage and of in _OF_ANY_STAGE and of != stage:
                continue
            if goes_with(context.unit, unit) and (len(phrase) > _BARE or weights.get(of, 0.0) * 2 >= best):
                return Link(of, indicator, 1.0, by)
        if best < _ENOUGH:
            return Link(None, None, round(best, 2), by)
        if stage and domain in _OF_ANY_STAGE:
            domain = stage
        code = self._indicator(context, around, domain)
        sure = best / sum(weights.values()) * best / (best + 1)      # ahead of the others, and strong in itself
        return Link(domain, code, round(sure if code else 0.8 * sure, 2), by)

    def _stage_told(self, context: Context) -> str | None:
        """The domain of the stage told last in the line: high_school for 在校生 in 高中招生370人；在校生1028人."""
        start = context.number.start
        line = max(self._text.rfind("\n", 0, start), start - _FAR)
        found = _STAGE.match(self._text, line + 1, start)
        return found.lastgroup if found else None

    def split_only(self, context: Context) -> str | None:
        """The dimension by which a number's own words, that say no more, split it: stage for 中职 in 小学9人、中职4人.

        Nothing where it has no words at all, None where they say what is counted.
        """
        words = context.near.strip("、 ").removeprefix("其中")
        if not words:
            return "" if not context.after and context.lead else None
        named = self._vocabulary.by_word.get(words)
        return named.codes[0][0] if named and named.codes else None

    def _indicator(self, context: Context, around: Beside, domain: str) -> str | None:
        """The indicator of the domain with the longest name before the number, else behind it, and a unit that fits."""
        for left, right in around:
            found = [(len(name.word), code) for name in self._indicators.between(left, right)
                     for code, unit in name.indicators
                     if code.startswith(domain + ".") and goes_with(context.unit, unit)]
            if found:
                return max(found)[1]
        return None

    def _split(self, context: Context, around: Beside) -> dict[str, str]:
        """By which codes of the catalogue's dimensions the words beside the number split it: {"stage": "senior"}."""
        before, behind = (context.turn[:2], (0, 0)) if context.turn else around
        by: dict[str, str] = {}
        for name in (*self._codes.between(*behind)[::-1], *self._codes.between(*before)):
            by.update(name.codes)                               # of several the nearest, those before it first
        return by


def _subject(title: str, vocabulary: Vocabulary) -> str | None:
    """The domain that a title says all of the report is about: the one of its words, or twice as much as any other."""
    told: Counter[str] = Counter()
    for place, _, _ in vocabulary.hits(title):
        told.update({domain: int(weight) for domain, weight in vocabulary.names[place].domains
                     if weight > 1 and domain not in _OF_ALL_SORTS})
    (domain, most), (_, second) = (*told.most_common(2), ("", 0), ("", 0))[:2]
    return domain if most >= 2 * second and most else None


@lru_cache(4096)
def goes_with(printed: str, measured: str) -> bool:
    """Whether a number in the unit `printed` can be a value of an indicator measured in `measured`."""
    try:
        return Unit.parse(printed).compatible(Unit.parse(measured))
    except UnitError:
        return False
