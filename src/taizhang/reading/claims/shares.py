"""Shares and rates: a part, a whole, and the percentage a sentence gives for them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.share_claims import no_such_part, of_top, share_claim, span_of_share, without_whole
from taizhang.reading.claims.span import Span, point
from taizhang.reading.claims.stated import Stated, around, clause_before, named_alike, stated_share
from taizhang.reading.claims.verdicts import Members, Outcome, claim, judge_percentage, percent, say, show
from taizhang.reading.claims.view import Mention, Role, Sentence, levels
from taizhang.reading.model import Claim, Verdict

ALIKE = 6                # this many characters in a row name the same thing in two sentences
_NO_THINGS = {"元", "人", "人次", "%", ""}
FINE = Fraction(1, 200)  # a whole that is known as well as this is seldom met by chance
FAR = 120                # figures back among which the whole of a share is looked for


def shares(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each percentage with 占, 比例 or 率 whose part or whole stands in the text."""
    for i, mention in enumerate(sentence.mentions):
        if mention.figure.unit != "%" or mention.role is not Role.LEVEL or not mention.known:
            continue
        stated = stated_share(sentence, i)
        if stated is not None:
            yield from _weigh(sentence, stated)


def _weigh(sentence: Sentence, stated: Stated) -> Iterator[Claim]:
    if stated.top is not None and stated.part is not None:
        yield of_top(sentence, stated, stated.part, stated.top)
    elif stated.part is None:
        if stated.whole is not None and stated.whole.known:
            yield from no_such_part(sentence, stated, stated.whole)
    elif stated.part.known:
        yield _of_whole(sentence, stated, stated.part)


def _of_whole(sentence: Sentence, stated: Stated, part: Mention) -> Claim:
    if stated.among:
        return _of_those_together(sentence, stated, part)
    sure = stated.whole if stated.whole is not None and _can_hold(stated.whole, part) else None
    for candidate in [sure] if sure else _candidates(sentence, stated, part):
        if (verdict := _verdict(stated, part, candidate)) is not Verdict.CONTRADICTED:
            return share_claim(sentence, stated, part, candidate, verdict)
    whole = sure or _meant(sentence, stated, part)
    if whole is not None:
        return share_claim(sentence, stated, part, whole, Verdict.CONTRADICTED)
    return without_whole(sentence, stated, part)


def _of_those_together(sentence: Sentence, stated: Stated, part: Mention) -> Claim:
    """「高级20人，中级30人，分别占40%、60%」: the parts whose shares make 100 % are the whole."""
    size = sum((m.value for m in stated.among), Fraction(0))
    if not size:
        return without_whole(sentence, stated, part)
    made = part.value / size * 100
    verdict = judge_percentage(span_of_share(stated), point(made), stated.share.step)
    if abs(made - stated.share.value) <= stated.share.step:      # one of them is often adjusted to make 100 %
        verdict = Verdict.ROUNDING if verdict is Verdict.CONTRADICTED else verdict
    members: Members = {"part": part, "parts": list(stated.among), "share": stated.share}
    return claim(sentence, "share", members, Outcome(
        verdict=verdict, stated=stated.share.value, computed=made,
        message=say("share", part=part, whole="＋".join(show(m) for m in stated.among), stated=stated.share,
                    computed=percent(made))))


def _candidates(sentence: Sentence, stated: Stated, part: Mention) -> Iterator[Mention]:
    """What may be the whole: counts before the part, of the sentence above, then far up of the same long name."""
    yield from _in_sentence(sentence, part)
    if stated.share.step < 1:                                 # 62所学校建成咨询室55间，建成率88.7%
        yield from (m for m in sentence.levels if m.start < part.start and m.known and m.value >= part.value
                    and part.clause - m.clause <= 1 and _of_things_alike(m, part))
    yield from (m for m in sentence.mentions if m.role is Role.BASE and m.unit == part.unit and m.start < part.start
                and m.known and m.value >= part.value)        # 去年考生56494人，…录取42921人，录取率76%
    meant = _whole_of(stated, part)
    if meant is None:
        return
    name = clause_before(sentence, part.start) + part.after
    for above, mention in _further_up(sentence, part.unit):
        fits = mention.span is not None and mention.value >= part.value and meant.meets(mention.span)
        if fits and (above is sentence.before or _may_be_whole(around(above, mention), name, stated, meant)):
            yield mention


def _may_be_whole(words: str, name: str, stated: Stated, meant: Span) -> bool:
    """Whether a count far up may be the whole by the words around it: the finer the share is, the fewer must agree."""
    if _share_a_name(name, words) or (cues.OF_WHOLE.match(stated.of) is None and named_alike(stated.of, words)):
        return True
    if any(rate.search(stated.of) and of.search(words) for rate, of in cues.RATES_OF):
        return True
    return meant.hi - meant.lo <= meant.value * FINE and named_alike(name, words)


def _of_things_alike(whole: Mention, part: Mention) -> bool:
    """Whether things may be counted against others: 62所学校…55间, 计划420个，到岗406人."""
    if {whole.unit, part.unit}.isdisjoint(_NO_THINGS):
        return True
    return {whole.unit, part.unit} == {"个", "人"} and cues.PLAN.search(whole.lead) is not None


def _whole_of(stated: Stated, part: Mention) -> Span | None:
    """What the whole would have to be for the share to be right, cut-off digits included; None where anything would."""
    share = span_of_share(stated).truncated(stated.share.step)
    return (part.span / share).times(100) if part.span is not None and share.lo > 0 else None


def _further_up(sentence: Sentence, unit: str) -> Iterator[tuple[Sentence, Mention]]:
    """The counts in the sentences above, nearest first, each with its sentence."""
    left = FAR
    for above in sentence.earlier():
        for mention in reversed(levels(above.levels, unit)):
            yield above, mention
        left -= len(above.mentions) + 1
        if left <= 0:
            return


def _share_a_name(one: str, other: str) -> bool:
    return any(one[i : i + ALIKE] in other for i in range(len(one) - ALIKE + 1))


def _can_hold(whole: Mention, part: Mention) -> bool:
    return whole.known and whole.value > 0 and whole.unit == part.unit


def _in_sentence(sentence: Sentence, part: Mention) -> list[Mention]:
    """The counts before the part that it may be a part of; smaller ones only where there is no larger."""
    before = [m for m in reversed(sentence.mentions) if m.start < part.start and levels([m], part.unit)]
    before = [m for m in before if m.known and m.value > 0]
    return [m for m in before if m.value >= part.value] or before


def _meant(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The whole that can only be meant: the total before 其中, or the plan, and nothing wider is named."""
    candidates = _in_sentence(sentence, part)
    if not candidates or cues.WIDER.search(stated.of) or len({m.value for m in candidates}) > 1:
        return None
    whole, named = candidates[0], around(sentence, candidates[0])
    if cues.PLAN.search(stated.of):
        return whole if cues.PLAN.search(named) else None
    told = cues.OF_WHOLE.match(stated.of) or named_alike(stated.of, named)
    return whole if told and cues.AMONG.search(sentence.between(whole.end, part.start)) else None


def _verdict(stated: Stated, part: Mention, whole: Mention) -> Verdict:
    if part.span is None or whole.span is None or whole.span.lo <= 0:
        return Verdict.UNCHECKABLE
    return judge_percentage(span_of_share(stated), (part.span / whole.span).times(100), stated.share.step)
