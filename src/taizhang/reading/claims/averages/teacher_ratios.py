"""Which pupils and teachers a ratio of a stage is of: 「初中生师比12.6:1」, 「小学、初中分别为18.4:1和13.0:1」."""

from __future__ import annotations

from itertools import takewhile

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.of_stage import PUPILS, TEACHERS, stages_before, the_one_count
from taizhang.reading.claims.shares.rates_in_turn import listed_in_turn
from taizhang.reading.claims.view import Mention, Sentence, levels

Counts = tuple[Mention, Mention]


def of_one_stage(sentence: Sentence, ratio: Mention) -> Counts | None:
    """The pupils and the teachers of the stage that is named last before a ratio, where there is one number of each."""
    stages = stages_before(sentence, ratio.start)
    return _both(sentence, stages[-1], _teachers(sentence, stages[-1], ratio)) if stages else None


def _teachers(sentence: Sentence, stage: str, ratio: Mention) -> Mention | None:
    """Those of a stage, or of the stages that make it, told beside it: 小学、初中专任教师2240人，义务教育14.6:1."""
    here = [m for m in levels(sentence.levels, "人") if m.end <= ratio.start and "教师" in m.lead and m.known]
    made_of = cues.STAGES.get(stage, ())
    if made_of and len(here) == 1 and list(made_of) == stages_before(sentence, here[0].start):
        return here[0]
    return the_one_count(sentence, stage, TEACHERS)


def in_turn(sentence: Sentence, first: Mention) -> list[tuple[Mention, Counts]]:
    """The ratios that are told in turn of the stages named before them, each with its pupils and teachers."""
    following = sentence.mentions[sentence.mentions.index(first) + 1 :]
    ratios = [first, *takewhile(lambda m: m.figure.unit == "" and m.known and m.lead in cues.AND_NEXT, following)]
    stages, n = stages_before(sentence, first.start), len(ratios)
    if n == 1 or len(stages) < n or not cues.IN_TURN.search(first.lead):
        return []
    before = [m for m in levels(sentence.levels, "人") if m.end <= first.start]
    teachers: list[Mention | None] = [*listed_in_turn(before, n)]
    if len(teachers) != n or (teachers[0] and "师" not in teachers[0].lead):
        teachers = [the_one_count(sentence, stage, TEACHERS) for stage in stages[-n:]]
    found = ((ratio, _both(sentence, stage, m)) for ratio, stage, m in zip(ratios, stages[-n:], teachers, strict=True))
    return [(ratio, counts) for ratio, counts in found if counts is not None]


def _both(sentence: Sentence, stage: str, teachers: Mention | None) -> Counts | None:
    pupils = the_one_count(sentence, stage, PUPILS) if teachers is not None else None
    return (pupils, teachers) if pupils is not None and teachers is not None else None
