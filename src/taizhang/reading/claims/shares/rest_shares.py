"""Shares by what is left: 「青壮年142600人，剩余文盲5134人，非文盲率96.4%」, 「完成12所，占任务的60%，还有8所在建」.

So is what was done of which no count tells: 「计划补充160名，已完成七成，其余48名」.
"""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.balances.rests_behind_shares import is_called_so, rest_behind, tells_otherwise
from taizhang.reading.claims.shares.share_claims import (
    is_slip_of,
    share_of_those_together,
    share_that_went,
    verdict_of,
)
from taizhang.reading.claims.shares.stated import Stated
from taizhang.reading.claims.shares.wholes import in_sentence
from taizhang.reading.claims.span import point
from taizhang.reading.claims.verdicts import HOLDING, judge_percentage
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_WITHOUT = re.compile("[非未无](?!成年)(?P<what>[一-龥]{2,4})率$")
_LEFT = re.compile(f"{cues.STILL.pattern}|{cues.REST.pattern}")
_MORE = re.compile("新[增产发欠形]|另|其中|[上去前]年|今年|明年|含|第[一二三四]批")      # is no part of the same whole
_NEAR = 1                # clauses behind the share
_DONE = re.compile("(?:截[至止]|到)?(?:目前|现|上半年|年内|今年|[一二三四两]季度|\\d*月?[初中底末]?|前期)*"
                   "(?:(?:已经?[一-龥]{2,4}|[均共]?完成)[了约近]?"
                   "|(?:完成|整改|办结|销号|[拨兑]付|到位|[开竣完]工)率[为达]?到?)")
_ALL = re.compile(f"{cues.DUE.pattern}|需|排查|发现|查出|摸排|受理|梳理|欠|债务|现有|安排|任务|目标|指标")
_SOME = re.compile(f"已|完成|实[际检到]|{cues.REMOVED.pattern}|拨付|竣工|建成")      # 已完成13项，完成率81.25%，其余3项
_A_FRACTION = 5          # percentage points: a third is told of much that is none


def of_the_rest(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim with what is left of a larger count before the part, where the rate names the part and holds."""
    without = _WITHOUT.search(stated.of)
    if without is None or without["what"] not in part.label:
        return None
    for whole in in_sentence(sentence, part):
        if whole.span and part.span and whole.number > part.number:
            verdict = verdict_of(stated, whole.span - part.span, whole.span)
            if verdict in HOLDING:
                return share_that_went(sentence, stated, part, whole, verdict)
    return None


def tells_the_rest(stated: Stated, part: Mention, whole: Mention) -> bool:
    """True where a rate is that of what is left: 「青壮年21.6万人，其中文盲1260人，非文盲率99.4%」."""
    rest = point(100 - part.value / whole.value * 100)
    fits = judge_percentage(stated.span, rest, stated.share.step) is not Verdict.CONTRADICTED
    return fits and cues.OF_THE_REST.search(stated.of) is not None


def with_what_is_left(sentence: Sentence, stated: Stated, part: Mention) -> Claim | None:
    """The claim of a whole that only the part and what is left of it tell, which stands just behind the share."""
    behind = (m for m in sentence.levels if m.start > stated.share.end)
    rest = next(behind, None)
    if rest is None or rest.unit != part.unit or not rest.known or rest.segment != stated.share.segment \
            or rest.clause - stated.share.clause > _NEAR or _LEFT.search(rest.lead) is None \
            or _MORE.search(sentence.text, stated.share.end, rest.start) or not part.value + rest.value:
        return None
    found = share_of_those_together(sentence, stated._replace(among=(part, rest)), part)
    return found if found.verdict in HOLDING or _has_slipped(stated, part, rest) else None


def of_what_it_leaves(sentence: Sentence, share: Mention) -> Claim | None:
    """The claim that so much is done of the count before as what is left tells, where no count tells what is done."""
    rest = rest_behind(sentence, share) if _DONE.fullmatch(share.lead) else None
    told = [m for m in sentence.levels if m.end <= share.start and m.unit != "%"] if rest is not None else []
    if rest is None or not told or not _is_all(sentence, told[-1], share, rest) or not rest.number < told[-1].number:
        return None
    whole, stated = told[-1], Stated(share, rest, "", told[-1])
    verdict = verdict_of(stated, whole.span - rest.span, whole.span) if whole.span and rest.span else None
    sure = all(map(exact, (whole, share, rest))) and is_called_so(rest, whole.label) \
        and not tells_otherwise(sentence, share.end, rest) and not _is_nearly(whole, share, rest)
    return share_that_went(sentence, stated, rest, whole, verdict) if verdict in HOLDING or (verdict and sure) else None


def _is_all(sentence: Sentence, whole: Mention, share: Mention, rest: Mention) -> bool:
    """True for what was due, just before the share, and no part of anything."""
    beside = whole.unit == rest.unit and whole.known and whole.surrounds(share) and share.clause - whole.clause == 1
    among = cues.AMONG.search(sentence.between(0, whole.start)) or cues.PARTS.search(whole.lead)
    return beside and whole.segment == rest.segment and not among and _SOME.search(whole.lead) is None \
        and _ALL.search(whole.lead) is not None


def _is_nearly(whole: Mention, share: Mention, rest: Mention) -> bool:
    """True for a share told as a fraction or in whole per cent, from which the counts are not far."""
    off = abs((whole.value - rest.value) / whole.value * 100 - share.value)
    fraction = "分之" in share.figure.quote and "百" not in share.figure.quote
    return off < (_A_FRACTION if fraction else share.step if share.step == 1 else 0)


def _has_slipped(stated: Stated, part: Mention, rest: Mention) -> bool:
    together = part.value + rest.value
    slip = together > 0 and is_slip_of(stated, part.value / together * 100)
    return slip and exact(part) and exact(rest) and exact(stated.share)
