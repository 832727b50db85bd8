"""Parts of what a table or list above tells by stages: 「学前资助264人次，…。上述资助人次中，…，其中学前312人次」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from taizhang.reading.claims.sentences import view
from taizhang.reading.claims.totals.larger_parts import larger_part
from taizhang.reading.claims.totals.sum_verdicts import FAR
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.figures.cells import Grid
from taizhang.reading.model import Claim, Figure, Kind, Verdict

_ABOVE = re.compile("(?:上述|前述|以上|上表|表中)(?P<what>[一-龥]{0,8}?)中[，,]")
_STAGES = tuple(re.compile(words) for words in (
    "学前|幼儿", "义务|小学|初中", "普通高中|普高", "中职|中等职业|职业高中", "高校|高等|大学|助学贷款",
    "特殊教育|特教"))
_BARE = re.compile("(?:其中)?[：:，,]?(?:学前|幼儿|小学|初中|义务|普通高中|中职|中等职业|高等|大学|特殊)"
                   "(?:教育|阶段|学生|幼儿|儿童)*")
_TOTAL = re.compile("[合总小共]计|总数")
_FAR = 6                 # sentences above
_LONGEST = 3000          # characters from a table to what is said of it
_FEWEST = 2              # stages of a list
_MOST = 16               # sentences that are said to be of what is above


def above_by_stage(text: str, tables: Sequence[Grid], figures: Sequence[Figure],
                   sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each count of a stage that is larger than all of that stage in what its sentence is said to be of.

    `figures` are those of the tables. A doubt where a line above that names no stage may count some of it too.
    """
    said = ((sentence, _ABOVE.search(sentence.text)) for sentence in sentences if len(sentence.levels) > 1)
    for sentence, above in islice((one for one in said if one[1] is not None), _MOST):
        parts = [m for m in sentence.levels if above is not None and m.start > above.end() and _is_part(m)]
        unit = parts[0].figure.unit if parts else ""
        told = parts and (_told_above(sentence, unit) or _in_table(text, tables, figures, sentence, unit))
        yield from _larger(sentence, parts, _by_stage(told))


def _larger(sentence: Sentence, parts: Sequence[Mention], told: Mapping[int | None, Sequence[Mention]]) -> \
        Iterator[Claim]:
    verdict = Verdict.UNCHECKABLE if None in told else Verdict.CONTRADICTED
    for part in parts:
        wholes = told.get(_stage(part), ())
        if len(wholes) == 1 and wholes[0].number < part.number < wholes[0].number * FAR and exact(wholes[0]):
            yield larger_part(sentence, wholes[0], part, verdict)


def _is_part(mention: Mention) -> bool:
    return mention.known and exact(mention) and mention.unit in ("人", "人次") \
        and mention.figure.kind is Kind.ACTUAL and _BARE.fullmatch(mention.lead) is not None


def _told_above(sentence: Sentence, unit: str) -> list[Mention]:
    """The figures of the nearest sentence above that tells several stages in a unit."""
    for above in islice(sentence.earlier(), _FAR):
        told = [m for m in above.levels if m.figure.unit == unit and m.known and not m.brackets]
        if sum(_stage(m) is not None for m in told) >= _FEWEST:
            return told
    return []


def _in_table(text: str, tables: Sequence[Grid], figures: Sequence[Figure], sentence: Sentence,
              unit: str) -> list[Mention]:
    """The first numbers of that unit in the rows of the last table above, each called as the head of its row."""
    above = [grid for grid in tables if sentence.start - _LONGEST < grid.rows[-1].end <= sentence.start]
    rows = view(text, figures, [(row.start, row.end) for row in above[-1].rows]) if above else []
    heads = {cell.place[0]: cell.head for cell in above[-1].cells} if above else {}
    told = (next((m._replace(lead=heads.get(row.start + m.start, "")) for m in row.levels
                  if m.figure.unit == unit and m.known), None) for row in rows)
    return [m for m in told if m is not None]


def _by_stage(told: Sequence[Mention]) -> dict[int | None, list[Mention]]:
    """The figures by their stages, None for those of no stage; totals are left out."""
    found: defaultdict[int | None, list[Mention]] = defaultdict(list)
    for m in told:
        if not _TOTAL.search(m.lead):
            found[_stage(m)].append(m)
    return found


def _stage(mention: Mention) -> int | None:
    """The one stage that a figure's words name."""
    named = [n for n, words in enumerate(_STAGES) if words.search(mention.lead)]
    return named[0] if len(named) == 1 else None
