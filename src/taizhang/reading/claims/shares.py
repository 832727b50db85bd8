"""Shares and rates: a part, a whole, and the percentage a sentence gives for them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.span import Span, decimal, point
from taizhang.reading.claims.verdicts import CUT_OFF, NOTHING, Words, claim, judge, show
from taizhang.reading.claims.view import Mention, Role, Sentence, levels
from taizhang.reading.model import Claim, Verdict

ALIKE = 6                # this many characters in a row name the same thing in two sentences


@dataclass(frozen=True, slots=True)
class Stated:
    """What a sentence says of one percentage."""

    share: Mention
    part: Mention | None
    of: str                        # the words that name the whole: 占「教师总数」的
    whole: Mention | None = None   # where the words name it beyond doubt
    top: int | None = None         # 前百名: a whole that is a place, not a count


def shares(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each percentage with 占, 比例 or 率 whose part or whole stands in the text."""
    for i, mention in enumerate(sentence.mentions):
        if mention.figure.unit != "%" or mention.role is not Role.LEVEL or not mention.known:
            continue
        stated = _share(sentence, i) or _rate(sentence, i)
        if stated is not None:
            yield from _weigh(sentence, stated)


# ── what the words say ───────────────────────────────────────────────────────


def _share(sentence: Sentence, i: int) -> Stated | None:
    share = sentence.mentions[i]
    clause = _clause_before(sentence, share.start)
    cue = cues.SHARE.search(clause)
    if cue is None:
        return None
    begin = share.start - len(clause)
    of = clause[cue.end() :].removesuffix("达").removesuffix("约").removesuffix("的").strip()
    inside = [m for m in sentence.mentions[:i] if m.start >= begin + cue.end()]
    subject = clause[: cue.start()]
    own = [m for m in sentence.mentions[:i] if begin <= m.start < begin + cue.start()]
    explicit = inside[-1] if inside and inside[-1].figure.unit != "%" else None
    if own:
        part = levels(own)[-1] if levels(own) else None
    elif cues.GENERIC_SUBJECT.match(subject):
        part = _nearest_count(sentence, share)
    else:
        return _of_listed(sentence, share, subject, of)
    return Stated(share, part, of, explicit, _top(sentence, part))


def _of_listed(sentence: Sentence, share: Mention, subject: str, of: str) -> Stated | None:
    """「其中骨干教师占交流总数的30.1%」: the part has no figure; the whole is what 其中 refers to."""
    if not subject.strip("，, ").startswith("其中"):
        return None
    whole = next((m for m in reversed(sentence.mentions) if m.end <= share.start and m in levels([m])
                  and m.figure.unit != "%" and not m.brackets and _named_alike(of, _around(sentence, m))), None)
    return Stated(share, None, of, whole) if whole is not None else None


def _rate(sentence: Sentence, i: int) -> Stated | None:
    share = sentence.mentions[i]
    word = cues.RATE.search(share.lead)
    part = _nearest_count(sentence, share) if word is not None else None
    if word is None or part is None or share.clause - part.clause > 1:
        return None
    stem = word.group(1)[:-1][-2:]
    if stem not in part.label and stem not in _clause_before(sentence, part.start):
        return Stated(share, part, word.group(1))
    before = [m for m in levels(sentence.mentions, part.unit) if m.start < part.start and m.brackets == part.brackets]
    near = before[-1] if before and part.clause - before[-1].clause <= 1 else None
    return Stated(share, part, word.group(1), near)


def _clause_before(sentence: Sentence, position: int) -> str:
    return re.split(rf"[{cues.MARKS}（(）)]", sentence.text[:position])[-1]


def _nearest_count(sentence: Sentence, share: Mention) -> Mention | None:
    """The count that 「占…」 speaks of: the nearest before it that is no percentage."""
    before = [m for m in levels(sentence.mentions) if m.end <= share.start and m.figure.unit not in ("%", "")]
    before = [m for m in before if m.brackets == share.brackets[: len(m.brackets)]]
    return before[-1] if before and share.clause - before[-1].clause <= 2 else None


def _top(sentence: Sentence, part: Mention | None) -> int | None:
    """「全省前百名我市有93名」: the whole is the hundred places."""
    if part is None:
        return None
    match = cues.TOP_PLACES.search(_clause_before(sentence, part.start))
    return None if match is None else 100 if match.group(1) == "百" else int(match.group(1))


def _around(sentence: Sentence, mention: Mention) -> str:
    return _clause_before(sentence, mention.start) + mention.after


def _named_alike(of: str, words: str) -> bool:
    """True when the words that name a whole share a pair of characters with those around a figure."""
    name = re.sub(r"总数|总人数|人数|全部|所有|全[省市县区]|[本我该][市县区校]?|的", "", of)
    return any(name[i : i + 2] in words for i in range(len(name) - 1))


# ── which whole, and whether it fits ─────────────────────────────────────────


def _weigh(sentence: Sentence, stated: Stated) -> Iterator[Claim]:
    if stated.top is not None and stated.part is not None:
        yield _of_top(sentence, stated, stated.part, stated.top)
    elif stated.part is None:
        if stated.whole is not None and stated.whole.known:
            yield from _no_such_part(sentence, stated, stated.whole)
    elif stated.part.known:
        yield _of_whole(sentence, stated, stated.part)


def _of_whole(sentence: Sentence, stated: Stated, part: Mention) -> Claim:
    sure = stated.whole if stated.whole is not None and _can_hold(stated.whole, part) else None
    candidates = [sure] if sure else [*_in_sentence(sentence, part), *_in_earlier(sentence, part)]
    for whole in candidates:
        if _verdict(stated, part, whole) is not Verdict.CONTRADICTED:
            return _claim(sentence, stated, part, whole, _verdict(stated, part, whole))
    whole = sure or _meant(sentence, stated, part)
    if whole is not None:
        return _claim(sentence, stated, part, whole, Verdict.CONTRADICTED)
    return _without_whole(sentence, stated, part)


def _can_hold(whole: Mention, part: Mention) -> bool:
    return whole.known and whole.value > 0 and whole.unit == part.unit and whole.value >= part.value


def _in_sentence(sentence: Sentence, part: Mention) -> list[Mention]:
    before = [m for m in levels(sentence.mentions, part.unit) if m.start < part.start and m.value >= part.value]
    return [m for m in reversed(before) if m.known and m.value > 0]


def _in_earlier(sentence: Sentence, part: Mention) -> list[Mention]:
    """Counts of the sentence before, and further up those that are called by the same long name."""
    above = sentence.before
    near = [m for m in reversed(levels(above.mentions, part.unit)) if m.value >= part.value] if above else []
    name = _clause_before(sentence, part.start) + part.after
    called = {name[i : i + ALIKE] for i in range(len(name) - ALIKE + 1)}
    far = [m for s in sentence.earlier() for m in levels(s.mentions, part.unit)
           if m.value >= part.value and any(c in _around(s, m) for c in called)] if called else []
    return [m for m in (*near, *far) if m.known and m.value > 0]


def _meant(sentence: Sentence, stated: Stated, part: Mention) -> Mention | None:
    """The whole that can only be meant: the total before 其中, and nothing wider is named."""
    candidates = _in_sentence(sentence, part)
    gap = sentence.between(candidates[0].end, part.start) if candidates else ""
    generic = cues.OF_WHOLE.match(stated.of) or (
        _named_alike(stated.of, _around(sentence, candidates[0])) if candidates else False)
    if not generic or cues.WIDER.search(stated.of) or "其中" not in gap:
        return None
    return candidates[0] if len({m.value for m in candidates}) == 1 else None


def _span(stated: Stated) -> Span:
    span = stated.share.span
    assert span is not None  # noqa: S101 - `shares` takes known percentages only
    return span


def _verdict(stated: Stated, part: Mention, whole: Mention) -> Verdict:
    if part.span is None or whole.span is None or whole.span.lo <= 0:
        return Verdict.UNCHECKABLE
    made = (part.span / whole.span).times(100)
    verdict = judge(_span(stated), made)
    if verdict is Verdict.CONTRADICTED and _span(stated).truncated(stated.share.step).meets(made):
        return Verdict.ROUNDING
    return verdict


# ── the claim in words ───────────────────────────────────────────────────────


def _claim(sentence: Sentence, stated: Stated, part: Mention, whole: Mention, verdict: Verdict) -> Claim:
    made = part.value / whole.value * 100
    return claim(
        sentence, "share", {"part": part, "whole": whole, "share": stated.share}, verdict=verdict,
        stated=stated.share.value, computed=made,
        message=Words(f"{show(part)}占{show(whole)}写作{show(stated.share)}，算得{decimal(made):f}%",
                      f"{show(part)} of {show(whole)} is given as {show(stated.share)}, the figures give {decimal(made):f}%"),
        cause=_cause(stated, part, whole, made, verdict),
    )


def _cause(stated: Stated, part: Mention, whole: Mention, made: Fraction, verdict: Verdict) -> Words:
    if verdict is Verdict.ROUNDING and made > _span(stated).hi:
        return CUT_OFF
    if verdict is not Verdict.CONTRADICTED:
        return NOTHING
    rest = whole.value - part.value
    if rest > 0 and _span(stated).meets(point(rest / whole.value * 100)):
        return Words("可能写成了其余部分的占比", "this is the share of the rest")
    if rest > 0 and _span(stated).meets(point(part.value / rest * 100)):
        return Words("可能除以了其余部分而不是总数", "divided by the rest instead of the whole")
    if _span(stated).meets(point(100 - made)):
        return Words("可能写成了其余部分的占比", "this is the share of the rest")
    base = decimal(part.value / stated.share.value * 100, 0) if stated.share.value else None
    return Words(f"按{show(stated.share)}倒推总数约为{base:f}，可能另有口径", f"{show(stated.share)} would need a whole of about {base:f}") if base else NOTHING


def _without_whole(sentence: Sentence, stated: Stated, part: Mention) -> Claim:
    """The whole is not in the text: only what it would have to be can be told."""
    lo, hi = _implied(stated, part)
    needs = f"总数（倒推为{math.ceil(lo)}至{math.floor(hi)}）" if hi >= math.ceil(lo) else "总数（没有整数总数与之相符）"
    return claim(sentence, "share", {"part": part, "share": stated.share}, verdict=Verdict.UNCHECKABLE,
                 stated=stated.share.value, needs=needs)


def _implied(stated: Stated, part: Mention) -> tuple[Fraction, Fraction]:
    span = _span(stated).truncated(stated.share.step)
    assert part.span is not None  # noqa: S101 - the caller has checked
    lowest = max(span.lo, Fraction(1, 10**6))
    return part.span.lo * 100 / max(span.hi, lowest), part.span.hi * 100 / lowest


def _of_top(sentence: Sentence, stated: Stated, part: Mention, places: int) -> Claim:
    made = part.value / places * 100
    verdict = judge(_span(stated).truncated(stated.share.step), point(made))
    lo, hi = _implied(stated, part)
    needed = f"{math.ceil(lo)}至{math.floor(hi)}"
    ranks = [m for m in sentence.mentions if m.end <= part.start and cues.TOP_PLACES.search(sentence.text, m.start - 1, m.end + 1)]
    return claim(
        sentence, "share", {"part": part, "whole": ranks[-1] if ranks else None, "share": stated.share},
        verdict=verdict, stated=stated.share.value, computed=made,
        message=Words(f"前{places}名中的{show(part)}写作{show(stated.share)}，算得{decimal(made):f}%",
                      f"{show(part)} of the first {places} is given as {show(stated.share)}, which makes {decimal(made):f}%"),
        cause=Words(f"按{show(stated.share)}倒推总数为{needed}，可能是文理两科名次合计",
                    f"the share needs a whole of {needed}: perhaps two lists, arts and science, taken together")
        if verdict is Verdict.CONTRADICTED else NOTHING,
    )


def _no_such_part(sentence: Sentence, stated: Stated, whole: Mention) -> Iterator[Claim]:
    """Only the whole is stated: does any whole number of it give the percentage?"""
    span, size = _span(stated).truncated(stated.share.step), whole.span
    if size is None or size.lo != size.hi or stated.share.figure.qualifier != "exact":
        return
    lo, hi = (math.ceil(span.lo * size.lo / 100), math.floor(span.hi * size.hi / 100))
    members = {"whole": whole, "share": stated.share}
    if lo <= hi:
        yield claim(sentence, "share", members, verdict=Verdict.UNCHECKABLE, stated=stated.share.value,
                    needs=f"分子（倒推为{lo}至{hi}）")
        return
    yield claim(
        sentence, "share", members, verdict=Verdict.CONTRADICTED, stated=stated.share.value,
        computed=Fraction(hi) / size.value * 100,
        message=Words(f"{show(whole)}中没有整数能得出{show(stated.share)}：{hi}为{_pct(hi, size)}，{lo}为{_pct(lo, size)}",
                      f"no whole number of {show(whole)} gives {show(stated.share)}: {hi} gives {_pct(hi, size)}, {lo} gives {_pct(lo, size)}"),
        cause=Words("可能以另一个总数为分母", "another whole may have been divided by"),
    )


def _pct(count: int, whole: Span) -> str:
    return f"{decimal(count / whole.value * 100):f}%"
