"""Growth of a count told in percentage points: 「保健人员118人，比上年增加10人，提高9.26个百分点」."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from taizhang.reading.claims import cues
from taizhang.reading.claims.growth.comparisons import Change
from taizhang.reading.claims.growth.reckoned import rate_made
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, judge_percentage, percent, say, show
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Verdict

_SHARES = frozenset({"%", "百分点"})
_NEAR = 2                # clauses


def points_of_counts(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each rise in points that is the growth of a count in per cent; only shares change by points."""
    for amount, points in pairwise(sentence.mentions if "百分点" in sentence.text else ()):
        beside = points.clause - amount.clause <= 1 and points.segment == amount.segment
        if beside and points.unit == "百分点" and points.known and amount.role is points.role is Role.CHANGE \
                and amount.unit not in _SHARES and cues.ONLY_CHANGED.fullmatch(points.lead):
            yield from _of_count(sentence, amount, points)


def _of_count(sentence: Sentence, amount: Mention, points: Mention) -> Iterator[Claim]:
    current = next((m for m in reversed(sentence.levels) if m.end <= amount.start and m.unit == amount.unit), None)
    if current is None or amount.clause - current.clause > _NEAR:
        return
    known, made = f"{show(current)}、{show(amount)}", rate_made(Change(current, None, amount, points, amount.falls))
    if made is not None and points.span is not None and judge_percentage(points.span, made, points.step) in HOLDING:
        yield claim(sentence, "growth", {"current": current, "change": amount, "growth": points}, Outcome(
            verdict=Verdict.CONTRADICTED, stated=points.value, computed=made.value,
            message=say("growth", stated=points, known=known, computed=percent(made.value)),
            cause=say("cause-per-cent")))
