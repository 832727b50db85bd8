"""Names counted: as many must be listed as the figure says; and days that no calendar has."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction

from taizhang.reading.claims import cues
from taizhang.reading.claims.shares.stated import clause_before
from taizhang.reading.claims.verdicts import NOTHING, Members, Outcome, claim, say
from taizhang.reading.claims.view import Mention, Sentence
from taizhang.reading.model import Claim, Verdict

_NAME = re.compile(r"^.{2,}(?:小学|中学|学校|幼儿园|一中|二中|三中|高中|职校|中专|学院|[县区乡镇])$")
_DATE = re.compile(r"(?P<month>\d(?<![\d.].)\d?)\s*月\s*(?P<day>\d{1,2})\s*[日号]")
_TITLES = re.compile(r"[^，,；;。（(《]{0,16}[，,]?(?:分别[是为]|包括|即)[：:]?(?=《)")
_TITLE = re.compile("(?:^|[、，；;和及与])(《[^《》]*》)")
_LIST_BEHIND = re.compile(r"[^，,；;。（(：:]{0,16}(?:[（(]([^（()）]+)[）)]|[：:]([^（()）：:]+)$)")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def listed_names(sentence: Sentence) -> Iterator[Claim]:
    """A claim where names stand before their count (甲小学、乙小学等2所) or in brackets behind it."""
    if "、" not in sentence.text and "《" not in sentence.text:
        return
    for mention in sentence.levels:
        if mention.known and 2 <= mention.number <= 30 and mention.figure.unit not in ("%", "元"):
            yield from _before(sentence, mention)
            yield from _behind(sentence, mention)
            yield from _titles(sentence, mention)


def _before(sentence: Sentence, count: Mention) -> Iterator[Claim]:
    words = clause_before(sentence, count.start)
    others = re.search(r"等$", words)
    names = _names(words[: others.start()] if others else words)
    if len(names) < 2 or not all(_NAME.search(name) for name in names):
        return
    if not others or len(names) >= count.value:
        yield from _counted(sentence, count, len(names))


def _behind(sentence: Sentence, count: Mention) -> Iterator[Claim]:
    """The bracket after the count; commas may part groups inside it: 小学数学、语文，初中数学."""
    match = _LIST_BEHIND.match(sentence.text, count.end)
    words = (match.group(1) or match.group(2)).rstrip("。！？") if match else ""
    if not words or cues.AND_OTHERS.search(words) or re.search(r"\d", words):
        return
    names = _names(words)
    if len(names) == count.value or len(re.split(r"[、，,；;]", words)) == count.value:
        yield from _counted(sentence, count, int(count.value))
    elif len(names) > count.value and all(_NAME.search(name) for name in names):
        yield from _counted(sentence, count, len(names))


def _titles(sentence: Sentence, count: Mention) -> Iterator[Claim]:
    """「9个项目，分别是《…》135万元；《…》39万元」, however much is said of each."""
    begins = _TITLES.match(sentence.text, count.end)
    words = sentence.text[begins.end() :] if begins is not None else ""
    titles = [*_TITLE.finditer(words)]
    if begins is not None and titles and not words.startswith("等", titles[-1].end()):
        yield from _counted(sentence, count, len(titles), [m for m in sentence.mentions if m.start > begins.end()])


def _names(words: str) -> list[str]:
    return [name for name in re.split(r"、|和|及|与", words) if name]


def _counted(sentence: Sentence, count: Mention, names: int, told: Sequence[Mention] = ()) -> Iterator[Claim]:
    """The claim that so many names are listed; `told` are the figures that stand beside them."""
    verdict = Verdict.HOLDS if names == count.value else \
        Verdict.CONTRADICTED if names > count.value else Verdict.UNCHECKABLE
    members: Members = {"count": count, "items": list(told)} if told else {"count": count}
    yield claim(sentence, "other", members, Outcome(
        verdict=verdict, stated=count.value, computed=Fraction(names),
        message=say("names", stated=count, computed=names),
        needs=say("needs-names") if verdict is Verdict.UNCHECKABLE else NOTHING))


def impossible_days(text: str, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each date of a text that does not exist: 2月30日, 13月5日."""
    for match in _DATE.finditer(text):
        month, day = int(match.group("month")), int(match.group("day"))
        if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
            here = bisect_right(sentences, match.start(), key=lambda sentence: sentence.start) - 1
            sentence = sentences[max(here, 0)]
            yield claim(sentence, "other", {}, Outcome(
                verdict=Verdict.CONTRADICTED, message=say("no-such-day", day=match.group())))
