"""Averages that are not those of the count on which they are said to be reckoned, or of all that their list makes.

「按全乡总人口计算，人均76.8元」; 「走读生600人、寄宿生400人，合计1千人，发放50万元，人均1250元」, as 寄宿生 alone get.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.of_stage import PUPILS, TEACHERS, stages_before, told_once
from taizhang.reading.claims.averages.per_what import Average
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.stated import named_alike
from taizhang.reading.claims.shares.wholes import fully_named, in_reach
from taizhang.reading.claims.slips import POWERS
from taizhang.reading.claims.span import fraction
from taizhang.reading.claims.verdicts import HOLDING, judge
from taizhang.reading.claims.view import Mention, Sentence, Told, added, exact, levels

Pair = tuple[Mention, Mention]
_SAID = re.compile("(?:(?<=[。；;，,：:])|^)(?P<of>[一-龥]{2,12}?)?[按以](?P<on>[一-龥]{2,12}?)"
                   "(?:(?:进行)?(?:计算|测算|平均|折算|计)[，,]|(?:核拨|拨付|核定|安排|下拨|发放)[^，,；;。]*[，,])")
_EVERY = re.compile("^(?:全|[本我该])[省市县区乡镇州校]|(?:总?人?数)$")
_LOAD = re.compile("(?:每[名位个])?(?P<who>[一-龥]{2,10}?)(?:平均每[人名]|平均|每[人名]|人均)[要需]?"
                   "(?:负担|承担|负责|辅导|管理|服务|教|带)(?P<whom>[一-龥]{2,10})$")
_NOW = re.compile("^(?:现有|目前|每名)")
_WHOM = re.compile("(?P<of>[一-龥]*)[人生]均")
_ANY_TIME = re.compile("[全三五每上本]?年度?|每?学?[期月]|平|则|达到?|约")
_OF_ALL = re.compile("(?:财政|全年|累计|[共总]|发放|安排|下达|拨付|投入|支出|兑现|落实|补[助贴]|资助|资金|经费|金额)*")
_ONLY = re.compile("[仅只约达为]+有?$")
_FEWEST, _MOST = 2, 10    # parts of a list


def of_another_base(sentence: Sentence, read: Average, held: Pair | None, amounts: Sequence[Mention]) -> Pair | None:
    """The amount and the count that the words name, where the average is that of another count, or lost its 万."""
    if not exact(read.rate) or cues.TELLS_MORE.match(sentence.text, read.rate.end):
        return None
    if held is not None and (listed := _of_part(sentence, read, *held)) is not None:
        return listed
    return _of_said(sentence, read, held, amounts) or (_of_load(sentence, read) if read.rate.unit == "人" else None)


def _of_part(sentence: Sentence, read: Average, amount: Mention, count: Mention) -> Pair | None:
    """「寄宿生10842人次、走读生6688人次，合计17530人次，发放1021.86万元，平均每人次942.5元」: of all in the list."""
    listed = [m for m in levels(sentence.levels, count.unit) if m.known and m.end <= amount.start]
    beside = read.rate.clause - amount.clause <= 1 and amount.surrounds(read.rate) and count in listed
    behind = sentence.text[read.rate.end : read.rate.end + LONGEST]
    named = any(named_alike(m.lead, read.rate.lead + behind) for m in listed)          # 校长由省里另行安排
    narrower = named or not _OF_ALL.fullmatch(amount.lead) or (
        beside and cues.AMONG.search(sentence.text, listed[-1].end, amount.start))     # 共1000人，其中初中生发放50万元
    if not beside or amount.end > read.rate.start or narrower:
        return None
    *before, last = listed
    for n in range(_FEWEST, min(len(listed), _MOST)):
        if count in before[-n:] and added(before[-n:]) == last.number:
            return amount, last
        if count in listed[-n:-1] and added(listed[-n:]) == listed[-n - 1].number:
            return amount, listed[-n - 1]
    return None


def _of_said(sentence: Sentence, read: Average, held: Pair | None, amounts: Sequence[Mention]) -> Pair | None:
    """「按在校学生数核拨3115万元，生均263元」, which is that of those who take part."""
    rate, said = read.rate, _base_said(sentence, read.rate)
    told = _the_one_called(sentence, read, _EVERY.sub("", said["on"])) if said is not None else None
    if said is None or told is None or any(read.fits(amount, told[1]) for amount in amounts):
        return None
    above, count = told
    beside = [m for m in amounts if m.end <= rate.start and rate.clause - m.clause - (m.end <= said.start()) <= 1][:1]
    if beside and cues.SETTLED.search(beside[0].lead):
        return None
    shared = beside or list(_shared(sentence, read, said["of"] or read.what))
    others = [held[1]] if held is not None and held[0] in shared else \
        [m for m in levels(above.levels, count.unit) if m is not count and m.known]
    words = sentence.text[said.start() : said.start("on")] + sentence.text[said.end("on") : rate.start]
    others = [m for m in others if not named_alike(m.lead, words)]       # 寄宿生经费按在校生数核拨: of 寄宿生420人
    return next(((amount, count) for amount in shared if _is_of_others(read, amount, count, others)), None)


def _base_said(sentence: Sentence, rate: Mention) -> re.Match[str] | None:
    """The words before an average that say on which one count it is reckoned."""
    *_, said = None, *_SAID.finditer(sentence.text, max(0, rate.start - LONGEST), rate.start)
    if said is None or "；" in sentence.text[said.end() : rate.start] or cues.AND.search(said["on"]):
        return None
    return None if _is_of_others_named(rate, said["on"]) else said


def _is_of_others_named(rate: Mention, on: str) -> bool:
    """True where the average names whom it is of: 按在校生数核拨2076万元，参加学生人均261元."""
    whom = _WHOM.match(rate.lead)
    name = _ANY_TIME.sub("", whom["of"]) if whom is not None else ""
    return len(name) > 1 and name not in on


def _is_of_others(read: Average, amount: Mention, count: Mention, others: Sequence[Mention]) -> bool:
    """True where the average is that of another count, of what another leaves of the one named, or lost its 万."""
    if amount.span is None or read.fits(amount, count):
        return False
    made = read.made(amount, count)
    if made is not None and any(read.stated.meets(made.times(power)) for power in POWERS):
        return True
    left = (fraction(count.number - m.number) for m in others if count.number > m.number)
    return any(read.fits(amount, m) for m in others) or any(
        judge(read.stated, amount.span.times(read.each / size)) in HOLDING for size in left)


def _the_one_called(sentence: Sentence, read: Average, name: str) -> Told | None:
    """The one count of that name, here or above."""
    for sentences in ((sentence,), in_reach(sentence)):
        counts = ((above, m) for above in sentences if name in above.text for m in above.levels
                  if m.known and m.number > 1 and read.counted(m))
        found = {m.number: (above, m) for above, m in counts if _ends_in(m.lead, name) or m.after.startswith(name)}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _ends_in(lead: str, name: str) -> bool:
    """全区在校学生总数为 for 在校学生."""
    _, named, behind = lead.rpartition(name)
    return bool(named) and cues.SO_MANY.fullmatch(behind) is not None


def _shared(sentence: Sentence, read: Average, name: str) -> Iterator[Mention]:
    """The amounts above in whose words, or in whose sentence, all those of a name stand."""
    unit, name = read.rate.unit.split("/")[0], _ONLY.sub("", name)
    for above in in_reach(sentence) if len(name) > 1 else ():
        is_named = fully_named(name, above.text)
        for m in levels(above.levels, unit) if is_named else ():
            told = fully_named(name, m.label) or cues.TOTAL_WORDS.search(m.lead)
            if told and m.known and m.number > read.rate.number:
                yield m


def on_load(sentence: Sentence, read: Average) -> Pair | None:
    """「小学专任教师人均负担学生23人」: the pupils and the teachers, where there is one number of each and it holds."""
    told = _both_of_load(sentence, read) if read.rate.unit == "人" else None
    return (told[1][1], told[0][1]) if told is not None and read.fits(told[1][1], told[0][1]) else None


def _of_load(sentence: Sentence, read: Average) -> Pair | None:
    """「辅导员平均每人负担幼儿45名」 of 276 assistants and 6214 children, which is that of the 138 places."""
    told = _both_of_load(sentence, read)
    if told is None or read.fits(told[1][1], told[0][1]):
        return None
    (above, who), (_, whom) = told
    others = (m for m in above.levels if m.known and m is not who and m.number > 1 and m.role is Role.LEVEL)
    return (whom, who) if any(read.fits(whom, m) for m in others) else None


def _both_of_load(sentence: Sentence, read: Average) -> tuple[Told, Told] | None:
    told = _LOAD.search(read.rate.lead)
    if told is None:
        return None
    stage = next(reversed(stages_before(sentence, read.rate.start, read.rate.start - len(read.rate.lead))), "")
    teachers, pupils = "师" in told["who"], any(word in told["whom"] for word in ("学生", "在校", "幼儿"))
    who = (told_once(sentence, stage, TEACHERS) if teachers else None) \
        or _the_one_of_people(sentence, read.rate, _NOW.sub("", told["who"]))
    whom = (told_once(sentence, stage, PUPILS) if pupils else None) \
        or _the_one_of_people(sentence, read.rate, told["whom"])
    return (who, whom) if who is not None and whom is not None and 0 < who[1].number < whom[1].number else None


def _the_one_of_people(sentence: Sentence, rate: Mention, name: str) -> Told | None:
    found = {m.number: (above, m) for above in (sentence, *in_reach(sentence)) if name in above.text
             for m in above.levels if m.unit == "人" and m is not rate and m.known
             and m.lead.endswith(name) and not m.lead.endswith(f"中{name}")}           # 中小学教师 are not 小学教师
    return next(iter(found.values())) if len(found) == 1 else None
