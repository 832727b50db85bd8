"""What a bulletin tells of one thing: paragraph by paragraph, or stage by stage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.span import fraction
from taizhang.reading.claims.totals.columns import REACH, called
from taizhang.reading.claims.totals.sum_verdicts import NEAR
from taizhang.reading.claims.view import Mention, Sentence, added, exact

_HEADING = 16            # characters of a heading
DIGITS = 5               # in which a total is seldom one digit off by chance
_STAGES = 5              # that are told, so that a total of all kinds is told in full
_LITTLE = 100            # part of all, below which a stage may be that no line tells of
_SCHOOLS = re.compile("(?:校数|学校数?|小学|初中|中学)$")
_KIND_OF_SCHOOL = re.compile(                # 高中阶段（含中等职业教育）共有学校29所
    "(?:幼儿园|小学|初中|中学|高中|一贯制|职业|中职|技工|中专|特殊教育|特教|专门|工读|高中阶段|成人|高等|高校)"
    "(?:教育|阶段)*(?:学校|院校)?(?:共?有(?:学校)?|达到?|为)?$")
_SUMMED = re.compile("合计|总计|共计|总数")


def in_paragraphs(sentences: Sequence[Sentence], i: int, whole: Mention) -> list[Mention]:
    """The first of a name, or of schools, in each paragraph below: so a bulletin tells what each section counts."""
    name, first, paragraph = called(whole) or _called_before_bracket(sentences[i], whole), dict[int, Mention](), 0
    for sentence in sentences[i + 1 : i + 1 + REACH]:
        paragraph += sentence.before is None or sentence.start > sentence.before.end
        for m in sentence.levels if paragraph not in first else ():
            alike = m.figure.unit == whole.figure.unit and (m.unit == "个" or called(m) == name)
            if paragraph and alike and m.known and not m.brackets and not _SUMMED.search(m.lead):
                first.setdefault(paragraph, m)
    return list(first.values())


def of_schools(sentences: Sequence[Sentence], i: int, whole: Mention) -> list[Mention]:
    """The schools of each kind below, of which a paragraph may tell several: 「初级中学68所、九年一贯制学校24所」."""
    below = islice(sentences, i + 1, i + 1 + REACH) if whole.figure.unit == "所" else ()
    told = ([m for m in sentence.levels if m.figure.unit == "所" and m.known and not m.brackets] for sentence in below)
    return [m for of_one in told for m in of_one if _KIND_OF_SCHOOL.search(m.lead)
            and (m is of_one[0] or "其中" not in m.lead)]            # 高中在校生23348人，其中普通高中12所、中职10所


def by_stage(sentences: Sequence[Sentence], i: int, whole: Mention) -> list[Mention]:
    """The first of a name told of each stage, which the sentence names or one before it in its paragraph."""
    return list(_of_stages(sentences, i, whole).values())


def of_both_stages(sentences: Sequence[Sentence], i: int, whole: Mention) -> list[Mention]:
    """Those of the two stages that a word before the total names together: of 义务教育 what 小学 and 初中 have."""
    kinds = next((kinds for named, kinds in cues.STAGES.items() if named in sentences[i].text[: whole.start]), ())
    told = _of_stages(sentences, i, whole) if kinds else {}
    return [told[kind] for kind in kinds] if all(kind in told for kind in kinds) else []


def _of_stages(sentences: Sequence[Sentence], i: int, whole: Mention) -> dict[str, Mention]:
    name, first, stage = called(whole) or _called_before_bracket(sentences[i], whole), dict[str, Mention](), ""
    for sentence in sentences[i + 1 : i + 1 + REACH]:
        new = sentence.before is None or sentence.start > sentence.before.end
        stage = "" if new else stage
        if not sentence.levels and (heads := cues.LAST_STAGE.match(sentence.text[:_HEADING])):
            stage = cues.STAGE_CALLED.get(heads[1], heads[1])            # 2.初中。
        for m in sentence.levels:
            stage = stage_of(sentence, m) or stage
            named = called(m) == name or (m.figure.unit == "所" and _SCHOOLS.search(m.lead))
            if stage and m.figure.unit == whole.figure.unit and named and m.known and not m.brackets:
                first.setdefault(stage, m)
    return first


def of_all_stages(sentences: Sequence[Sentence], i: int, whole: Mention) -> list[Mention] | None:
    """The figures below, one for each stage, that make all of every kind but for one digit of so many."""
    if whole.number < 10 ** (DIGITS - 1) or whole.step > 1 or not cues.OF_ALL_KINDS.search(
            sentences[i].text, max(0, whole.start - LONGEST), whole.start):
        return None
    told = (by_stage(sentences, i, whole), in_paragraphs(sentences, i, whole))
    return next((parts for parts in told if len(parts) >= _STAGES and slips.of_total(whole, parts)
                 and not _may_lack_special(sentences, i, whole, parts)), None)


def nearly_both_stages(sentences: Sequence[Sentence], i: int, whole: Mention) -> list[Mention] | None:
    """The figures below of the two stages that a total is of, which are near it: as those beside it have no third."""
    parts = of_both_stages(sentences, i, whole)
    near = parts and whole.step <= 1 and all(map(exact, (whole, *parts)))
    return parts if near and abs(fraction(added(parts)) / whole.value - 1) < NEAR else None


def _may_lack_special(sentences: Sequence[Sentence], i: int, whole: Mention, parts: list[Mention]) -> bool:
    """True where so little is left that it may be special education, of which nothing is told."""
    little = 0 <= whole.number - added(parts) < whole.number / _LITTLE
    below = takewhile(lambda one: one.start <= parts[-1].figure.start, islice(sentences, i, None))
    return little and not any("特" in one.text for one in below)


def _called_before_bracket(sentence: Sentence, whole: Mention) -> str:
    """「在校学生（含在园幼儿）78.19万人」."""
    words = sentence.between(max(0, whole.start - LONGEST), whole.start)
    return called(whole._replace(lead=words.rpartition("，")[2]))


def stage_of(sentence: Sentence, mention: Mention) -> str:
    """The stage named last before a figure."""
    found = cues.LAST_STAGE.match(sentence.text, max(0, mention.start - LONGEST), mention.start)
    return cues.STAGE_CALLED.get(found[1], found[1]) if found else ""
