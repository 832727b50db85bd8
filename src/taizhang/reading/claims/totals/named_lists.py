"""Lists of what is named again without its number: 「捐款115万元。…捐款中，校友60万元、企业55万元」, 「这些课题中」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.groupings import LARGE, heads
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import DIVISIBLE, nearly_make, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, Told, added, exact
from taizhang.reading.model import Claim, Verdict

_NAMED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?"
    r"(?:在|全[省市县区乡]|(?P<again>上述|以上|这些|(?P<year>(?:19|20)\d\d)年度?的?))*"
    r"(?P<name>(?(again)[一-龥“”]{2}|[一-龥“”]{3})[一-龥“”]{0,11}?)"
    r"(?:(?P<all>由|分为|分成)|包括|包含|(?<![初高])中[，,]|[：:])(?=[一-龥“”])")
_ALL = re.compile(r"[两三四五六](?:个?部分|[大小]?[块项类])|[构组]成")
_SOME = re.compile("其[余他]|主要|重点|另|其中|等(?=[，,。；;]|$)|计划|比|较|上年|去年")
_QUALIFIED = re.compile(f"{cues.SORTS.pattern}|计划|预算|决算|完成")       # 高中教师中 is not of all 教师
_FAR = 12                # sentences above
_ALIKE = 2               # pairs of characters that a name has in common with the words before the number


def named_lists(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each list behind such a name, with the whole above that has it.

    Called wrong only where a slip explains it, for parts that are said to be all, or too many where none is in two.
    """
    for sentence in sentences:
        named = _NAMED.match(sentence.text) if len(sentence.levels) > 1 else None
        parts = _parts(sentence) if named is not None and sentence.mentions[0].start >= named.end() else []
        above = _above(sentence, parts, named) if named is not None and parts else None
        if named is not None and above is not None:
            alike = set(_QUALIFIED.findall(named["name"])) <= set(_QUALIFIED.findall(above[0].clause_before(above[1])))
            all_told = _are_all(sentence, named, parts)
            yield from (c for c in _judged(above, parts, sentence, all_told=all_told) if alike or c.verdict in HOLDING)


def _parts(sentence: Sentence) -> list[Mention]:
    """The first figure's list; empty where one of its figures has no value."""
    first = sentence.levels[0]
    column = [m for m in sentence.levels if m.figure.unit == first.figure.unit and m.segment == first.segment
              and not m.brackets]
    parts = heads(column, "item") if len(heads(column, "item")) > 1 else column
    return parts if len(parts) > 1 and first.unit not in ("%", "") and all(m.known for m in parts) else []


def _above(sentence: Sentence, parts: Sequence[Mention], named: re.Match[str]) -> Told | None:
    """The figure above of the name; None where two have as much of it."""
    name = named["name"]
    if named["again"] and (told := _just_above(sentence, parts[0], name)):
        return told if _may_be_of(named["year"], told[0]) else None
    best: list[tuple[int, Told]] = []
    for place in islice(sentence.earlier(), _FAR):
        for m in reversed(place.levels if _may_be_of(named["year"], place) else ()):
            shared = labels.words_shared(name, m.lead) if m.figure.unit == parts[0].figure.unit and m.lead else 0
            if shared >= _ALIKE and m.lead[-2:] in name and m.known and not m.brackets:
                best.append((shared, (place, m)))
    most = max((shared for shared, _ in best), default=0)
    found = [told for shared, told in best if shared == most]
    return found[0] if found and len({m.number for _, m in found}) == 1 else None


def _just_above(sentence: Sentence, part: Mention, name: str) -> Told | None:
    """The only figure of its unit that the sentence before tells, where that is called as what is told again."""
    place = sentence.before
    told = [m for m in place.levels if m.unit == part.unit and not m.brackets] if place is not None else []
    called = len(told) == 1 and told[0].known and (told[0].lead.endswith(name) or told[0].after.startswith(name))
    return (place, told[0]) if place is not None and called else None


def _may_be_of(year: str | None, place: Sentence) -> bool:
    """False where a sentence names years and not that one alone."""
    return year is None or set(cues.A_YEAR.findall(place.text)) <= {year}


def _are_all(sentence: Sentence, named: re.Match[str], parts: Sequence[Mention]) -> bool:
    return bool(named["all"]) and _ALL.search(sentence.text, parts[-1].end) is not None


def _judged(above: Told, parts: list[Mention], sentence: Sentence, *, all_told: bool) -> Iterator[Claim]:
    place, whole = above
    verdict = verdict_of(whole, parts)
    if verdict in HOLDING and whole.number >= LARGE:
        yield sum_claim(place, whole, parts, verdict)
    elif verdict is Verdict.CONTRADICTED and nearly_make(parts, whole) and all(map(exact, (whole, *parts))):
        apart = (whole.figure.unit in DIVISIBLE or labels.exclusive(parts)) and not labels.overlapping(parts)
        too_many = apart and added(parts) > whole.number
        sure = (all_told or too_many) and slips.of_sum(whole, parts)
        of_kinds = too_many and labels.family(parts) is not None and not labels.narrowed(parts)
        if (sure or of_kinds) and not _SOME.search(sentence.text):
            yield sum_claim(place, whole, parts, verdict)
