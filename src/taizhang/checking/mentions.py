"""Whether a later report speaks of what an earlier one promised, in whatever words and order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from taizhang.reading.deadlines import without_deadlines
from taizhang.reading.model import Commitment, Figure, Reading

_ALIKE = 0.5             # this share of a promise's pairs of characters must come back in one sentence
_CLAUSE = re.compile(r"[^，。；：、（）\n]+")
_BRACKETS = re.compile(r"（[^）]*）")
_BY_WHOM = re.compile("由[^，。；]{2,24}(?:牵头|负责|承担|组织实施)"
                      "|(?:责任|牵头|配合)(?:单位|部门|科室|股室|人)[：:][^。；]*")
# words of doing and of how, which the later report may well put otherwise: 新建幼儿园, 建成幼儿园
_DOING = re.compile("力争|确保|争取|计划|继续|全面|进一步|大力|[年全][内市县区]|我[市县区]|完成|实现|达到"
                    "|新建|改扩建|改建|扩建|建成|建设|建好|开工|竣工|投用|新增|增加|提高|提升|开展|组织|实施|推进|做好|加强|加快"
                    "|以上|以内|左右|不低于|不少于")


def mentioned(promise: Commitment, targets: Sequence[Figure], earlier: Reading, later: Reading) -> bool:
    """Whether some sentence of `later` has half of the words of a promise of `earlier`, of which `targets` are figures.

    Days, owners, numbers and words of doing do not count, nor the order of words: 招聘教师300名 mentions
    9月底前完成教师招聘320名，由人事科牵头. What has no words of its own is taken as mentioned.
    """
    sentences = [_pairs(sentence) for sentence in re.split("[。\n]", later.text)]
    return all(any(len(pairs & sentence) >= _ALIKE * len(pairs) for sentence in sentences)
               for pairs in _told(promise, targets, earlier))


def _told(promise: Commitment, targets: Sequence[Figure], earlier: Reading) -> list[set[str]]:
    """The pairs of characters that tell what a promise is of."""
    words = promise.text
    for target in targets:
        words = words.replace(earlier.text[target.start:target.end], "，")
    words = without_deadlines(_BY_WHOM.sub("，", _BRACKETS.sub("，", words)))
    return [pairs] if (pairs := _pairs(_DOING.sub("，", words))) else []


def _pairs(words: str) -> set[str]:
    """The pairs of neighbouring characters in the clauses of a text, numbers left out since they will have changed."""
    return {a + b for clause in _CLAUSE.findall(words) for a, b in pairwise([c for c in clause if c.isalpha()])}
