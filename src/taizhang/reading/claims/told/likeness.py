"""Whether two figures that differ by two swapped digits are of the same thing: the fewer digits, the more alike.

Two numbers of five digits are so by no chance; of two digits many are, so that only the very same words tell.
"""

from __future__ import annotations

import re
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.stated import around
from taizhang.reading.claims.slips import MANY, shown
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.claims.whose import topic_of
from taizhang.reading.model import Kind

SCOPE = re.compile("(?:全[市县区省年]|我[市县区]|今年|上半年|本年)+(?:仅|只|共|已|现)?(?:有|达到?|为|是)?")
_FILLER = re.compile(f"^(?:其中|目前|现|截至目前|{SCOPE.pattern})+|(?:仅|只|共|已|现)?(?:有|达到?|为|是)$|[了到]")
_YEAR = re.compile("^(?:19|20)\\d\\d年(?:度|底|末)?")
_OF_NOW = re.compile("[由从](?:目前|现在|现有|今年)的?$")
_OTHER_TIME = re.compile("去年|上年|前年|明年|年初|[春秋][季学]|[一二三四]季度|[上下]学期|[上本]学年"
                         "|[一二三四]批|\\d月")
_AS_OF = re.compile("截[至止]到?[^，,。；;]{0,8}(?:\\d月|[去上]年)"
                    "|(?:[去上前]年|[二两三四五几]年(?:以?来|间|累计)|期间)[，,]")
_SAYS_NOT = frozenset({Kind.TARGET, Kind.STANDARD, Kind.CHANGE})
_NAME, _LONG = 4, 6      # characters of a name that tell enough of four digits, of fewer
_FEW = 2                 # digits
_OF_A_COUNT = 5          # digits
_HUNDREDTH = 100         # nearer numbers are often of two related counts: 报名13452人, 实考13425人
_HEADED = 12             # sentences up in which its heading may stand
_HEADING = re.compile(
    r"\s*(?:(?:[一二三四五六七八九十\d]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）])[^，,；;：:]{2,16}"
    r"|[^，,；;：:。]{1,12}(?:中学|小学|学校|幼儿园|[乡镇县区]))[。\s]*")
_WHOSE = re.compile(f"{cues.SORTS.pattern}|特殊教育|职业|片区|中心校|学校|[中小]学|园|[一二三四五六七八九]中"
                    "|[县区乡镇](?=$|。)")
_BESIDE = re.compile("(?:[高中]考|各[级类]|发放|落实|投入|完成|招聘|资助|培训|参训|下达|到位|争取)*")
_ANY_MONEY = re.compile("(?:全年|共|总|累计|计划|拟|投入|落实|安排|争取|下达|到位|拨付|完成|使用|各类|专项|补助)*"
                        "(?:资金|经费|投资|(?:占地|建筑|校舍)?(?:建筑)?面积)")
COMMON = re.compile("学生|教师|人员|人数|支出|收入|资金|经费|惠及|受益|累计|面积|建筑|占地|(?:支出|收入)?合计")
_FLOWS = re.compile("收入|支出|结转|结余|到位|下达|拨付|支付|决算|年初|追加|剩余|总计|合计")        # of money
_GOES_ON = re.compile("[^，,；;]*(?:[班考学生检测报]|计划|任务|决算)")
_NUMBERED = re.compile("第[一二三四五六七八九十百\\d]+(?:所|个(?:学校|县|区|乡|镇|单位))")
_A_PLACE = re.compile("(?<![全我本该各])[一-龥]{1,2}[县区市乡镇](?=[一-龥])")
_CLAUSE = re.compile(rf"[{cues.MARKS}]")


def shortened(mention: Mention) -> str:
    """What a figure is called, without the place and the verb: 「全市“双师型”教师仅有」."""
    return _FILLER.sub("", mention.lead + mention.after)


def is_same(sentence: Sentence, mention: Mention, before: Sentence, earlier: Mention) -> bool:
    """Whether two figures whose digits are swapped are of one thing, by what they are called."""
    if mention.role is Role.BASE or sentence is before:
        return sentence is not before and _is_of_now(mention, before, earlier)
    (kind, period), other_one = ((m.figure.kind, m.figure.period) for m in (mention, earlier))
    if (kind, period) != other_one or kind in _SAYS_NOT or mention.unit == "%":
        return False
    ours, theirs = _words(sentence, mention), _words(before, earlier)
    digits = shown(mention, earlier)
    if _OTHER_TIME.search(ours) or _OTHER_TIME.search(theirs) or topic_of(sentence) != topic_of(before) \
            or any(is_dated(s, m) for s, m in ((sentence, mention), (before, earlier))) \
            or _are_apart(ours, theirs) or are_headed_apart(sentence, before) \
            or any(m.number == earlier.number for m in sentence.levels):
        return False
    if digits <= _FEW:
        return len(ours) >= _LONG and ours == theirs and SCOPE.match(ours) is not None
    name, other = (_YEAR.sub("", shortened(m)) for m in (mention, earlier))
    if digits > MANY and abs(mention.number - earlier.number) * _HUNDREDTH > earlier.number:
        return _are_alike(name, theirs, digits) or _are_alike(other, ours, digits)
    return digits >= MANY and (_is_called(name, theirs) or _is_called(other, ours))


def _are_alike(name: str, words: str, digits: int) -> bool:
    """Whether words that not every name has are among others: 困难学生, 资助困难学生.

    Two pairs where there are six digits, as a budget gives by the hundred: 基本工资3412.51万元, 绩效工资4312.51万元.
    """
    left = COMMON.sub("", name)
    shared = [i for i in range(len(left) - 1) if left[i : i + 2] in words]
    return bool(shared) and (digits <= _OF_A_COUNT or shared[-1] - shared[0] > 1)


def _is_called(name: str, words: str) -> bool:
    """Whether the words give that name, and before it no school or place of its own."""
    if len(name) < _NAME or not COMMON.sub("", _BESIDE.sub("", name)) or _ANY_MONEY.fullmatch(name) is not None:
        return False                                                            # 投入资金2345万元，改造校舍
    before, named, behind = words.partition(name)
    if not named or _GOES_ON.match(behind) is not None:                         # 高三毕业班学生参加高考
        return False
    return _BESIDE.fullmatch(_FILLER.sub("", SCOPE.sub("", _YEAR.sub("", before)))) is not None     # 实际参加中考


def _are_apart(ours: str, theirs: str) -> bool:
    """Whether the words name pupils or schools of different sorts, or different places."""
    places = [set(_A_PLACE.findall(words)) for words in (ours, theirs)]
    flows = [set(_FLOWS.findall(words)) for words in (ours, theirs)]
    other_sort = set(cues.SORTS.findall(ours)) != set(cues.SORTS.findall(theirs))
    return other_sort or any(all(both) and both[0] != both[1] for both in (places, flows))


def is_dated(sentence: Sentence, mention: Mention) -> bool:
    """「截至6月底，全县在校学生45321人」: whether the clause before names a time of its own."""
    return _AS_OF.search(sentence.text[max(0, mention.start - LONGEST) : mention.start]) is not None


def are_headed_apart(sentence: Sentence, before: Sentence) -> bool:
    """Whether two sentences begin with, or stand below, headings of two stages or schools: 「一、小学」.

    Schools may have no more than a number: 第1所学校, 第2所学校.
    """
    numbered, other = (_NUMBERED.search(s.text) for s in (sentence, before))
    if numbered and other and numbered[0] != other[0]:
        return True
    topics = topic_of(sentence), topic_of(before)
    if all(topics) and topics[0] != topics[1]:
        return True
    ours, theirs = _heading(sentence), _heading(before)
    return ours != theirs and all(_WHOSE.search(heading) for heading in (ours, theirs))


def _heading(sentence: Sentence) -> str:
    return next((s.text for s in islice(sentence.earlier(), _HEADED) if _HEADING.fullmatch(s.text)), "")


def _words(sentence: Sentence, mention: Mention) -> str:
    """The words of its clause; of the clause before too, where it is only said to come to so many."""
    words = around(sentence, mention)
    if _FILLER.sub("", words):
        return words
    return "".join(_CLAUSE.split(sentence.text[max(0, mention.start - LONGEST) : mention.start])[-2:])


def _is_of_now(base: Mention, before: Sentence, earlier: Mention) -> bool:
    """「普惠性幼儿园覆盖率由目前的85.8%提高到90%」 of the plan: the rate that the done part tells under that name."""
    now, called = _OF_NOW.search(base.lead), shortened(earlier)
    name = base.lead[: now.start()] if now is not None else ""
    if len(name) < _LONG or len(called) < _FEW or not name.endswith(called):
        return False
    return name.removesuffix(called) in before.text[max(0, earlier.start - LONGEST) : earlier.start]
