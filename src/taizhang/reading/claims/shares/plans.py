"""Plan against actual: 「计划新建20所，已开工19所」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from taizhang.reading.claims import cues
from taizhang.reading.claims.verdicts import Outcome, claim, percent, say
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Kind, Verdict

_SOME_OF_THEM = re.compile("首批|第[一二三四]批|[一二三]期|今年|年内|20\\d\\d年|已[一-龥]{1,4}的|到期|其中|的$")


def plans(sentence: Sentence) -> Iterator[Claim]:
    """A claim where a planned and a reached figure of one unit follow each other."""
    here = [m for m in sentence.levels if m.known and not m.brackets]
    for plan, actual in pairwise(here):
        follows = actual.clause - plan.clause <= 1 and actual.segment == plan.segment
        alike = plan.unit == actual.unit != "%" and 0 < actual.number <= 2 * plan.number
        if follows and alike and _is_planned(plan) and _is_done(actual) and not _is_all_of_some(plan, actual):
            yield _against(sentence, plan, actual, more=any(_goes_on(actual, m) for m in here))


def _is_planned(mention: Mention) -> bool:
    return mention.figure.kind is Kind.TARGET or cues.TARGET.search(mention.lead) is not None


def _is_done(mention: Mention) -> bool:
    surely = cues.ALL_DONE.search(mention.lead) or "已" in mention.lead
    return bool(surely or (mention.figure.kind is not Kind.TARGET and cues.DONE.search(mention.lead)))


def _is_all_of_some(plan: Mention, actual: Mention) -> bool:
    """True for all of a batch or of a year's share: 「计划招聘200人，首批招聘120人全部到岗」."""
    some = _SOME_OF_THEM.search(actual.lead) if cues.ALL_DONE.search(actual.label) else None
    return some is not None and (some[0] == "的" or some[0] not in plan.lead) and actual.number < plan.number


def _goes_on(actual: Mention, other: Mention) -> bool:
    """Whether a list of states goes on: 「全面完成23项、基本完成2项」."""
    return other.start > actual.end and other.unit == actual.unit and other.clause == actual.clause


def _against(sentence: Sentence, plan: Mention, actual: Mention, *, more: bool) -> Claim:
    done = percent(actual.value / plan.value * 100)
    overstated = not more and cues.ALL_DONE.search(actual.label) is not None and actual.number < plan.number
    return claim(sentence, "plan_vs_actual", {"plan": plan, "actual": actual}, Outcome(
        verdict=Verdict.CONTRADICTED if overstated else Verdict.HOLDS, computed=actual.value / plan.value * 100,
        message=say("plan", plan=plan, actual=actual, computed=done)))
