"""Who came, way by way, and how many did in all: 「招聘120名、考录36名、县外选调9名，上半年共新增教师156名」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make
from taizhang.reading.claims.view import Mention, Sentence, added, exact
from taizhang.reading.model import Claim, Verdict

_IN_ALL = re.compile(
    "(?:以上)?(?:[两三四五]项)?(?P<time>(?:[全今当本]年|年内|[上下]半年|本?学[年期]|[前一二三四]+个?季度|先后)*)(?:共计?|合计|总共|一共)"
    "(?:新增|补充|新进|增加|招聘|招录|录用|引进)(?:各类|各学段|各级)*(?:[一-龥]{0,4}(?:教师|人员|教职工))?")
_WAY = re.compile("招聘|招考|考录|招录|特岗|选调|考调|[转调]入|转岗|[县区]聘|接收|分配|安置|公费|定向|免费师范|遴选")
_QUALITY = re.compile("其中|硕士|博士|研究生|本科|高层次|紧缺|骨干|优秀|支教|交流|实习|银龄|[男女]|党员|计划(?![”」])"
                      "|拟|报名|面试|体检|[上去前]年|累计|\\d年")
_OTHERWISE = re.compile("等(?!级)|另|除外|含|返聘|退休|[调转]出|辞[职退]|重复|兼|部分")
_FEWEST = 2


def gained(sentence: Sentence) -> Iterator[Claim]:
    """A claim for each total of who came behind a list of ways that they came by.

    Who came by one way did not come by another, so that fewer in all are wrong; more may have come by others where the
    total has a time of its own.
    """
    told = [m for m in sentence.mentions if m.unit == "人" and m.figure.unit == "人"]
    for n, total in enumerate(told):
        found = _IN_ALL.fullmatch(total.lead)
        parts = _ways(told[:n], total) if found is not None else []
        if found is None or len(parts) < _FEWEST or not _is_list(sentence, parts, total):
            continue
        made = added(parts)
        if made == total.number:
            yield sum_claim(sentence, total, parts, Verdict.HOLDS)
        elif total.number > max(m.number for m in parts) and nearly_make(parts, total):
            more = found["time"] and made < total.number
            yield sum_claim(sentence, total, parts, Verdict.UNCHECKABLE if more else Verdict.CONTRADICTED)


def _ways(before: list[Mention], total: Mention) -> list[Mention]:
    """The counts in a row before a total, each of a way of its own or called as the one before it."""
    row = [*takewhile(lambda m: m.known and m.role is Role.LEVEL and m.segment == total.segment
                      and m.brackets == total.brackets, reversed(before))][::-1]
    ways = [found[0] for m in row if (found := _WAY.search(m.lead))]
    return row if len(ways) == len(row) and len(set(ways)) > 1 else []


def _is_list(sentence: Sentence, parts: list[Mention], total: Mention) -> bool:
    """True for all that is told of people up to the total, which stands in the clause behind."""
    alone = all(exact(m) and _QUALITY.search(m.lead) is None for m in (*parts, total))
    between = [m for m in sentence.mentions if parts[0].start < m.start < total.start and m not in parts
               and cues.THEY_ALL.match(m.figure.quote) is None]
    words = sentence.text[parts[0].start : total.end + 2]
    return alone and not between and total.clause - parts[-1].clause == 1 and _OTHERWISE.search(words) is None
