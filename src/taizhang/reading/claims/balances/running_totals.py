"""What was there and what came since: 「去年底建成15所，今年又建8所，累计23所」, 「再购校车24辆，使校车达到120辆」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from taizhang.reading.claims import cues, slips
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import nearly_make, verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, Told, exact
from taizhang.reading.model import Claim, Verdict

_SINCE = re.compile("又|再|加上|调增|追加|新[增建购招设评聘添]|[去今]年[一-龥]{1,6}|(?:当年|本年|20\\d\\d年|年内)"
                    "[一-龥]{0,4}(?:增|建|购|招|培训|认定|创建|完成|投入|脱盲)|下半年")
_TOTAL = re.compile("累计|达到?|总数|合计|增至|增加到|共(?!同)|任务|目标|调整后")
_SAID = re.compile("累计|合计|总数")
_TILL_THEN = re.compile("(?:截至|截止|到|至).{0,8}[底末前]|[上去前]年[底末]?|年初|此前|已|原有")
_LOST = re.compile("摘牌|撤|取消|报废|退|核减|整合|扣除|复评|去重|重复|剔除")
_NEAR = 4                # clauses
_MANY = 4                # figures of a number that are looked at
_SURE = 3                # digits of a total that is called wrong


def running_totals(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each total behind what came to what was there before, in its sentence or told sentences above.

    Called wrong only where one sentence tells all three in turn and a slip explains it.
    """
    above: defaultdict[tuple[str, Decimal], list[Told]] = defaultdict(list)         # by unit and number
    for sentence in sentences:
        told = [m for m in sentence.mentions if m.known and m.unit not in ("%", "百分点", "")
                and m.role in (Role.LEVEL, Role.BASE, Role.CHANGE)]
        if len(told) > 1 and _SINCE.search(sentence.text) and _TOTAL.search(sentence.text):
            for total in told[1:]:
                if not total.brackets and _TOTAL.search(sentence.clause_before(total) + total.after):
                    yield from _of_total(sentence, told, total, above)
                    if "加上" in sentence.text[: total.start] and "加上" not in total.lead:
                        yield from _with_others(sentence, told, total)
        for mention in told:
            above[mention.unit, mention.number].append((sentence, mention))


def _of_total(sentence: Sentence, told: list[Mention], total: Mention,
              above: Mapping[tuple[str, Decimal], list[Told]]) -> Iterator[Claim]:
    alike = [m for m in told if m.unit == total.unit and abs(total.clause - m.clause) <= _NEAR]
    came = next((m for m in reversed(alike) if m.end <= total.start and _SINCE.search(sentence.clause_before(m))), None)
    if came is None or came.number >= total.number:
        return
    here = [m for m in alike if m not in (came, total) and (_is_base(m) or (m.end <= came.start and not m.brackets))]
    told_above = above.get((total.unit, total.number - came.number), [])[-_MANY:]
    named = total.label + came.label
    for base in (*here, *(m for s, m in told_above if labels.words_shared(s.clause_before(m) + m.after, named))):
        if base.number + came.number == total.number and base.number:
            yield sum_claim(sentence, total, [base, came], Verdict.HOLDS)
            return
    between = [m for m in alike if here and here[0].end <= m.start and m.end <= total.start and m is not came]
    if between or _LOST.search(sentence.text) or "含" in sentence.text[total.end : total.end + 2]:
        return                                            # 「去年底112所，今年新增15所，摘牌3所，总数达124所」
    done = cues.REMOVED.search(total.lead)                # 去年底36处，今年新查出328处，累计整改344处
    if done and not any(done[0] in sentence.clause_before(m) for m in (came, *here)):
        return
    if here and _TILL_THEN.search(here[0].lead) and _SAID.search(total.lead) and "其中" not in total.lead:
        yield from _wrong(sentence, total, [here[0], came])


def _with_others(sentence: Sentence, told: list[Mention], total: Mention) -> Iterator[Claim]:
    """「两者合计3294名，加上考务人员1206名、保障人员1112名，直接投入5612名」: what stands before it, and all behind."""
    begins = sentence.text.rfind("加上", 0, total.start)
    first = next((m for m in reversed(told) if m.end <= begins and m.figure.unit == total.figure.unit), None)
    more = [m for m in told if begins <= m.start < total.start and m.figure.unit == total.figure.unit]
    if first is not None and more and total.clause - more[-1].clause <= _NEAR:
        yield from _wrong(sentence, total, [first, *more])


def _is_base(mention: Mention) -> bool:
    """True for what it was, also behind the total in brackets: 累计达到212个（年初为147个）."""
    return mention.role is Role.BASE or mention.lead.startswith("原有")


def _wrong(sentence: Sentence, total: Mention, parts: list[Mention]) -> Iterator[Claim]:
    verdict = verdict_of(total, parts)
    slip = digits(total.number) >= _SURE and nearly_make(parts, total) and slips.of_sum(total, parts)
    if verdict in HOLDING or (slip and all(map(exact, (total, *parts)))):
        yield sum_claim(sentence, total, parts, verdict)
