"""What came less what went: 「全年新进教师268人，其中招聘186人…；退休213人，净增55人」."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.balances.set_off import set_off
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.verdicts import Outcome, claim, printed, say, show
from taizhang.reading.claims.view import Mention, Sentence, added, exact
from taizhang.reading.model import Claim, Verdict

_MOST = 6                # ways of several counts that are tried


def net_changes(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each 净增 or 净减 behind one count of what came and those of what went.

    Wrong only where it tells of more than is left: what went need not be told in full.
    """
    for net in sentence.mentions if "净" in sentence.text else ():
        if net.role is not Role.CHANGE or not cues.NET.search(net.lead) or not net.known:
            continue
        before = _bracketed(sentence, net) or [
            m for m in sentence.mentions if m.end <= net.start and m.unit == net.unit and m.known
            and m.surrounds(net) and not _is_detail(sentence, m)]
        if (settled := set_off(sentence, net, before)) is not None:
            yield settled
            continue
        came, went = ([m for m in before if cue.search(m.lead)] for cue in (cues.CAME, cues.WENT))
        if not all(exact(m) for m in (net, *came, *went)):
            continue
        if len(came) == 1 and went:
            came += _named_otherwise(net, before, came[0], went)[:1]
        if len(came) == 1 and went:
            yield from _judged(sentence, net, came[0], went)
        elif went:
            yield from _all_told(sentence, net, came, went)


def _bracketed(sentence: Sentence, net: Mention) -> list[Mention]:
    """What came and what went, told behind: 「净增9所（新建14所，撤并5所）」."""
    return [m for m in sentence.mentions if m.brackets[:-1] == net.brackets and net.end in m.brackets
            and m.unit == net.unit and m.known]


def _named_otherwise(net: Mention, before: list[Mention], came: Mention, went: list[Mention]) -> list[Mention]:
    """What came too, by what is left: 「招聘120人，跨县流入25人，退休86人，净增59人」."""
    more = net.number * (-1 if net.falls else 1) - (came.number - added(went))
    return [m for m in before if m is not came and m not in went and m.number == more]


def _all_told(sentence: Sentence, net: Mention, came: list[Mention], went: list[Mention]) -> Iterator[Claim]:
    """Several counts of what came, or one in the sentence before: only ever confirmed."""
    above = sentence.before.levels if sentence.before is not None and not came else ()
    told = [came] if came else [[m] for m in above if m.unit == net.unit and m.known and cues.CAME.search(m.lead)]
    for one in told:
        left = abs(added(one) - added(went))
        if left == net.number and left:
            yield claim(sentence, "difference", {"came": one, "went": went, "change": net}, Outcome(
                verdict=Verdict.HOLDS, stated=net.value, computed=net.value,
                message=say("net", stated=net, told="＋".join(map(show, one)) + "".join(f"－{show(m)}" for m in went),
                            computed=printed(net.value, net.figure))))
            return


def _is_detail(sentence: Sentence, mention: Mention) -> bool:
    """True for what stands behind 其中 in its segment."""
    return "其中" in sentence.text[: mention.start].replace(";", "；").rpartition("；")[2]


def _judged(sentence: Sentence, net: Mention, came: Mention, went: list[Mention]) -> Iterator[Claim]:
    left = (came.number - added(went)) * (-1 if net.falls else 1)
    if not 0 < left <= net.number:
        return
    verdict = Verdict.HOLDS if left == net.number else Verdict.CONTRADICTED
    parts = (came.number - added(rest) for n in range(min(len(went), _MOST))
             for rest in islice(combinations(went, n), _MOST))
    if verdict is Verdict.CONTRADICTED and (net.number in parts or not cues.ONLY_NET.fullmatch(net.lead)):
        return                                            # some of what went is not counted, or it is of something else
    yield claim(sentence, "difference", {"came": came, "went": went, "change": net}, Outcome(
        verdict=verdict, stated=net.value, computed=abs(came.value - sum(m.value for m in went)),
        message=say("net", stated=net, told="－".join(show(m) for m in (came, *went)),
                    computed=printed(abs(came.value - sum(m.value for m in went)), net.figure))))
