"""Changes of which the levels stand in other sentences: the growth in the opening, the two years in a chapter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.growth.comparisons import Change
from taizhang.reading.claims.growth.from_now import THAN_NOW, from_now
from taizhang.reading.claims.growth.growth import difference_claim, growth_claim
from taizhang.reading.claims.growth.names import ends_in, is_told_at, name_of
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Places, Sentence, exact
from taizhang.reading.claims.whose import stage_of, topic_of
from taizhang.reading.model import Claim, Verdict

_LAST = re.compile("[去上]年|上一年|同期|同比")
_OF_ITS_OWN = re.compile(rf"{cues.OTHER_COUNT.pattern}|截[至止]到?[^，,。；;]{{0,8}}\d月")    # count, day
_SEASON = re.compile("[春秋](?=季|学期)|[上下](?=半年|学期)")
_NAME, _SURE = 3, 4      # characters of a name
_HUNDRED = 100           # steps: a level told with so many is the same by no chance
_FAR = 3                 # halves: a level so many times another is seldom of the same thing a year later
_OPEN = {"current", "change", "growth"}     # what a claim has that lacks what it was
_MOST = 16               # comparisons under one name that are looked at


class Compared(NamedTuple):
    """What was, and what is where the same sentence tells that too."""

    name: str
    sentence: Sentence
    base: Mention
    current: Mention | None


class Open(NamedTuple):
    """A change that lacks what it was: where it stands, the figure that states it, and what is told of it."""

    sentence: Sentence
    stated: Mention
    change: Change


def told_apart(sentences: Sequence[Sentence], places: Places, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims; of a change that lacks what another sentence compares under the same name, the claim with that."""
    compared = _compared(sentences)
    for one in claims:
        change = _lacking(one, places) if one.verdict is Verdict.UNCHECKABLE else None
        yield (_settled(change, compared) if change is not None else None) or one
    yield from filter(None, (_settled(change, compared) for change in _alone(sentences, claims)) if compared else ())


def _compared(sentences: Sequence[Sentence]) -> dict[str, list[Compared]]:
    """What was, with what is beside it, by the last two characters of what both are of."""
    found: defaultdict[str, list[Compared]] = defaultdict(list)
    for sentence in sentences:
        for i, base in enumerate(sentence.mentions):
            if base.role is Role.BASE and base.known and exact(base):
                current = _beside(sentence, i)
                name = max((name_of(m) for m in (current, base) if m is not None), key=len)
                if len(name) >= _NAME and len(found[name[-2:]]) < _MOST:
                    found[name[-2:]].append(Compared(name, sentence, base, current))
    return found


def _beside(sentence: Sentence, i: int) -> Mention | None:
    """「由98人增加到120人」, 「120人（去年98人）」, 「120人，上年为98人」: what is, right beside what was."""
    base = sentence.mentions[i]
    behind, ahead = sentence.mentions[i + 1 : i + 2], sentence.mentions[max(i - 1, 0) : i]
    if behind and behind[0].role is Role.LEVEL and cues.GOES_TO.match(base.after) and cues.TO.search(behind[0].lead):
        return behind[0] if behind[0].unit == base.unit and behind[0].known else None
    near = ahead and ahead[0].role is Role.LEVEL and ahead[0].unit == base.unit and ahead[0].known
    return ahead[0] if near and base.clause - ahead[0].clause <= 1 else None


def _lacking(one: Claim, told: Places) -> Open | None:
    """The change of a claim that lacks what it was."""
    if one.type not in ("growth", "year_on_year", "difference") or not one.members.keys() <= _OPEN:
        return None
    figures = {role: told[i] for role, i in one.members.items() if isinstance(i, str)}
    sentence, stated = figures["growth" if one.type == "growth" else "change"]
    if stated.is_lost:
        return None
    current, amount = (figures[role][1] if role in figures else None for role in ("current", "change"))
    return Open(sentence, stated, Change(current, None, amount, stated if one.type == "growth" else None, stated.falls))


def _alone(sentences: Sequence[Sentence], claims: Sequence[Claim]) -> Iterator[Open]:
    """Changes of which the sentence tells nothing else: 「在园幼儿比上年减少1420人」."""
    taken = {i for one in claims if "change" in one.members for i in one.members.values() if isinstance(i, str)}
    for sentence in sentences:
        for m in sentence.mentions:
            if m.role is Role.CHANGE and m.known and m.unit != "%" and m.figure.id not in taken:
                yield Open(sentence, m, Change(None, None, m, None, m.falls))


def _settled(one: Open, compared: dict[str, list[Compared]]) -> Claim | None:
    """The claim with what another sentence compares under its name: where it fits, or is wrong beyond doubt."""
    if one.change.rate is None and (THAN_NOW.search(one.stated.lead) or cues.THAN_OTHERS.search(one.stated.lead)):
        return _from_now(one)
    name = name_of(one.stated) or (name_of(one.change.current) if one.change.current is not None else "")
    if len(name) < _NAME or not one.stated.known or cues.OTHER_BASIS.search(one.stated.lead):
        return None
    alike = [c for c in compared.get(name[-2:], ()) if c.sentence is not one.sentence and _is_of(one, c)
             and _is_called(name, one, c)]
    found = [(c, made) for c in alike if (made := _claim(one, c)) is not None]
    held = next((made for _, made in found if made.verdict in HOLDING), None)
    if held is not None or len({(c.base.number, c.current and c.current.number) for c in alike}) != 1:
        return held
    return next((made for c, made in found if made.verdict is Verdict.CONTRADICTED and _is_sure(one, c) and (
        (made.type == "growth" and made.cause and c.current is not None)          # a slip explains it
        or _tell_the_same(one, c) or (len(name) >= _SURE and name == c.name and _are_near(one, c)))), None)


def _from_now(one: Open) -> Claim | None:
    change, current, amount = from_now(one.sentence, one.change), one.change.current, one.change.amount
    if change is None or current is None or amount is None:
        return None
    return difference_claim(one.sentence, change, current, amount)


def _is_called(name: str, one: Open, compared: Compared) -> bool:
    """Whether both have one name; of one level an end of it is enough."""
    if name == compared.name or is_told_at(name, compared.name, compared.sentence, compared.base):
        return True
    same = _tell_the_same(one, compared) and (ends_in(name, compared.name) or ends_in(compared.name, name))
    return same or is_told_at(compared.name, name, one.sentence, one.stated)


def _tell_the_same(one: Open, compared: Compared) -> bool:
    """Whether both tell what it is, with so many digits that it is one thing."""
    current, other = one.change.current, compared.current
    if current is None or other is None or current.number != other.number:
        return False
    return exact(current) and current.value >= _HUNDRED * current.step


def _are_near(one: Open, compared: Compared) -> bool:
    """Whether the levels may be of one thing: 17124 of one district are not what 84216 of the city were."""
    current = compared.current or one.change.current
    return current is not None and max(current.value, compared.base.value) * 2 < min(
        current.value, compared.base.value) * _FAR


def _is_of(one: Open, compared: Compared) -> bool:
    """Whether both are of one time and one unit, and of one level where both tell it."""
    current = one.change.current
    (years, season, start), (theirs, their_season, their_start) = (_when(m) for m in (one.stated, compared.base))
    other_time = years - theirs or season != their_season or start != their_start
    unit = current.unit if current is not None else one.stated.unit if one.change.rate is None else compared.base.unit
    if other_time or compared.base.unit != ("%" if unit == "百分点" else unit):
        return False
    differ = current is not None and compared.current is not None and current.number != compared.current.number
    return not differ or not (current is not None and current.known and exact(current))


def _when(mention: Mention) -> tuple[set[str], set[str], bool]:
    """The years and terms that the words before a figure name, and whether they name the start of the year."""
    lead = mention.lead
    return set(cues.A_YEAR.findall(lead)), set(_SEASON.findall(lead)), "年初" in lead


def _claim(one: Open, compared: Compared) -> Claim | None:
    current = compared.current or one.change.current
    if current is None or not current.known:
        return None
    change = one.change._replace(current=current, base=compared.base)
    if change.rate is not None:
        return growth_claim(one.sentence, change._replace(amount=None), change.rate)
    return difference_claim(one.sentence, change, current, change.amount) if change.amount is not None else None


def _is_sure(one: Open, compared: Compared) -> bool:
    """Whether both are of one stage and place and of last year; what is the same level need not name its stage."""
    ours, theirs = stage_of(one.sentence, one.stated), stage_of(compared.sentence, compared.current or compared.base)
    of_one = ours == theirs or (not theirs and _tell_the_same(one, compared))
    return of_one and topic_of(one.sentence) == topic_of(compared.sentence) and all(
        _LAST.search(m.lead) and not _OF_ITS_OWN.search(sentence.text)
        for sentence, m in ((one.sentence, one.stated), (compared.sentence, compared.base)))
