"""Where a sentence lists the parts of a total: after 其中, in brackets, before 共计."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from taizhang.reading.claims import cues, labels
from taizhang.reading.claims.marks import DEEPEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.view import NEAR, Mention, Sentence, added, levels

_CUE_OR_BRACKET = re.compile("|".join([*map(re.escape, cues.OPENING + cues.CLOSING), cues.PARTS.pattern]))


_AMONG_THEM = re.compile("[一-龥]{0,6}中")     # 27个项目中
_STAGE = re.compile("小学|初中|高中|中职|幼儿|学前|特教|特殊")
_STATE = re.compile("竣工|完工|主体|封顶|施工|在建|招标|开工|前期|交付")
_WITH_OTHERS = re.compile("另|含|[转调]出|其中|去年|上年")
_REST = 8                # characters behind a list, in which it may say that it goes on otherwise
_FAR = 6                 # sentences above
_MANY = 100              # that two counts seldom make by chance
_STATES = 3              # that are told, so that what they make is no chance
_MOST = 5                # parts

Cue = tuple[re.Match[str], tuple[int, ...]]     # a word that announces parts, and the brackets it is inside


class Listing(NamedTuple):
    """A place where parts begin: after a cue word or inside brackets."""

    totals: list[Mention]          # what may be the total, nearest first
    parts: list[Mention]
    complete: bool                 # the words say that nothing is left out
    at_end: bool = False           # the total stands behind its parts
    partial: bool = False          # the words say that there may be more: 含副校长7人
    goes_on: bool = False          # more is told behind it: 另有教学点4个


def listings(sentence: Sentence) -> Iterator[Listing]:
    """Every place of a sentence where parts are listed."""
    yield from _after_cues(sentence)
    yield from _in_brackets(sentence)
    yield from _before_totals(sentence)
    yield from _of_families(sentence)
    yield from _of_too_many(sentence)
    yield from _of_states(sentence)
    yield from _of_both_above(sentence)


def _of_families(sentence: Sentence) -> Iterator[Listing]:
    """Parts that no word announces but that are all there can be: 「教师320人，男教师128人，女教师192人」."""
    here = [m for m in sentence.levels if not m.brackets]
    for whole, *parts in zip(here, here[1:], here[2:], strict=False):
        alike = len({m.unit for m in (whole, *parts)}) == 1
        are_all = alike and labels.exhaustive(parts) and not labels.exhaustive([whole, parts[1]]) \
            and not cues.OTHERS.search(parts[0].lead)                # 其余 is what those before it leave
        if are_all and not _of_another_stage(whole, parts) and not _is_another_thing(sentence, whole, parts):
            yield Listing([whole], parts, complete=False)


def _of_too_many(sentence: Sentence) -> Iterator[Listing]:
    """Parts of which nothing is in two, and which are more than all: 「发现隐患163处，现场整改118处，限期整改55处」."""
    here = [m for m in sentence.levels if not m.brackets and m.figure.unit != "%"]
    for i, whole in enumerate(here):
        parts: list[Mention] = []
        if cues.TOTAL_WORDS.search(whole.lead) or _AMONG_THEM.match(whole.after):
            for part in here[i + 1 : i + 1 + _MOST]:
                if part.figure.unit != whole.figure.unit or part.number >= whole.number:
                    break
                parts = [*parts, part]
                apart = labels.family(parts) is not None and labels.family([whole, *parts]) is None
                alone = not _WITH_OTHERS.search(sentence.text, whole.end, part.end + _REST)
                if apart and alone and added(parts) > whole.number and not _of_another_stage(whole, parts):
                    yield Listing([whole], parts, complete=True)


def _of_states(sentence: Sentence) -> Iterator[Listing]:
    """How far the projects of a total are: 「项目15个，…。11个项目已完工，1个主体完工，1个正在施工，2个正在招标」."""
    parts = [m for m in sentence.levels if not m.brackets and _STATE.search(m.label)]
    if len(parts) < _STATES or len({m.figure.unit for m in parts}) > 1 or labels.family(parts) is None:
        return
    above = (m for s in (sentence, *islice(sentence.earlier(), NEAR)) for m in reversed(s.levels))
    whole = next((m for m in above if m.unit == parts[0].unit and m.number == added(parts)), None)
    if whole is not None:
        yield Listing([whole], parts, complete=True)


def _of_both_above(sentence: Sentence) -> Iterator[Listing]:
    """All there are of a total told above: 「考生5791人。…其中音乐64人。…应届考生5241人，…，往届考生550人」."""
    here = [m for m in sentence.levels if not m.brackets]
    for parts in map(list, pairwise(here)):
        if parts[0].unit == parts[1].unit and parts[0].known and parts[1].known and labels.exhaustive(parts):
            above = (m for s in islice(sentence.earlier(), _FAR) for m in s.levels if m.unit == parts[0].unit)
            whole = next((m for m in above if m.number == added(parts) >= _MANY), None)
            if whole is not None:
                yield Listing([whole], parts, complete=True)


def _of_another_stage(whole: Mention, parts: list[Mention]) -> bool:
    """True where the parts are of a stage that is not the whole's: 「初中62所，城区小学20所，农村小学45所」."""
    of_whole = _STAGE.search(whole.label)
    of_parts = [found[0] for found in map(_STAGE.search, (m.label for m in parts)) if found]
    return of_whole is not None and any(stage != of_whole[0] for stage in of_parts)


def _is_another_thing(sentence: Sentence, whole: Mention, parts: list[Mention]) -> bool:
    """True where a count before the parts is none of their kind: 「完小14所，公办幼儿园1所，民办幼儿园27所」."""
    if "其中" in sentence.text[: whole.start] and max(m.number for m in parts) > whole.number:
        return True
    if all(cues.OUTCOME.search(m.lead) for m in parts) and not cues.OUTCOME.search(whole.lead):
        return True                                   # 参加高考865人，本科录取113人，专科录取704人
    kind = labels.common_ending([m.lead for m in parts])[-2:]
    return whole.unit == "个" and len(kind) > 1 and kind not in whole.label


def _after_cues(sentence: Sentence) -> Iterator[Listing]:
    found = list(_cues(sentence))
    for cue, brackets in found:
        scope = [m for m in sentence.mentions if m.start >= cue.end() and m.brackets == brackets]
        alike = [other for other, within in found if within == brackets and other.group() == cue.group()]
        if len(alike) > 1 and scope and _is_one_of_many(sentence, cue, alike):
            scope = [m for m in scope if m.segment == scope[0].segment]
        inside = brackets and not any(m.brackets == brackets and m.end <= cue.start() for m in sentence.mentions)
        outer, until = (brackets[:-1], brackets[-1]) if inside else (brackets, cue.start())
        totals = [m for m in reversed(sentence.mentions) if m.end <= until and m.brackets == outer]
        own = [m for m in totals if scope and m.segment == scope[0].segment]
        totals = own or totals
        if not totals and sentence.before is not None and not sentence.text[: cue.start()].strip(cues.MARKS + " "):
            totals = [m for m in reversed(sentence.before.mentions) if not m.brackets]
        if totals and scope:
            complete = cue.group() in "：:" and not cues.AND_OTHERS.search(sentence.text, cue.end())
            parts = _until_next_total(scope)
            behind = sentence.text[parts[-1].end :] if parts else ""
            yield Listing(totals, parts, complete, partial=cue.group().startswith("含"),
                          goes_on=cues.BESIDES.search(behind) is not None)


def _is_one_of_many(sentence: Sentence, cue: re.Match[str], alike: Iterable[re.Match[str]]) -> bool:
    """True when other segments list parts of their own, or this list is inside a part of another."""
    semicolons = [mark.start() for mark in re.finditer("[；;]", sentence.text)]
    here = bisect_left(semicolons, cue.start())
    return any(bisect_left(semicolons, other.start()) != here or other.start() < cue.start() for other in alike)


def _cues(sentence: Sentence) -> Iterator[Cue]:
    """The words that announce parts, each with the brackets it is inside: of several before a figure the last."""
    found: dict[tuple[int, tuple[int, ...]], re.Match[str]] = {}
    starts = [m.start for m in sentence.mentions]
    brackets: tuple[int, ...] = ()
    for match in _CUE_OR_BRACKET.finditer(sentence.text):
        if match.group() in cues.OPENING:
            brackets = (*brackets[: DEEPEST - 1], match.start())
        elif match.group() in cues.CLOSING:
            brackets = brackets[:-1]
        else:
            found[bisect_left(starts, match.end()), brackets] = match
    for (_, within), match in found.items():
        yield match, within


def _in_brackets(sentence: Sentence) -> Iterator[Listing]:
    opened = dict.fromkeys(m.brackets[-1] for m in sentence.mentions if m.brackets)
    for position in opened:
        if cues.PARTS.match(sentence.text, position + 1):
            continue    # `_after_cues` reads it
        scope = [m for m in sentence.mentions if m.brackets and m.brackets[-1] == position]
        outer = scope[0].brackets[:-1]
        totals = [m for m in reversed(sentence.mentions) if m.end <= position and m.brackets == outer]
        near = [m for m in totals if m.segment == totals[0].segment]
        if near and near[0].role is Role.BASE:             # 由424所（公办34所，民办390所）增加到…: of what it was
            near, scope = ([m._replace(role=Role.LEVEL) for m in told if m.role is Role.BASE] for told in (near, scope))
        if near and scope:
            content = sentence.between(position + 1, scope[-1].end + 4)
            yield Listing(near, scope, not cues.AND_OTHERS.search(content))


def _before_totals(sentence: Sentence) -> Iterator[Listing]:
    for i, mention in enumerate(sentence.mentions):
        word = cues.TOTAL_WORDS.search(mention.lead)
        if word is None or mention.role is not Role.LEVEL:
            continue
        earlier = [m for m in sentence.mentions[:i] if m.brackets == mention.brackets and m.segment == mention.segment]
        since = [n for n, m in enumerate(earlier) if cues.TOTAL_WORDS.search(m.lead) and m.unit == mention.unit]
        for start in (since[-1] + 1, since[-1]) if since else (0,):      # 共发放甲1万元、乙2万元，以上两项合计3万元
            if len(levels(earlier[start:], mention.unit)) > 1:
                yield Listing([mention], earlier[start:], complete=False, at_end=True)


def _until_next_total(scope: list[Mention]) -> list[Mention]:
    """The list up to another total, 「小学12所，初中3所，总投资…」, or to what is told beside it, 「另有教学点36个」.

    A word that the first has too is none of it.
    """
    own = cues.NEXT_TOTAL.search(scope[0].lead)
    for i, mention in enumerate(scope):
        if mention.figure.unit == "%":
            continue                                  # 占录取总数的42.1% is no total
        found = cues.NEXT_TOTAL.search(mention.lead) if i else None
        if i and cues.BESIDES.match(mention.lead):
            return scope[:i]
        if found and not (own and own[0] == found[0]):
            return scope[:i]
    return scope
