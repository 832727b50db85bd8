"""How far all projects are, with the state behind each number: 「项目15个。…11个项目已经完工，4个项目正在施工」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.view import Mention, Sentence, added
from taizhang.reading.model import Claim, Verdict

_STATE = re.compile("(?:个?(?:项目|工程|学校|单体))?(?:已经?|正在|主体|全面|基础|尚未|未|处于|进入|在|完成|待){1,4}"
                    "(?:全部)?(?:完工|竣工|建成|封顶|施工|招标|投用|使用|验收|开工|装修|建设|在建|准备|工作){1,3}(?:阶段)?")
_PROJECTS = re.compile("项目|工程|(?:新建|改建|扩建|改造|建设)[一-龥]{0,6}学校")
_FEWEST, _LEAST = 3, 10  # states that are told, and projects that they make by no chance


def project_states(sentence: Sentence) -> Iterator[Claim]:
    """A claim for the projects of the sentence before that the states of a sentence make; only ever confirmed."""
    told = [m for m in sentence.levels if m.known and not m.brackets and _STATE.fullmatch(m.after)]
    if len(told) < _FEWEST or sentence.before is None or len({m.unit for m in told}) > 1:
        return
    for whole in sentence.before.levels:
        if _is_of_projects(whole, told) and whole.number == added(told) >= _LEAST:
            yield sum_claim(sentence.before, whole, told, Verdict.HOLDS)
            return


def _is_of_projects(whole: Mention, told: list[Mention]) -> bool:
    return whole.known and whole.unit == told[0].unit and not whole.brackets \
        and _PROJECTS.search(whole.lead + whole.after) is not None
