"""Where a sentence lists the parts of a total: after 其中, in brackets, before 共计."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from taizhang.quantities import read_number
from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import DEEPEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.totals.columns import called
from taizhang.reading.claims.view import Mention, Sentence, added, levels

_CUE_OR_BRACKET = re.compile("|".join([*map(re.escape, cues.OPENING + cues.CLOSING), cues.PARTS.pattern]))

_LEAVES_NOTHING = re.compile(f"[：:]|{cues.ALL_PARTS}")
_CAME_OR_WENT = re.compile("(?:[合总共]计|总?共)(?:增加|减少|[增减])")
_FIRST_YEARS = re.compile("前[两三四]年")            # 「21年3亿元，22年4亿元，23年5亿元，其中前两年累计7亿元」
_STAGES = re.compile("学段|阶段|层次|校区|年级|部分|类别")
_KINDS = frozenset({"种", "类", "项", "级", "者", "部分"})
_OF_ONE = re.compile("含[一-龥]{1,6}共")        # 建操场投入7万元，含球架共投入8万元
_OF_ALL = re.compile("总投资|^(?:该|本)项目")      # in a bracket: of more than the amount before it

Cue = tuple[re.Match[str], tuple[int, ...]]     # a word that announces parts, and the brackets it is inside


class Listing(NamedTuple):
    """A place where parts begin: after a cue word or inside brackets."""

    totals: list[Mention]          # what may be the total, nearest first
    parts: list[Mention]
    complete: bool                 # the words say that nothing is left out
    at_end: bool = False           # the total stands behind its parts
    partial: bool = False          # the words say that there may be more: 含副校长7人
    goes_on: bool = False          # more is told behind it: 另有教学点4个
    counted: int = 0               # how many parts the words say there are: 三类人员合计


def listings(sentence: Sentence) -> Iterator[Listing]:
    """Every place of a sentence where parts are listed."""
    yield from _after_cues(sentence)
    yield from _in_brackets(sentence)
    yield from _before_totals(sentence)


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
            parts = _until_next_total(scope)
            behind = sentence.text[parts[-1].end :] if parts else ""
            rest = cues.OTHERS.match(behind.lstrip(cues.MARKS)) is not None              # …，其余为社会捐资
            complete = _LEAVES_NOTHING.fullmatch(cue.group()) is not None and not rest \
                and not cues.AND_OTHERS.search(sentence.text, cue.end())
            yield Listing(totals, parts, complete, partial=cue.group().startswith("含"),
                          goes_on=rest or cues.BESIDES.search(behind) is not None)
            yield from _outermost(sentence, cue, totals[0], parts) if cue is found[0][0] else ()


def _outermost(sentence: Sentence, cue: re.Match[str], total: Mention, parts: list[Mention]) -> Iterator[Listing]:
    """The list of the first 其中, where it adds up without what others divide: 「高中2所；初中9所，其中城区3所」."""
    outer: list[Mention] = []
    for part in levels(sentence.levels, total.unit):
        if part.start < cue.end() or part.brackets != total.brackets:
            continue
        before = outer[-1] if outer and outer[-1].segment == part.segment else None
        since = cue.end() if not outer else before.end if before else part.start
        if "其中" not in sentence.text[since : part.start]:
            outer.append(part)
    if len(outer) > len(parts) and added(outer) == total.number:
        yield Listing([total], outer, complete=False)


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
        if near and near[0].role is Role.BASE:             # 由316所（公办52所，民办264所）发展到…: of what it was
            near, scope = ([m._replace(role=Role.LEVEL) for m in told if m.role is Role.BASE] for told in (near, scope))
        if near and scope and not _OF_ALL.search(scope[0].lead):
            content = sentence.between(position + 1, scope[-1].end + 4)
            yield Listing(near, scope, not cues.AND_OTHERS.search(content))


def _before_totals(sentence: Sentence) -> Iterator[Listing]:
    for i, told in enumerate(sentence.mentions):
        fewer = _CAME_OR_WENT.match(told.lead) is not None
        mention = told._replace(role=Role.LEVEL) if fewer else told
        word = cues.TOTAL_WORDS.search(mention.lead)
        of_less = _FIRST_YEARS.search(mention.lead) or _OF_ONE.search(mention.lead)
        if word is None or mention.role is not Role.LEVEL or of_less:
            continue
        within = mention.brackets
        if within and not any(m.brackets == within for m in sentence.mentions[:i]):
            within = within[:-1]                                             # 小学71名、初中38名（合计109名）
        earlier = [m for m in sentence.mentions[:i] if m.brackets == within and m.segment == mention.segment]
        if fewer:                                                            # 退休减少8人、调出5人，共减少13人
            if any(m.role is Role.CHANGE and m.falls != told.falls and m.unit == told.unit for m in earlier):
                continue                                                     # 小学减少8人，初中增加5人，共减少3人
            earlier = [m._replace(role=Role.LEVEL) if m.role is Role.CHANGE else m for m in earlier]
        since = [n for n, m in enumerate(earlier) if cues.TOTAL_WORDS.search(m.lead) and m.unit == mention.unit
                 and not _opens_a_list(earlier[n:])]
        counted = _counted(mention, sentence.mentions[i - 1] if i else None)
        if counted:
            earlier = [m for m in earlier if m.end != mention.start - len(mention.lead)]     # 两个学段共新增20个
        for start in (since[-1] + 1, since[-1]) if since else (0,):      # 共发放甲1万元、乙2万元，以上两项合计3万元
            own = [m for m in earlier[start:] if "其中" not in m.lead]
            for parts in (earlier[start:], own, _alike(mention, own) if counted else []):
                if len(levels(parts, mention.unit)) > 1:         # 已建400间，其中96年建110间，97年建80间，累计480间
                    yield Listing([mention], parts, complete=False, at_end=True, counted=counted)


def _opens_a_list(told: list[Mention]) -> bool:
    """True where 共 is of all that is listed, up to the total: 「共新建小学12所、初中5所、幼儿园18所，合计35所」."""
    return len(told) > 1 and all(m.clause == told[0].clause and m.unit == told[0].unit for m in told[1:])


def _counted(total: Mention, before: Mention | None) -> int:
    """How many parts a total says that it has, in its words or as a figure: 两项合计, 三类人员合计."""
    found = cues.ONLY_TOTAL.match(total.lead)
    if found is not None and found["n"]:
        return int(read_number(found["n"]) or 0)
    kinds = before is not None and (before.figure.unit in _KINDS or _STAGES.match(total.lead))
    beside = before is not None and kinds and before.end == total.start - len(total.lead)
    return int(before.number) if beside and before is not None else 0


def _alike(total: Mention, earlier: list[Mention]) -> list[Mention]:
    """Those called alike: 小学专任教师…，合格…，初中专任教师…，合格…，两级合计…."""
    name = called(earlier[0]) if earlier else ""
    return [m for m in earlier if m.unit == total.unit and called(m) == name] if name else []


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
