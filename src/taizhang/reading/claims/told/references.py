"""What was told is spoken of again: 「招聘教师312人。…今年招聘的321名新教师中…」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.slips import ENOUGH, is_shifted, is_swapped, of_one
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.totals import families
from taizhang.reading.claims.verdicts import Outcome, claim, say
from taizhang.reading.claims.view import Mention, Sentence, exact
from taizhang.reading.model import Claim, Verdict

_AGAIN = re.compile("(?P<done>招聘|招录|录用|招考|新增|新建|建成|补充|资助|培训|投入|改造|交流|选派|引进|购置|检查)的$")
_ALIKE = {done: re.compile(words) for words in ("招聘|招录|录用|招考|补充", "新增|增加", "新建|建成|建设")
          for done in words.split("|")}
_NOUN = re.compile("新?(?P<noun>[一-龥]{2})")
_OF = re.compile("的(?P<noun>[一-龥]{2})")
_SCOPE = re.compile("(?:全[市县区省年]|我[市县区]|今年|上半年|本年)+(?:仅|只|共|已|现)?(?:有|达到?|为|是)?")
_FILLER = re.compile(f"^(?:其中|目前|现|截至目前|{_SCOPE.pattern})+|(?:仅|只|共|已|现)?(?:有|达到?|为|是)$|[了到]")
_OTHER_TIME = re.compile(f"去年|上年|前年|明年|20\\d\\d年|\\d月|计划|规划|实际|{families.SEASONS.pattern}")
_NAME = 4                # characters: what is called so is nothing else
_SMALLEST = 100          # a count of fewer digits is like others by chance
_MANY = 64               # figures that are looked at


def references(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each count told again: the same, or wrong where it is but for a slip.

    Spoken of again is what was done (今年招聘的321名教师), what all is said to be (全年34685人次的资助), and what has
    the very name of another figure of the whole place, of which two digits are swapped.
    """
    told: defaultdict[str, list[Mention]] = defaultdict(list)       # by unit
    alike: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)      # by unit and digits, in any order
    named: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)      # by unit and words before
    for sentence in sentences:
        yield from _with_its_point_elsewhere(sentence, named)
        here = [m for m in sentence.mentions if m.known and m.number >= _SMALLEST and exact(m)
                and m.role in (Role.LEVEL, Role.CHANGE)]
        if not here or _OTHER_TIME.search(sentence.text):
            continue
        keys = [_key(mention) for mention in here]
        for mention, key in zip(here, keys, strict=True):
            again, noun = _AGAIN.search(mention.lead), _NOUN.match(mention.after)
            if again and noun:
                yield from _told_before(sentence, mention, told[mention.unit][-_MANY:], again["done"], noun["noun"])
            elif digits(mention.number) >= ENOUGH - 1:
                yield from _swapped(sentence, mention, alike[key][-_MANY:])
        for mention, key in zip(here, keys, strict=True):
            told[mention.unit].append(mention)
            alike[key].append(mention)


def _with_its_point_elsewhere(sentence: Sentence, told: dict[tuple[str, str], list[Mention]]) -> Iterator[Claim]:
    """「拨付经费6204517533元」 in the lead, 「拨付经费62045175.33元」 below: what has the same digits and name."""
    for mention in sentence.levels:
        if mention.known and len(mention.lead) >= _NAME:
            alike = told[mention.unit, mention.lead]
            earlier = next((m for m in alike[-_MANY:] if is_shifted(m.number, mention.number)), None)
            alike.append(mention)
            if earlier is not None:
                yield _claim(sentence, earlier, mention)


def _key(mention: Mention) -> tuple[str, str]:
    shown = sorted(map(str, mention.number.normalize().as_tuple().digits))
    return mention.unit, "".join(shown).lstrip("0")


def _told_before(sentence: Sentence, mention: Mention, above: list[Mention], done: str, noun: str) -> Iterator[Claim]:
    words = _ALIKE.get(done)
    named = [m for m in above if noun in m.label and (words.search(m.label) if words else done in m.label)]
    same = next((m for m in named if m.number == mention.number), None)
    if same is None and any(m.number == mention.number for m in above):
        return
    earlier = same or next((m for m in named if of_one(mention, m.value)), None)
    if earlier is not None:
        yield _claim(sentence, earlier, mention)


def _swapped(sentence: Sentence, mention: Mention, above: list[Mention]) -> Iterator[Claim]:
    """「“双师型”教师802人。…全市“双师型”教师仅有820人」, 「资助34865人次。…全年34685人次的资助」."""
    of, name = _OF.match(mention.after), _FILLER.sub("", mention.lead + mention.after)
    for earlier in above:
        if max(digits(earlier.number), digits(mention.number)) < ENOUGH or not is_swapped(earlier, mention):
            continue
        spoken_of = of is not None and _SCOPE.fullmatch(mention.lead) and of["noun"] in earlier.label
        same_name = len(name) >= _NAME and _SCOPE.match(mention.lead) and not mention.clause \
            and name == _FILLER.sub("", earlier.lead + earlier.after)
        if (spoken_of and digits(mention.number) > ENOUGH) or same_name:
            yield _claim(sentence, earlier, mention)
            return


def _claim(sentence: Sentence, earlier: Mention, mention: Mention) -> Claim:
    return claim(sentence, "same", {"same": [earlier, mention]}, Outcome(
        verdict=Verdict.HOLDS if earlier.number == mention.number else Verdict.CONTRADICTED,
        stated=mention.value, computed=earlier.value, message=say("same", earlier=earlier, stated=mention)))
