"""Lists that say that there is nothing else: 「整合学校，其中小学4所、初中2所，其他没有变动」, 「全年整合学校6所」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.groupings import heads
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.totals.sum_verdicts import verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Sentence, Told, exact
from taizhang.reading.model import Claim, Kind

_CLOSED = re.compile("(?:其[他它余]|此外)(?:各?类?(?:别|学校|学?校|幼儿园|园|项目|部分|学段)?)(?:均|都|则|保持)*"
                     "(?:(?:没有|无|未)(?:发生|作|做)?(?:变动|变化|调整|增减|改动)|不变|未变)"
                     "|此外[，,]?(?:再|均)?(?:没有|无)其[他它]")
_OPENS = re.compile("(?:^|[，,；;：:。])(?P<name>[一-龥“”]{4,20}?)(?:[，,：:]?(?:其中|包括)|[：:])[：:，,]?"
                    "[一-龥]{0,8}$")
_AHEAD = re.compile("^(?:全年|[今本当]年|目前|我[省市县区]|全[省市县区镇乡]|共|累计|已|先后)+")
_BEHIND = re.compile("(?:共计?|总?数|了|有|为|达到?)+$")
_MORE = re.compile("另|还|等(?=[，,]|$)|主要|计划")
_LEAST = 4               # characters of a verb with what it was done to
_MOST = 64               # counts that are looked at


def closed_lists(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each such list with the one count of the text that tells how many its verb was done to."""
    lists = [(name, parts) for sentence, behind in zip_longest(sentences, sentences[1:])
             if len(name := _name(sentence, parts := _parts(sentence), behind)) >= _LEAST]
    named = _named(sentences) if lists else {}
    for name, parts in lists:
        found = _total(named.get(name[:_LEAST], ()), name, parts)
        if found is not None:
            verdict = verdict_of(found[1], parts)
            sure = all(map(exact, (found[1], *parts))) and not labels.overlapping(parts)
            if verdict in HOLDING or sure:
                yield sum_claim(*found, parts, verdict)


def _parts(sentence: Sentence) -> list[Mention]:
    """The first figure's list in its segment; empty where one of its figures has no value."""
    if len(sentence.levels) < 2:
        return []
    first = sentence.levels[0]
    parts = heads((m for m in sentence.levels if m.unit == first.unit and m.segment == first.segment
                   and m.clause - first.clause <= 1 and not m.brackets), "item")
    counted = len(parts) > 1 and first.unit not in ("%", "") and all(m.known for m in parts)
    return parts if counted and first is sentence.mentions[0] else []


def _is_closed(sentence: Sentence, last: Mention, behind: Sentence | None) -> bool:
    """True where the words behind the list, or those the next sentence begins with, say that nothing else changed."""
    words = sentence.text[last.end : last.end + LONGEST]
    more = _MORE.search(sentence.text[: last.end + LONGEST])
    begins = behind is not None and _CLOSED.match(behind.text.lstrip()) is not None
    return not more and (_CLOSED.search(words) is not None or begins)


def _name(sentence: Sentence, parts: Sequence[Mention], behind: Sentence | None) -> str:
    """What was done to what, by the words before a list that is closed: 「全年优化整合中小学校，其中」."""
    if not parts or not _is_closed(sentence, parts[-1], behind):
        return ""
    start = parts[0].start
    opens = _OPENS.search(sentence.text[max(0, start - LONGEST) : start])
    return _AHEAD.sub("", opens["name"]) if opens is not None else ""


def _named(sentences: Sequence[Sentence]) -> dict[str, list[Told]]:
    """What was reached, by the first characters of what it is called."""
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for sentence in sentences:
        for m in sentence.levels:
            if m.known and m.figure.kind is Kind.ACTUAL:
                found[_called(m)[:_LEAST]].append((sentence, m))
    return found


def _called(mention: Mention) -> str:
    return _BEHIND.sub("", _AHEAD.sub("", mention.lead))


def _total(told: Iterable[Told], name: str, parts: Sequence[Mention]) -> Told | None:
    """The count of that name, of the time of the list; None where the text gives several numbers for it."""
    first = parts[0]
    alike = [(sentence, m) for sentence, m in islice(told, _MOST)
             if m.unit == first.unit and m not in parts and m.figure.period == first.figure.period
             and (_called(m).startswith(name) or name.startswith(_called(m)))]
    return alike[0] if len({m.number for _, m in alike}) == 1 else None
