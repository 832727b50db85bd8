"""What a sentence tells of: its topic, without numbering, adverbs, verbs and the names that are only listed."""

from __future__ import annotations

import re

from taizhang.reading.figures.tables import table

WORDS = {name: "|".join(patterns.split()) for name, patterns in table("phrases").items()}
_YEAR = (r"[\d×]{2,4}(?:[-—][\d×]{2,4})?(?:学年度?|年度?)(?:\d+(?:[-—]\d+)?月)?(?:底|末|初|春季|秋季)?"
         r"(?:学期)?(?:[之以]?前)?")
# what each of several patterns begins with: by it a place where none of them fits is passed over quickly
_FIRST = re.compile(r"(?<!\S)(?:\(\?<.*?\))?(\[.*?\]|\S)")
_START = re.compile(rf"(?:{_YEAR}|{WORDS['at_start']}|\s)+")
_END = re.compile(rf"(?={'|'.join(_FIRST.findall(table('phrases')['at_end']))}|\s)(?:{WORDS['at_end']}|\s)+$")
_VERB = re.compile(WORDS["verbs"])
DEPENDENT = re.compile(WORDS["dependent"])
_MANNER = re.compile(WORDS["manner"])
_LISTED = re.compile(WORDS["listed"])
NUMBERS = re.compile(r"(?=[近约共达\d.×两二三四五六七八九十])(?<!\d)(?!\d+[人分]以[上下])"     # 600分以上 says of whom
                     r"[近约共达]?(?:[\d.]+[余多]?[万亿]?(?:人次|场次|平方米|平方公里|个?百分点|[^\d，。；、（）])?"
                     r"|[\d.×]+[余多]?[万亿]?(?:人次|场次|平方米|个?百分点|[人名所个项件元套台%])"
                     r"|[两二三四五六七八九十]{1,3}余?[名所个项家场])")
_BRACKETED = re.compile(r"（[^（）]*）|《[^《》]*》")
_CLAUSE = re.compile("[，。；：（]")
_A_PLACE = re.compile("[校园中小院县镇乡市区村]等|大学等")
_MEANS = re.compile("^(?:投入|争取|安排|下拨|筹措)(?:资金)?(?:实施|用于|推进)?")      # 投入3860万元实施…项目19个
LONGEST_TOPIC = 12  # no more of a topic goes in front: its end, where Chinese puts the head of a phrase
_CLAUSES = 4        # the topic stands in one of so many clauses, else nowhere


def trimmed(words: str) -> str:
    """Words without the adverbs before and the verbs of reaching behind."""
    return to_its_end(from_its_start(words))


def from_its_start(words: str) -> str:
    """Words without the numbering and the adverbs before."""
    start = _START.match(words)
    return words[start.end():] if start else words


def to_its_end(words: str) -> str:
    """Words without the verbs of reaching behind."""
    end = _END.search(words)
    return words[:end.start()] if end else words


def unlisted(words: str) -> str:
    """Words without the names that are counted: 甲校、乙校等 in front of 3所."""
    if words.endswith("等"):                                # 甲校等8所, but 辞职、病故等27人
        return "" if _A_PLACE.search(words) else words[:-1]
    end = _LISTED.search(words)
    start = words.rfind("，", 0, end.start()) + 1 if end else 0
    return words[:start] + words[end.end():] if end and "、" in words[start:end.start()] else words


def topic(sentence: str) -> str:
    """What a sentence tells of: the first words of it that are no adverbs, up to a verb."""
    for clause in _CLAUSE.split(_BRACKETED.sub("", sentence), _CLAUSES)[:_CLAUSES]:
        words = trimmed(unlisted(clause.strip()))
        if DEPENDENT.match(words) or _MANNER.match(words) or _MANNER.match(clause.strip()):
            continue
        number = NUMBERS.search(words)
        words = words[:number.start()] if number and number.start() > 3 else NUMBERS.sub("", words)
        verb = _VERB.search(words, 2)
        words = trimmed(words[:verb.start()] if verb else words)
        if len(words) > 2:
            return words if len(words) <= LONGEST_TOPIC else _end_of(words)
    return ""


def _end_of(words: str) -> str:
    """The end of a long topic, where Chinese puts the head of a phrase: behind 的, or no more than its last items."""
    end = _MEANS.sub("", words).rpartition("的")[2][-LONGEST_TOPIC:]
    return end.partition("、")[2] or end if len(end) == LONGEST_TOPIC else end
