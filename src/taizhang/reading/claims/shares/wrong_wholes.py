"""Shares of a whole that the words name exactly, which are those of another count: 占在园幼儿总数的 of 在园幼儿9982人.

Called wrong only where one count alone in reach has that very name, of which the share is nearly that, and where the
count that was taken instead stands in the text too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.share_claims import holding, share_claim, verdict_of
from taizhang.reading.claims.shares.stated import Stated, named_before
from taizhang.reading.claims.shares.wholes import FINE, in_reach, in_sentence, whole_of
from taizhang.reading.claims.totals import families
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, Told, added, levels
from taizhang.reading.model import Claim, Verdict

_NEAR = Fraction(1, 4)   # a share further off than this may be told of another town or school
_SHORTEST = 2            # characters of a name
_NAME = 3                # characters without which a name is one that many counts have
_PAPERS = re.compile("问卷|答卷|试卷")               # 716人，占有效问卷的63.5%: a sheet each
_BEFORE = re.compile(
    r"(?:其中|目前|年末|期末|累计|[共已现]|全[省市县区]|[我本][省市县区]|20\d\d年底?|截至[^，]{2,8}[底末日]"
    r"|[收回]{2}|实际|有)*"
)
_BEHIND = re.compile(rf"(?:学校|项目|工程|校舍|面积|校长|教师){{0,2}}{cues.SO_MANY.pattern}")   # 开工数 of 开工学校96所
_OUR_OWN = re.compile("^全[市县区]")
_CONTAINS = re.compile("[（(]含(?P<of>[一-龥]{2,10})[）)]")
_OF_A_CUT = re.compile("(?:[核审]减|节[约支资])率$")
_OF_ALL = re.compile("全部|所有|总")


def of_another(sentence: Sentence, stated: Stated, part: Mention, fitting: Claim | None) -> Claim | None:
    """The claim of a share with the whole that has the very name, where another count explains it, or confirmed."""
    if not stated.of or stated.of.endswith("率") or stated.whole or cues.OF_WHOLE.match(stated.of):
        return None
    if (total := _total_named(sentence, stated, part)) is not None:
        return share_claim(sentence, stated, part, total, verdict_of(stated, part.span, total.span))
    named = _the_one_named(sentence, stated, part)
    return _of_the_named(sentence, stated, part, fitting, named) if named is not None else None


def of_what_was_cut(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """「送审1200万元，审定1080万元，核减120万元，核减率10%」: of what was there before, not of what is left of it."""
    told = [m for m in levels(sentence.levels, part.unit) if m.known and m.number > part.number] \
        if _OF_A_CUT.search(stated.of) else []
    left = {m.number for m in told}
    whole = next((m for m in told if m.number - part.number in left), None)
    return share_claim(sentence, stated, part, whole, verdict_of(stated, part.span, whole.span)) if whole else None


def _of_the_named(
    sentence: Sentence, stated: Stated, part: Mention, fitting: Claim | None, named: Told
) -> Claim | None:  # fmt: skip
    above, whole = named
    verdict = verdict_of(stated, part.span, whole.span)
    if verdict in HOLDING:
        return None if fitting is not None else share_claim(sentence, stated, part, whole, verdict)
    made = part.value / whole.value * 100
    if abs(made - stated.share.value) > _NEAR * made or not _is_sharp(stated, part):
        return None
    taken = _taken(sentence, fitting) if fitting is not None else next(
        (m for m, _ in holding(stated, part, (m for m in above.mentions if m.unit == whole.unit))), None)
    other = taken is not None and taken not in sentence.mentions and _is_other(stated, taken)
    if not other and not _is_of_less(sentence, stated, part, whole):
        return None
    return share_claim(sentence, stated, part, whole, Verdict.CONTRADICTED)


def _is_of_less(sentence: Sentence, stated: Stated, part: Mention, whole: Mention) -> bool:
    """「占在校生（含在园幼儿）总数的23.2%」: where it is a share of the whole without what is said to be counted."""
    said = _CONTAINS.search(sentence.text, part.end, stated.share.start)
    if said is None or whole.span is None:
        return False
    contained = {m.number: m for above in in_reach(sentence) for m in levels(above.levels, part.unit)
                 if m.span is not None and m.number < whole.number and _has_name(said["of"], m.lead)}
    return len(contained) == 1 and any(
        verdict_of(stated, part.span, whole.span - m.span) in HOLDING for m in contained.values() if m.span)


def _is_sharp(stated: Stated, part: Mention) -> bool:
    """True where the whole that the share would need is known to within half a per cent or so."""
    meant = whole_of(stated, part)
    return meant is not None and meant.hi - meant.lo <= 2 * FINE * meant.value


def _total_named(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """「上线1800人，占考生的70%，其中公办1300人、民办500人，公办占上线人数的72.2%」: what a list makes, by its name."""
    name = cues.THE_NUMBER_OF.sub("", stated.of)
    listed = levels(sentence.levels, part.unit)
    for whole in in_sentence(sentence, part) if len(name) >= _SHORTEST else ():
        among = cues.AMONG.search(sentence.text, whole.end, part.start) if name in whole.lead and part.number else None
        parts = [m for m in listed if among and among.end() <= m.start < stated.share.start and m.surrounds(part)]
        if len(parts) > 1 and part in parts and added(parts) == whole.number:
            return whole
    return None


def _the_one_named(sentence: Sentence, stated: Stated, part: Mention) -> Told | None:
    """The count that has the name of the whole, where all that have it are equal."""
    name = cues.THE_NUMBER_OF.sub("", _OUR_OWN.sub("", stated.of))
    if len(name) < _SHORTEST:
        return None
    found = {m.number: (above, m) for above, m in _told(sentence, stated, part)
             if _has_name(name, m.lead) or _has_name(name, named_before(above, m).strip())}
    return next(iter(found.values())) if len(found) == 1 else None


def _has_name(name: str, lead: str) -> bool:
    before, named, behind = lead.partition(name)
    rest = _BEHIND if len(name) < _NAME else cues.SO_MANY
    return bool(named) and _BEFORE.fullmatch(before) is not None and rest.fullmatch(behind) is not None


def _told(sentence: Sentence, stated: Stated, part: Mention) -> Iterator[Told]:
    """The counts that the part may be one of, here and above."""
    units = (part.unit, "份") if part.unit == "人" and _PAPERS.search(stated.of) else (part.unit,)
    for above in (sentence, *in_reach(sentence)):
        for m in above.mentions:
            if m.unit in units and m.known and m.role in (Role.LEVEL, Role.STANDARD) and m is not part \
                    and m.number >= part.number > 0 and (above is not sentence or m.end <= part.start):
                yield above, m


def _taken(sentence: Sentence, fitting: Claim) -> Mention | None:
    """The count of which a share was found to be."""
    told = fitting.members.get("whole")
    every = (m for above in (sentence, *in_reach(sentence)) for m in above.mentions if m.figure.id == told)
    return next(every, None)


def _is_other(stated: Stated, taken: Mention) -> bool:
    """False for what may be called so as well: 高中在校生 by 在校生; not 普惠园在园幼儿 by 全部在园幼儿."""
    if cues.THE_NUMBER_OF.sub("", stated.of) not in taken.label:
        return True
    return _OF_ALL.search(stated.of) is not None and families.NARROWED.search(taken.lead) is not None
