"""Ratios of two counts of one sentence: 「在校生2640人，专任教师165人，生师比16:1」, 「是去年1200人的2倍」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise, product

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.teacher_ratios import Counts, in_turn, of_one_stage
from taizhang.reading.claims.growth.multiples import told_as
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.slips import of_one
from taizhang.reading.claims.span import Span, decimal, point
from taizhang.reading.claims.verdicts import HOLDING, Outcome, claim, judge, say, show
from taizhang.reading.claims.view import Mention, Sentence, levels
from taizhang.reading.model import Claim, Verdict

_PUPILS_TO_TEACHERS = re.compile("(?:生师|师生|师幼|幼师)比|教师之比|教师与(?:在校)?学生(?:人?数)?之?比")
_CAME_TO = re.compile("(?:变|降|升|提高|调整|优化|下降)[为到至]")
_PUPILS = re.compile("^(?!.*(?:教职工|教师|师资)).*(?:学生|在[校园]|幼儿)")       # 幼儿园专任教师 are none
_TEACHERS = re.compile("教师|师资")
_STAFF, _WEIGHTED = re.compile("教职工"), re.compile("折算|编制标准")
_TIMES = re.compile("的(?:大?约|近|超过?|整整)?")
_OF_THEN = re.compile("(?:已?是|大?约?为|相当于|达到?|接近|超过)(?:20\\d\\d年|原来|原先|当初|此前|去年|上年)"
                      f"[^，,]{{0,6}}{_TIMES.pattern}$")
_NEAR_CLAUSES = 2
_IS = re.compile("(?:是|为|相当于|达到?)[^，,]*$")
NEAR, FAR = 6, 12                # sentences above in which the teachers and the pupils of a ratio may stand
_NOUN = 2                        # characters behind a count: 1628名学生
_LAST_DIGIT = 10
_CLEAR = Fraction(1, 4)          # a ratio this far from the two counts is of other counts


def ratios(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each ratio of pupils to teachers where one count of either stands before it, and for each 倍."""
    for mention in sentence.mentions:
        if mention.figure.unit == "倍" and mention.known and mention.role in (Role.LEVEL, Role.BASE):   # 是原来的2倍
            yield from _times(sentence, mention)
        if _is_of_teachers(sentence, mention):
            pupils, teachers = (_counts(sentence, mention, words) for words in (_PUPILS, _TEACHERS))
            if listed := in_turn(sentence, mention):
                yield from _in_turn(sentence, listed)
            elif len(pupils) == len(teachers) == 1:
                yield from _of_the_two(sentence, mention, pupils[0], teachers[0])
            else:
                yield from _of_counts_above(sentence, mention)


def _of_the_two(sentence: Sentence, ratio: Mention, pupils: Mention, teachers: Mention) -> Iterator[Claim]:
    """Of the teachers or of all staff; where pupils are weighted, only confirmed: 「按折算学生数，生师比17:1」."""
    staff = (teachers, *_counts(sentence, ratio, _STAFF))
    fitting = next((m for m in staff if _fits(ratio, pupils, m)), None)
    if fitting is not None or _WEIGHTED.search(sentence.text) is None:
        yield from _held(sentence, ratio, pupils, fitting or teachers)


def _is_of_teachers(sentence: Sentence, ratio: Mention) -> bool:
    """True for 生师比12.9:1, and for what it became: 生师比由13.1:1变为12.9:1; not for what it was."""
    if ratio.figure.unit != "" or not ratio.known or ratio.role is Role.BASE:
        return False
    before = [m for m in sentence.mentions if m.end <= ratio.start][-1:] if _CAME_TO.fullmatch(ratio.lead) else [ratio]
    return any(m.figure.unit == "" and _PUPILS_TO_TEACHERS.search(m.lead) for m in before)


def _in_turn(sentence: Sentence, listed: list[tuple[Mention, Counts]]) -> Iterator[Claim]:
    """Those that hold; another is wrong where one holds."""
    found = [claim for ratio, counts in listed for claim in _held(sentence, ratio, *counts)]
    sure = any(claim.verdict in HOLDING for claim in found)
    yield from (claim for claim in found if sure or claim.verdict in HOLDING)


def _times(sentence: Sentence, times: Mention) -> Iterator[Claim]:
    """「在校生2400人，是去年1200人的2倍」."""
    before = [m for m in sentence.mentions if m.end <= times.start]
    sides = (_grown(before, times) if len(before) > 1 else None) or _told_behind(sentence, before, times)
    if sides is None and len(before) > 1 and _TIMES.fullmatch(sentence.text[before[-1].end:times.start]):
        sides = before[-2], before[-1]
        alike = sides[0].role is Role.LEVEL and sides[0].unit == sides[1].unit \
            and sides[1].clause - sides[0].clause <= 1 and _IS.search(sides[1].lead)
        sides = sides if alike else None
    if sides is None:
        return
    (current, base), stated = sides, _twice(times) or times.span
    if stated and current.span and base.span and base.span.lo > 0:
        made = current.span / base.span
        members = {"current": current, "base": base, "ratio": times}
        yield claim(sentence, "per_unit", members, Outcome(
            verdict=judge(stated, made), stated=times.value, computed=made.value,
            message=say("ratio", stated=times, counts=f"{show(current)}、{show(base)}", computed=decimal(made.value))))


def _twice(times: Mention) -> Span | None:
    """What 是去年的2倍 may be told of, which 1.8 times is not; None for other multiples."""
    return told_as(2, times.lead, times.figure.qualifier) if times.figure.quote in ("2倍", "两倍", "二倍") else None


def _grown(before: list[Mention], times: Mention) -> tuple[Mention, Mention] | None:
    """「由2010年的18所增加到96所，净增78所，是2010年的5.3倍」: what it is, and what it was."""
    if not _OF_THEN.match(times.lead):
        return None
    for current, base in pairwise(reversed([m for m in before if m.role is not Role.CHANGE])):
        year = cues.A_YEAR.search(times.lead)
        if year is not None and year[0] not in base.lead:
            continue
        if base.role is Role.BASE and current.role is Role.LEVEL and base.unit == current.unit:
            return (current, base) if times.clause - current.clause <= _NEAR_CLAUSES else None
    return None


def _of_counts_above(sentence: Sentence, ratio: Mention) -> Iterator[Claim]:
    """Confirmed where two counts above make the ratio, wrong where those of its stage do but for a slip."""
    told = of_one_stage(sentence, ratio)
    qualified = sentence.text[ratio.end : ratio.end + 1] in tuple(cues.OPENING)
    if told is not None and (_fits(ratio, *told) or (not qualified and _is_slip(ratio, *told))):
        yield from _held(sentence, ratio, *told)
        return
    above = [sentence, *islice(sentence.earlier(), FAR)]
    pupils, teachers = ([m for s in reach for m in _counts(s, ratio if s is sentence else None, words)]
                        for reach, words in ((above, _PUPILS), (above[: NEAR + 1], _TEACHERS)))
    for pupil, teacher in product(pupils, teachers):
        if _fits(ratio, pupil, teacher):
            yield from _held(sentence, ratio, pupil, teacher)
            return


def _fits(ratio: Mention, pupils: Mention, teachers: Mention) -> bool:
    stated = point(ratio.value).widened(_half(ratio))
    return pupils.span is not None and teachers.span is not None and teachers.span.lo > 0 \
        and stated.meets(pupils.span / teachers.span)


def _is_slip(ratio: Mention, pupils: Mention, teachers: Mention) -> bool:
    step = 2 * _half(ratio)
    made = pupils.value / teachers.value if teachers.number else Fraction(0)
    off_in_last = abs(made - ratio.value) < _LAST_DIGIT * step                    # as other teachers would make it
    return step < 1 and not off_in_last and bool(of_one(ratio, round(made / step) * step))


def _counts(sentence: Sentence, ratio: Mention | None, words: re.Pattern[str]) -> list[Mention]:
    """The counts of people called so, before the ratio if it stands in the sentence."""
    return [m for m in levels(sentence.levels, "人") if m.known and words.search(m.lead + m.after[:_NOUN])
            and (ratio is None or m.end <= ratio.start)]


def _held(sentence: Sentence, ratio: Mention, pupils: Mention, teachers: Mention) -> Iterator[Claim]:
    if pupils.span is None or teachers.span is None or teachers.span.lo <= 0 or not ratio.value:
        return
    made, stated = pupils.span / teachers.span, point(ratio.value).widened(_half(ratio))
    verdict = judge(stated, made)
    if verdict is Verdict.CONTRADICTED and abs(made.value / ratio.value - 1) > _CLEAR:
        return
    members = {"pupils": pupils, "teachers": teachers, "ratio": ratio}
    counts = f"{show(pupils)}、{show(teachers)}"
    yield claim(sentence, "per_unit", members, Outcome(
        verdict=verdict, stated=ratio.value, computed=made.value,
        message=say("ratio", stated=ratio, counts=counts, computed=decimal(made.value))))


def _half(ratio: Mention) -> Fraction:
    """Half of the last digit printed: 13 stands for 12.5 to 13.5, 12.8 for 12.75 to 12.85."""
    decimals = max((len(part) for part in re.findall(r"\.(\d+)", ratio.figure.quote)), default=0)
    return Fraction(1, 2 * 10**decimals)


def _told_behind(sentence: Sentence, before: list[Mention], times: Mention) -> tuple[Mention, Mention] | None:
    """「4600人，是去年的2倍，去年为2300人」, 「是去年的1.5倍，由200万元增加到300万元」: what it is, and what it was."""
    behind = [m for m in sentence.mentions if m.start > times.end and m.clause - times.clause == 1]
    of_then = _OF_THEN.search(times.lead) and not cues.A_YEAR.search(times.lead)
    if not of_then or not behind or behind[0].role is not Role.BASE:
        return None
    base, told = behind[0], [*behind[1:2], *before[:-2:-1]]
    return next(((m, base) for m in told if m.role is Role.LEVEL and m.unit == base.unit), None)
