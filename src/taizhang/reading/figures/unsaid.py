"""The units of numbers that have no measure word behind them: 投入560万, 生师比12.8, 幼儿1204, 差异系数0.38."""

from __future__ import annotations

import re

from taizhang.reading.figures.measures import LASTING, measure_word, unit_of

_STOPS = frozenset("、，。；,;）)比较增减下")      # marks, and words that compare
_LISTED = re.compile(r"(?:[、，和][^，。；、\d]{0,12}\d+(?:\.\d+)?[万亿]){1,6}(?=\w)")
_OPENED = re.compile(r"(?P<number>\d[\d.]*[万亿])[^\d（()）。；]{1,4}[（(][^（()）。；]*$")
_BESIDE = re.compile(r"(?:增加|减少|下降|上升|提高)了?\d+(?:\.\d+)?[万亿]?")      # 比去年的28140减少了1320人
_LIKE_IT = re.compile(r"\d(?P<scale>[万亿])元[，,]?[^，。；\d]{1,8}$")         # 3.94亿元，比上年的3.92亿增长
_BEFORE_IT = re.compile("(?:去年|上年|同期)(?:同期)?的?$")
_MONEY = re.compile("(?:资金|投资|投入|经费|金额|贷款|债券|支出|收入|补助|补贴|拨付|款|造价)[^，。；]{0,10}$")
_PEOPLE = re.compile("(?:学生|幼儿|教师|考生|职工|人员|在校生|毕业生|新生|子女|人口|人)(?:总?数)?"
                     "(?:为|有|达到?|共|约|近|超过?|：)?$")
_POPULATION = re.compile("人口(?:总?数)?(?:为|达|约)?$")
# the sign got lost: 合格率为99.3。小学辍学率0，
_YEAR = r"(?:(?:19|20)\d\d(?:[-—](?:19|20)\d\d)?年)?"
_RATE = re.compile(rf"率{_YEAR}(?:为\d[\d.]*[,，、]{_YEAR})*[已均也仅]?(?:为|达到?|是|：)$")
_BARE_RATE = re.compile("(?:辍学|流失|失学|文盲|入学|巩固|合格|完成|升学|毕业|犯罪)率$")
_ALL_OR_NONE = frozenset({"0", "100"})
_GROWN_TOO = re.compile(               # 减少243人，下降2.47；
    r"(?:增加|减少)\d+(?:\.\d+)?[^，,。；\d]{1,3}[，,](?:增长|下降)(?:了|约)?$")
_SHARE = re.compile(r"(?<![侵抢])占$")
_PERCENT = re.compile(r"100(?:\.0+)?|\d{1,2}(?:\.\d+)?")
_INVESTED = re.compile("(?:投入?|投资|斥资)$")
_SO_MANY_PEOPLE = re.compile("(?:中小学|小学|初中|高中|义务教育|[各农城乡镇进村随迁留守适龄贫困残疾名类级在校园]|困难)*"
                             "(?:学生|中小学生|小学生|儿童|少年|幼儿|子女|人口|师生|教师|教职工|考生|家长|农民|居民|毕业生|孩子|老人)")
_GIVEN = re.compile("(?:发放|拨付|下达|安排|争取|筹措|募集|落实|获得?|投入)(?:了|约|近|共)?$")
_GIVEN_FOR = re.compile("[一-龥]{0,10}?(?:补助|补贴|资金|经费|[助奖]学金|贷款|奖金|善款)")
_OF_MONEY = re.compile("(?:资金|经费|投资)(?:共|约|近|达)?$")
_SPENT_ON = frozenset("建改新扩修打为用")           # 投4.5亿建162个项目
_OF_WHOM = re.compile(" ?(?:中小学|小学|初中|高中|[农乡]村|城区|贫困|留守|义务教育|在职)*"
                      "(?:在校生|在校学生|学生|幼儿|教师|教职工)")     # 全县6997中小学在校生
_COUNTED = re.compile("(?:全[省市县区]|[共现]?有|约|近|达|为|惠及|覆盖|资助|涉及)$")       # no 拨打12345教师热线
_A_YEAR = re.compile(r"(?:19|20)\d\d$")
_WORDS = 40              # characters before a number, in which its name stands
_FEWEST = 3              # digits: 31中学生 may be of a school
_RATIO = re.compile("(?:[生师机校]比|系数|指数|得分|均值)(?:为|达|达到|是|：)?$")
_INDEX = re.compile("(?:系数|指数)[^。；]{0,40}$")
_TOGETHER = re.compile(r"(?:[、，和与及]\d{1,6}(?:\.\d+)?){1,6}")
_IN_TURN = re.compile("(?:分别|依次)[^，。；]{0,20}$")
_SCALES = "万亿"


def unit_unsaid(text: str, start: int, end: int) -> str | None:
    """The unit of the number in digits between two places, "" for a ratio or an index; None where it counts nothing."""
    number = text[start:end]
    if number.startswith("0.") and _INDEX.search(text, max(0, start - 60), start):
        return ""
    if word := _shared_word(text, start, end):
        return unit_of(word)
    before, behind = text[max(0, start - _WORDS):start], text[end:end + 1]
    if behind in "增减下上提" and _BEFORE_IT.search(before) and (beside := _BESIDE.match(text, end)):
        word = measure_word(text, beside.end(), "digits")
        unit = unit_of(word) if word else None
        return "%" if unit == "百分点" else unit
    if behind in "增减下上提" and _BEFORE_IT.search(before) and (beside := _LIKE_IT.search(before)) \
            and beside["scale"] == number[-1]:
        return "元"
    if behind and behind not in _STOPS:
        return _in_mid_clause(text, start, end)
    return _scaled(text, end, before) if number[-1] in _SCALES else _by_name(number, before)


def _in_mid_clause(text: str, start: int, end: int) -> str | None:
    """投4.5亿建162个项目; 全县6997中小学在校生."""
    number = text[start:end]
    if number[-1] in _SCALES:
        return _so_many(text, start, end)
    counted = _COUNTED.search(text, max(0, start - 4), start) and not _A_YEAR.match(number)
    of_whom = len(number) >= _FEWEST and counted and _OF_WHOM.match(text, end)
    return "人" if of_whom else None


def _so_many(text: str, start: int, end: int) -> str | None:
    """2.5万中小学生 are people, 发放310万秋季生活补助 and 专项资金1611万 are money."""
    if _SO_MANY_PEOPLE.match(text, end):
        return "人"
    since = max(0, start - 6)
    spent = text[end] in _SPENT_ON and _INVESTED.search(text, since, start)
    given = _GIVEN.search(text, since, start) and _GIVEN_FOR.match(text, end)
    return "元" if spent or given or _OF_MONEY.search(text, since, start) else None


def _scaled(text: str, end: int, before: str) -> str | None:
    """省级79.2万、市级60万元: of what the end of the list says, or 66万平方米（小学24万、…）, or money by its words."""
    listed, opened = _LISTED.match(text, end), _OPENED.search(text, max(0, end - 80), end)
    if _MONEY.search(before) or _POPULATION.search(before):
        return "元" if _MONEY.search(before) else "人"
    word = measure_word(text, listed.end(), "digits") if listed else None
    word = word or (measure_word(text, opened.end("number"), "digits") if opened else None)
    return unit_of(word) if word else _by_name("", before)


def _by_name(number: str, before: str) -> str | None:
    """By what the words before a number at the end of its clause are the name of."""
    if _RATIO.search(before):
        return ""
    if _PERCENT.fullmatch(number) and _is_percentage(number, before):
        return "%"
    return "人" if "." not in number and _PEOPLE.search(before) else None


def _is_percentage(number: str, before: str) -> bool:
    if _RATE.search(before) or (number in _ALL_OR_NONE and _BARE_RATE.search(before)):
        return True
    return "." in number and bool(_SHARE.search(before) or _GROWN_TOO.search(before))


def _shared_word(text: str, start: int, end: int) -> str | None:
    """The measure word at the end of a bare list: 个百分点 for each number of 分别提高7.9、17.6和10个百分点."""
    rest = _TOGETHER.match(text, end)
    in_turn = rest and ("." in text[start:rest.end()] or _IN_TURN.search(text, max(0, start - 40), start))
    word = measure_word(text, rest.end(), "digits") if rest and in_turn else None
    return word if word not in LASTING else None
