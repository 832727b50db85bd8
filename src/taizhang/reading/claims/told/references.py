"""What was told is spoken of again: 「招聘教师312人。…今年招聘的321名新教师中…」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice

from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.slips import ENOUGH, is_shifted, is_swapped, of_one
from taizhang.reading.claims.span import digits
from taizhang.reading.claims.told.likeness import COMMON, SCOPE, are_headed_apart, is_dated, is_same, shortened
from taizhang.reading.claims.totals import families
from taizhang.reading.claims.verdicts import Outcome, claim, say
from taizhang.reading.claims.view import Mention, Sentence, Told, exact
from taizhang.reading.model import Claim, Verdict

_AGAIN = re.compile("(?P<done>招聘|招录|录用|招考|新增|新建|建成|补充|资助|培训|投入|改造|交流|选派|引进|购置|检查)的$")
_ALIKE = {done: re.compile(words) for words in ("招聘|招录|录用|招考|补充", "新增|增加", "新建|建成|建设")
          for done in words.split("|")}
_SAID = re.compile("(?:前述|上述|前文所述|上文所述|前面提到的|前面所说的)(?P<name>[^前上全]{3,16}?)的?$")
_NOUN = re.compile("新?(?P<noun>[一-龥]{2})")
_OF = re.compile("的(?P<noun>[一-龥]{2,})")
_OTHER_TIME = re.compile(f"(?<![比较])[去上]年|前年|明年|20\\d\\d年|\\d月|计划|规划|实际|{families.SEASONS.pattern}")
_NAME, _LONG = 4, 6      # characters: what is called so is nothing else; not even with few digits
_COUNTS = (Role.LEVEL, Role.CHANGE, Role.BASE)
_SMALLEST = 100          # a count of fewer digits is like others by chance
_MANY = 64               # figures that are looked at
_LATEST = 8              # of one number

Shown = tuple[str, tuple[int, ...]]                         # a unit, and digits that are not 0, in order of size
Alike = dict[Decimal, list[Told]]       # by number


def references(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """A claim for each count told again: the same, or wrong where it is but for a slip.

    Spoken of again is what was done (今年招聘的321名教师), what all is said to be (全年34685人次的资助), and what is
    called alike where two digits are swapped.
    """
    told: defaultdict[str, list[Mention]] = defaultdict(list)       # by unit
    alike: defaultdict[Shown, Alike] = defaultdict(dict)
    named: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)      # by unit and words before
    for sentence in sentences:
        yield from _with_its_point_elsewhere(sentence, named)
        yield from _with_digits_swapped(sentence, alike)
        yield from _as_was_said(sentence)
        here = [m for m in sentence.mentions if m.known and m.number >= _SMALLEST and exact(m)
                and m.role in (Role.LEVEL, Role.CHANGE)]
        if not here or _OTHER_TIME.search(sentence.text):
            continue
        for mention in here:
            if again := _is_told_again(mention):
                yield from _told_before(sentence, mention, told[mention.unit][-_MANY:], *again)
        for mention in here:
            told[mention.unit].append(mention)


def _as_was_said(sentence: Sentence) -> Iterator[Claim]:
    """「尚未返校37人。…前述尚未返校的47人中」: what is said to have been told, where that was told once only."""
    if "述" not in sentence.text and "前面" not in sentence.text:
        return
    for mention in sentence.levels:
        said = _SAID.search(mention.lead) if mention.known and exact(mention) else None
        if said is not None:
            above = [m for s in islice(sentence.earlier(), _MANY) for m in s.levels
                     if m.unit == mention.unit and m.known and exact(m) and m.lead.endswith(said["name"])]
            if len({m.number for m in above}) == 1:
                yield _claim(sentence, above[0], mention)


def _is_told_again(mention: Mention) -> tuple[str, str] | None:
    """今年招聘的321名新教师: what was done, and with whom or what."""
    again, noun = _AGAIN.search(mention.lead), _NOUN.match(mention.after)
    return (again["done"], noun["noun"]) if again and noun else None


def _with_its_point_elsewhere(sentence: Sentence, told: dict[tuple[str, str], list[Mention]]) -> Iterator[Claim]:
    """「拨付经费6204517533元」 in the lead, 「拨付经费62045175.33元」 below: what has the same digits and name."""
    for mention in sentence.levels:
        if mention.known and len(mention.lead) >= _NAME:
            alike = told[mention.unit, mention.lead]
            earlier = next((m for m in alike[-_MANY:] if is_shifted(m.number, mention.number)), None)
            alike.append(mention)
            if earlier is not None:
                yield _claim(sentence, earlier, mention)


def _told_before(sentence: Sentence, mention: Mention, above: list[Mention], done: str, noun: str) -> Iterator[Claim]:
    words = _ALIKE.get(done)
    named = [m for m in above if noun in m.label and (words.search(m.label) if words else done in m.label)]
    same = next((m for m in named if m.number == mention.number), None)
    if same is None and any(m.number == mention.number for m in above):
        return
    earlier = same or next((m for m in named if of_one(mention, m.value)), None)
    if earlier is None:
        return
    of_earlier = next((s for s in islice(sentence.earlier(), _MANY) if earlier in s.mentions), sentence)
    if same is not None or not _is_gap_told(mention, earlier, sentence, of_earlier):
        yield _claim(sentence, earlier, mention)


def _is_gap_told(one: Mention, other: Mention, *sentences: Sentence) -> bool:
    """「招聘教师327名，6名放弃。今年招聘的321名新教师…」: what lies between the two is told beside one of them."""
    gap = abs(one.number - other.number)
    return any(m.number == gap and m.unit == one.unit for s in sentences for m in s.mentions)


def _with_digits_swapped(sentence: Sentence, told: dict[Shown, Alike]) -> Iterator[Claim]:
    """A claim for a figure that was told before with two of its digits the other way round."""
    for mention in sentence.mentions:
        shown = mention.number.normalize().as_tuple().digits if mention.known and mention.role in _COUNTS else ()
        if len(shown) > 1 and exact(mention):
            alike = told[mention.unit, tuple(sorted(filter(None, shown)))]
            others = (ones[-_LATEST:] for number, ones in alike.items()
                      if number != mention.number and is_swapped(ones[-1][1], mention))
            earlier = next((m for before, m in chain.from_iterable(others) if (
                _is_spoken_of(sentence, mention, before, m) or is_same(sentence, mention, before, m))
                and not _is_gap_told(m, mention, sentence, before)), None)
            if mention.number in alike or len(alike) < _MANY:
                alike.setdefault(mention.number, []).append((sentence, mention))
            if earlier is not None:
                yield _claim(sentence, earlier, mention)


def _is_spoken_of(sentence: Sentence, mention: Mention, before: Sentence, earlier: Mention) -> bool:
    """「“双师型”教师802人。…全市“双师型”教师仅有820人」, 「资助34865人次。…全年34685人次的资助」.

    Also of four digits where all of its name is said: 「教育经费总投入18.75亿元。…全年17.85亿元的教育经费总投入中」.
    """
    if not all(m.value >= _SMALLEST and m.role is not Role.BASE for m in (mention, earlier)) \
            or any(_OTHER_TIME.search(s.text) for s in (sentence, before)) or _is_told_again(mention) \
            or max(digits(earlier.number), digits(mention.number)) < ENOUGH or are_headed_apart(sentence, before) \
            or is_dated(sentence, mention) or is_dated(before, earlier):
        return False
    of, name, called = _OF.match(mention.after), shortened(mention), shortened(earlier)
    if of is not None and SCOPE.fullmatch(mention.lead):
        is_named = of["noun"][:2] in earlier.label and COMMON.match(of["noun"]) is None
        return (is_named and digits(mention.number) > ENOUGH) or (
            len(called) >= _LONG and of["noun"].startswith(called))
    return len(name) >= _NAME and bool(SCOPE.match(mention.lead)) and not mention.clause and name == called


def _claim(sentence: Sentence, earlier: Mention, mention: Mention) -> Claim:
    return claim(sentence, "same", {"same": [earlier, mention]}, Outcome(
        verdict=Verdict.HOLDS if earlier.number == mention.number else Verdict.CONTRADICTED,
        stated=mention.value, computed=earlier.value, message=say("same", earlier=earlier, stated=mention)))
