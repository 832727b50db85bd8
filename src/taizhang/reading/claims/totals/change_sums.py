"""Changes that add up as their levels do: 「在校生9254人，增加312人。普高7120人，增加202人。中职2134人，增加110人」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import Span, point, total
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import verdict_of
from taizhang.reading.claims.verdicts import HOLDING, NOTHING, Members, Outcome, claim, judge, printed, say, show
from taizhang.reading.claims.view import Mention, Places, Sentence, Told, exact
from taizhang.reading.model import Claim, Verdict

_SAME = re.compile("[^。；]{0,10}(?:一致|持平|相同|不变)")
_OF_THE_SAME = re.compile(r"(?:[同环]?比|较|与)?(?:(?:19|20)\d\d年|去年|上年|上一年|年初)?(?:同期)?(?:相比)?"
                          "(?:净?增加|减少|增长|下降|[增减多少])了?")
_OF_START = re.compile("年初|年底|年末")
_NONE = object()         # what is said to be the same


def change_sums(places: Places, sums: Iterable[Claim]) -> Iterator[Claim]:
    """A claim for the change of each total of the `sums` that hold, where that of every part is told.

    Called wrong only for counts: as those of both years add up, so do the changes. Amounts are rounded in each year,
    so that what is further off than the digits printed is a doubt.
    `places` are those of the figures by their ids.
    """
    for above, levels in _that_hold(places, sums):
        whole, parts = _change(*above), [_change(*level) for level in levels]
        told = [part for part in parts if isinstance(part, Mention)]
        if isinstance(whole, Mention) and told and None not in parts:
            yield from _claim(above[0], whole, told)


def base_sums(places: Places, sums: Iterable[Claim]) -> Iterator[Claim]:
    """A claim for what each total of the `sums` that hold was before, where that of every part is told: only confirmed.

    「幼儿园由39所增加到61所。其中公办园由9所增加到25所，民办园由30所增加到36所」.
    """
    for above, levels in _that_hold(places, sums):
        whole, parts = _base(*above), [_base(*level) for level in levels]
        told = [part for part in parts if part is not None]
        if whole is not None and len(told) == len(parts) and (verdict := verdict_of(whole, told)) in HOLDING:
            yield sum_claim(above[0], whole, told, verdict)


def _that_hold(places: Places, sums: Iterable[Claim]) -> Iterator[tuple[Told, list[Told]]]:
    """The total and the parts of each of the `sums` that hold, with the sentence of each."""
    for found in sums:
        if found.verdict in HOLDING and "total" in found.members:
            yield places[str(found.members["total"])], [places[part] for part in found.members["parts"]]


def _base(sentence: Sentence, level: Mention) -> Mention | None:
    """What it was, told right before a level in its clause, or behind it: 「18.96亿元，比上年16.09亿元增加…」."""
    before = next((m for m in reversed(sentence.mentions) if m.end <= level.start), None)
    for base in (before, _behind(sentence, level)):
        if base is not None and base.role is Role.BASE and base.known and base.unit == level.unit \
                and base.segment == level.segment and 0 <= base.clause - level.clause <= (base is not before):
            return base
    return None


def _behind(sentence: Sentence, level: Mention) -> Mention | None:
    return next((m for m in sentence.mentions if m.start >= level.end and m.surrounds(level)), None)


def _change(sentence: Sentence, level: Mention) -> Mention | object | None:
    """The change told right behind a level, of its unit; None where none is told."""
    behind = _behind(sentence, level)
    if behind is not None and _base(sentence, level) is behind:
        behind = _behind(sentence, behind)
    if behind is not None and behind.role is Role.CHANGE:
        beside = (behind.unit, behind.segment) == (level.unit, level.segment) and behind.clause - level.clause <= 1
        return behind if beside and behind.span and _OF_THE_SAME.fullmatch(behind.lead) else None
    until = behind.start if behind is not None else len(sentence.text)
    return _NONE if _SAME.match(sentence.text, level.end, until) else None


def _claim(sentence: Sentence, whole: Mention, parts: Sequence[Mention]) -> Iterator[Claim]:
    made = total([_towards(whole, part) for part in parts])
    verdict = judge(whole.span or point(whole.value), made)
    exactly, counts = all(map(exact, (whole, *parts))), all(m.step <= 1 for m in (whole, *parts))
    told = any(m.value == abs(made.value - whole.value) for m in sentence.mentions)          # 去年另有网络信访4件
    comparable = exactly and not told and len(parts) > 1 and _are_since_last_year([whole, *parts])
    if verdict is Verdict.CONTRADICTED and not counts:
        verdict = Verdict.UNCHECKABLE
    if verdict in HOLDING or comparable:
        listed = "".join(("＋" if part.falls == whole.falls else "－") + show(part) for part in parts)
        members: Members = {"total": whole, "parts": list(parts)}
        yield claim(sentence, "sum", members, Outcome(
            verdict=verdict, stated=whole.value, computed=made.value,
            message=say("sum", stated=whole, listed=listed.removeprefix("＋"),
                        computed=printed(made.value, whole.figure)),
            cause=slips.of_one(whole, made.value) if verdict is Verdict.CONTRADICTED else NOTHING,
            needs=say("needs-unrounded") if verdict is Verdict.UNCHECKABLE else NOTHING))


def _are_since_last_year(changes: Sequence[Mention]) -> bool:
    """True where all changes are measured from last year's, or nothing says from when; 比年初 is of another time."""
    if len({_OF_START.search(m.lead) is not None for m in changes if cues.COMPARED.search(m.lead)}) > 1:
        return False
    return all(_is_since_last_year(m) for m in changes)


def _is_since_last_year(change: Mention) -> bool:
    return cues.COMPARED.search(change.lead) is None or cues.EARLIER.search(change.lead) is not None


def _towards(whole: Mention, part: Mention) -> Span:
    """A change as it counts towards that of the whole: against it where one rose and the other fell."""
    span = part.span or point(part.value)
    return span if part.falls == whole.falls else point(0) - span
