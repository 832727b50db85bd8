"""What was told is spoken of again: 「招聘教师312人。…今年招聘的321名新教师中…」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.slips import ENOUGH, is_swapped, of_one
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.verdicts import Outcome, claim, say
from taizhang.reading.claims.view import Mention, Sentence, exact, levels
from taizhang.reading.claims.wholes import FAR
from taizhang.reading.model import Claim, Verdict

_AGAIN = re.compile("(?P<done>招聘|招录|录用|招考|新增|新建|建成|补充|资助|培训|投入|改造|交流|选派|引进|购置|检查)的$")
_OF = re.compile("的(?P<noun>[一-龥]{2})")
_ALIKE = ("招聘|招录|录用|招考|补充", "新增|增加", "新建|建成|建设")
_NOUN = re.compile("新?(?P<noun>[一-龥]{2})")
_FILLER = re.compile(r"^(?:其中|目前|现|截至目前|上半年|今年|全年|全[市县区省]|我[市县区])+"
                     r"|(?:仅|只|共|已|现)?(?:有|达到?|为|是)$|[了到]")
_NAME = 4                # characters: what is called so is nothing else
_SMALLEST = 100          # a count of fewer digits is like others by chance


def references(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each count told again by what was done: the same, or wrong where it is but for a slip.

    Also for one of the very name of another of which it has two digits swapped.
    """
    named: dict[tuple[str, str], Mention] = {}
    for sentence in sentences:
        for mention in sentence.levels:
            if mention.number < _SMALLEST or not mention.known or not exact(mention):
                continue
            done, noun = _AGAIN.search(mention.lead), _NOUN.match(mention.after)
            if done and noun:
                yield from _told_before(sentence, mention, done["done"], noun["noun"])
            elif of := _OF.match(mention.after):
                yield from _told_of(sentence, mention, of["noun"])
            elif (name := _FILLER.sub("", mention.lead + mention.after)) and len(name) >= _NAME:
                earlier = named.setdefault((name, mention.unit), mention)
                shown = max(digits(earlier.number), digits(mention.number))
                if earlier is not mention and shown >= ENOUGH and is_swapped(earlier, mention):
                    yield _claim(sentence, earlier, mention)


def _told_before(sentence: Sentence, mention: Mention, done: str, noun: str) -> Iterator[Claim]:
    words = re.compile(next((alike for alike in _ALIKE if done in alike.split("|")), done))
    above = [m for s in islice(sentence.earlier(), FAR) for m in s.mentions
             if m.unit == mention.unit and m.role in (Role.LEVEL, Role.CHANGE) and m.known and exact(m)]
    named = [m for m in above if words.search(m.label) and noun in m.label]
    same = next((m for m in named if m.number == mention.number), None)
    if same is None and any(m.number == mention.number for m in above):
        return
    earlier = same or next((m for m in named if of_one(mention, m.value)), None)
    if earlier is not None:
        yield _claim(sentence, earlier, mention)


def _told_of(sentence: Sentence, mention: Mention, noun: str) -> Iterator[Claim]:
    """「资助34865人次。…全年34685人次的资助」: another number of many digits, two of them swapped."""
    above = (m for s in islice(sentence.earlier(), FAR) for m in levels(s.levels, mention.unit) if noun in m.label)
    earlier = next((m for m in above if digits(m.number) > ENOUGH and is_swapped(m, mention)), None)
    if earlier is not None:
        yield _claim(sentence, earlier, mention)


def _claim(sentence: Sentence, earlier: Mention, mention: Mention) -> Claim:
    return claim(sentence, "same", {"same": [earlier, mention]}, Outcome(
        verdict=Verdict.HOLDS if earlier.number == mention.number else Verdict.CONTRADICTED,
        stated=mention.value, computed=earlier.value, message=say("same", earlier=earlier, stated=mention)))
