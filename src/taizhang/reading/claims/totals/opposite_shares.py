"""Shares of one whole that opposites have, told sentences apart: 「公办园幼儿占51.9%」, 「民办园幼儿占48.1%」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.told.likeness import are_headed_apart
from taizhang.reading.claims.totals.hundred import OFF, hundred
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.claims.whose import stage_of
from taizhang.reading.model import Claim, Kind

# Of each pair everything of its kind is one or the other, if no third is told.
_OPPOSITES = tuple((re.compile(one), re.compile(other), re.compile(third)) for one, other, third in (
    ("公办", "民办", "集体办|部门办|企业办|企事业|单位办|公办性质|公建民营|民办公助|其他性质"),
    ("男", "女", "$^"),
    ("汉族", "少数民族", "$^"),
    ("应届", "往届", "$^"),
    ("城镇", "农村|乡村", "城区|城市|县镇|镇区"),
    ("寄宿", "走读|非寄宿", "$^"),
    ("在编", "编外|非在编", "临聘|代课|备案制"),
    ("专职", "兼职", "$^"),
))
_COUNTED = re.compile(r"\d[\d,.]*[万千百]?余?[人名所个位]")
_SHARE = re.compile("(?:其中|而|目前|现)*(?P<part>[一-龥]*?)(?:所?占比?|比例|比重)(?P<of>[一-龥]*?)的?(?:比例|比重)?"
                    "(?:已|也|仅|约|为|是|高?达到?|(?:提高|上升|增加|下降|降低|回落)[到至]|[升降][到至])*")
_AMONG = re.compile("(?:其中|而|目前|现)*(?P<of>[一-龥]{2,}?)中[，,]?(?:仍|尚|还|只|仅|已|共|目前)*有?")
_SCOPE = re.compile("全[省市县区]|[我本][省市县区]")
_AREA = re.compile("城区|县城|街道|片区|学区|我[校园]|抽[查样测]|[一-龥]{2}[镇乡](?!区)")
_FILLER = re.compile("[的在有于]|就读|人?数|学校|幼儿园|园|幼儿|儿童|学生|孩子|教师|上学|入读|读书")
_PLACE = re.compile("^(?:学校|幼儿园|园)(?=[一-龥]{2})")        # 公办园在园幼儿占比
_AIM = re.compile("力争|确保|计划|目标|[不未]低于")
_TIME = re.compile(r"(?:19|20)\d\d年|[去上前今本明]年|年[初末底]|\d月|学年|学期|[春秋]季")
_NOT_YET = frozenset({Kind.TARGET, Kind.STANDARD, Kind.BUDGET})
_LEAST = 2               # characters of a name
_MOST = 8                # tellings of one share that are looked at


class _Share(NamedTuple):
    """A share with what it is of, which of a pair has it, and the words of its clauses."""

    sentence: Sentence
    share: Mention
    of: str
    words: str


def opposite_shares(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each two such shares, of one time and place, of which the text tells each once."""
    for one, other, third in _OPPOSITES:
        told: defaultdict[str, tuple[list[_Share], list[_Share]]] = defaultdict(lambda: ([], []))
        for share in _shares(sentences, one, other):
            told[share.of][other.search(share.words) is not None].append(share)
        for ours, theirs in told.values():
            alone = len({s.share.number for s in ours}) == len({s.share.number for s in theirs}) == 1
            pairs = product(ours[:_MOST], theirs[:_MOST]) if alone else ()
            found = next((_claim(*pair) for pair in pairs if _are_together(*pair)), None)
            if found is not None and (found.verdict in HOLDING or not any(third.search(s.text) for s in sentences)):
                yield found


def _shares(sentences: Iterable[Sentence], one: re.Pattern[str], other: re.Pattern[str]) -> Iterator[_Share]:
    """The shares whose words name one of a pair, and of its words no more than what they are of."""
    for sentence in sentences:
        may_tell = one.search(sentence.text) or other.search(sentence.text)
        for share in sentence.mentions if may_tell else ():
            words = _words(sentence, share) if _is_share(share) else None
            if words is None:
                continue
            part, of = words
            left = other.sub("", part) if other.search(part) else one.sub("", part)
            of = _core(of) or _core(_PLACE.sub("", left))
            of_one = left != part and not any(words.search(named) for words in (one, other) for named in (left, of))
            alone = left in of or not _FILLER.sub("", _SCOPE.sub("", left).replace(of, ""))
            if of_one and alone and len(of) >= _LEAST:
                yield _Share(sentence, share, of, part)


def _is_share(share: Mention) -> bool:
    return share.figure.unit == "%" and share.role is Role.LEVEL and share.known and exact(share) \
        and share.figure.kind not in _NOT_YET


def _words(sentence: Sentence, share: Mention) -> tuple[str, str] | None:
    """What the part of a share is called, and its whole: 「民办园…占幼儿总数的」, 「幼儿总数中有49.1%就读于民办园」."""
    clause = _COUNTED.sub("", sentence.clause_before(share))
    told = _SHARE.fullmatch(clause)
    if told is not None:
        return told["part"] or _COUNTED.sub("", _clause_above(sentence, share)), told["of"]
    among = _AMONG.fullmatch(clause)
    return (share.after, among["of"]) if among is not None else None


def _clause_above(sentence: Sentence, share: Mention) -> str:
    """The clause before that of a share, which counts its part."""
    part = next((m for m in reversed(sentence.levels) if m.clause == share.clause - 1), None)
    return sentence.clause_before(part) + part.after if part is not None and part.segment == share.segment else ""


def _core(words: str) -> str:
    return _SCOPE.sub("", cues.THE_NUMBER_OF.sub("", words))


def _are_together(one: _Share, other: _Share) -> bool:
    """Whether two shares of different sentences are of one time, place and kind."""
    (ours, theirs), (a, b) = (one.sentence, other.sentence), (one.share.figure, other.share.figure)
    before = [s.sentence.text[: s.share.start] for s in (one, other)]
    scopes, times, areas = ([set(words.findall(told)) for told in before] for words in (_SCOPE, _TIME, _AREA))
    alike = (a.period, a.org) == (b.period, b.org) and times[0] == times[1] and areas[0] == areas[1] \
        and stage_of(ours, one.share) == stage_of(theirs, other.share) and not (all(scopes) and scopes[0] != scopes[1])
    return alike and ours is not theirs and not any(map(_AIM.search, before)) and not are_headed_apart(ours, theirs)


def _claim(one: _Share, other: _Share) -> Claim | None:
    first, last = sorted((one, other), key=lambda s: s.sentence.start)
    near = abs(one.share.value + other.share.value - 100) <= OFF
    return hundred(last.sentence, [first.share, last.share]) if near else None
