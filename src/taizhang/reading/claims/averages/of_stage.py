"""The pupils and the teachers of one stage, wherever they are told: the one count in reach that can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.shares.wholes import in_reach
from taizhang.reading.claims.view import Mention, Sentence, Told, levels

PUPILS, TEACHERS = "在", "师"
_STAGE = "义务教育|小学|初中|普通高中|高中阶段|高中段|高中|中职|中等职业|幼儿园?|学前"
_COUNTED = re.compile(rf"(?P<stage>{_STAGE})|(?P<kind>在[校园]|教职工|教师|毕业|招生|适龄)")
_SAID = re.compile(rf"^(?:其中|目前|全[省市县区]|[共现已]?有|阶段|学校|专任|教师|在[校园](?:学生|幼儿|生)?|{_STAGE}"
                   "|合计|人?数|总|[为达是]|(?:19|20)[0-9]{2}年底?)*$")
_QUALIFIED = re.compile("[（(][^（()）]*[）)]")           # 小学在校学生（含超龄生）
_ALIKE = {"幼儿园": "幼儿", "学前": "幼儿", "普通高中": "高中", "中等职业": "中职", "中等职业教育": "中职",
          "高中段": "高中阶段"}


def stages_before(sentence: Sentence, position: int, since: int = 0) -> list[str]:
    """The stages that a sentence names before a position, each where it is named last."""
    told = _COUNTED.finditer(sentence.text, max(since, position - 2 * LONGEST), position)
    named = [_ALIKE.get(found["stage"], found["stage"]) for found in told if found["stage"]]
    return list(dict.fromkeys(reversed(named)))[::-1]


def the_one_count(sentence: Sentence, stage: str, kind: str) -> Mention | None:
    """The pupils or teachers of a stage, where the sentence and those above tell one number of them alone."""
    told = told_once(sentence, stage, kind)
    return told[1] if told is not None else None


def told_once(sentence: Sentence, stage: str, kind: str) -> Told | None:
    """The same with the sentence that tells it."""
    found = {m.number: (above, m) for above, m in _all(sentence, called_alike(stage), kind)} if stage else {}
    return next(iter(found.values())) if len(found) == 1 else None


def called_alike(stage: str) -> str:
    """One name for each stage: 高中 for 普通高中."""
    return _ALIKE.get(stage, stage)


def _all(sentence: Sentence, stage: str, kind: str) -> Iterator[Told]:
    for above in (sentence, *in_reach(sentence)):
        if above.mentions and stage[0] in above.text:                    # 中等职业学校 tells of 中职
            for m in levels(above.levels, "人"):
                said = m.known and not m.brackets and _SAID.match(_QUALIFIED.sub("", m.lead))
                if said and _last(above, m.start) == (stage, kind):
                    yield above, m


def _last(sentence: Sentence, position: int) -> tuple[str, str]:
    """The stage, and whether pupils or teachers are counted, as named last before a position."""
    stage = kind = ""
    for found in _COUNTED.finditer(sentence.text, max(0, position - 2 * LONGEST), position):
        stage, kind = found["stage"] or stage, found["kind"] or kind
    kinds = {"在校": PUPILS, "在园": PUPILS, "教师": TEACHERS}
    return _ALIKE.get(stage, stage), kinds.get(kind, kind)
