"""What a bulletin tells of one thing: paragraph by paragraph, or stage by stage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.totals.columns import REACH, called
from taizhang.reading.claims.view import Mention, Sentence

_HEADING = 16            # characters of a heading
_SCHOOLS = re.compile("(?:校数|学校数?|小学|初中|中学)$")
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


def _called_before_bracket(sentence: Sentence, whole: Mention) -> str:
    """「在校学生（含在园幼儿）78.19万人」."""
    words = sentence.between(max(0, whole.start - LONGEST), whole.start)
    return called(whole._replace(lead=words.rpartition("，")[2]))


def stage_of(sentence: Sentence, mention: Mention) -> str:
    """The stage named last before a figure."""
    found = cues.LAST_STAGE.match(sentence.text, max(0, mention.start - LONGEST), mention.start)
    return cues.STAGE_CALLED.get(found[1], found[1]) if found else ""
