"""Which figures of a sentence are compared: what is, what was, by how much and by how many per cent it changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile, zip_longest
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.growth.names import is_of_other_time
from taizhang.reading.claims.growth.other_things import is_far, is_of_another
from taizhang.reading.claims.growth.series import year_by_year
from taizhang.reading.claims.growth.sides import sides_of
from taizhang.reading.claims.growth.sides_behind import both_behind, compared_ahead, reached_behind, told_behind
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.sentences import is_surpassed
from taizhang.reading.claims.shares.stated import total_of_list
from taizhang.reading.claims.span import decimal
from taizhang.reading.claims.view import Mention, Sentence

_LEVELS_OF = {"百分点": "%"}


class Change(NamedTuple):
    """The figures of one comparison; any may be missing."""

    current: Mention | None
    base: Mention | None
    amount: Mention | None         # 增加7人
    rate: Mention | None           # 增长36.8%, or 倍
    falls: bool


def changes_of(sentence: Sentence) -> Iterator[Change]:
    """The comparisons of a sentence, each with the figures that belong to it."""
    taken: set[str] = set()
    for i, mention in enumerate(sentence.mentions):
        if mention.role is not Role.CHANGE or mention.figure.id in taken:
            continue
        run = _run(sentence, i)
        beside = _beside(sentence, i, run)
        taken |= {m.figure.id for m in (*run, *beside)}
        yield from _told_in_turn(sentence, run, beside) if len(run) > 1 else [_told(sentence, mention, *beside)]


def _told(sentence: Sentence, change: Mention, partner: Mention | None = None) -> Change:
    """One change, with the level, the base and the rate that belong to it."""
    amount, rate = _sorted(change, partner)
    unit = amount.unit if amount is not None else None
    base, current = sides_of(sentence, change, "%" if unit == "百分点" else unit)
    ahead = compared_ahead(sentence, change) if base is not None else None
    if base is not None and ahead is not None and ahead.unit == base.unit:
        base = ahead                                                # 提高17.6个百分点，超过目标（65%）4.4个百分点
    target = _surpassed(sentence, change)
    if target is not None:
        base, current = target, _reached(sentence, change, target)
    if base is not None and _in_turn(sentence, change):
        base = current = None
    if base is not None and current is None:
        current = reached_behind(sentence, partner or change, base)
    if base is None and current is not None:
        base, current = told_behind(sentence, partner or change, current)
    if base is None and current is None:
        base, current = both_behind(sentence, partner or change, "%" if unit == "百分点" else unit)
    told = Change(current, base, amount, rate, (amount or change).falls or _is_better_by_less(current, target))
    if current is not None and (is_far(told) or is_of_another(sentence, told)):
        whole = total_of_list(sentence, current)        # 1236名，其中公办864名、民办372名，比上年的1158名增加
        return told._replace(current=whole if whole is not current else None)
    return told


def _surpassed(sentence: Sentence, change: Mention) -> Mention | None:
    """The target that 「超过市定87%的目标0.6个百分点」 is measured from."""
    before = next((m for m in reversed(sentence.mentions) if m.end <= change.start), None)
    return before if before is not None and is_surpassed(before, change.unit, change.lead) else None


def _reached(sentence: Sentence, change: Mention, target: Mention) -> Mention | None:
    """The rate that surpassed it: the one that fits, or the only one of the sentence."""
    told = [m for m in sentence.levels if m.unit == "%" and m.known]
    more, less = target.number + change.number, target.number - change.number
    needed = (more, less) if cues.EITHER_WAY.search(target.lead) else (less,) if change.falls else (more,)
    fitting = next((m for m in told if m.number in needed), None)
    return fitting or (told[0] if len(told) == 1 and told[0].end <= target.start else None)


def _is_better_by_less(current: Mention | None, target: Mention | None) -> bool:
    """「近视率50%，优于全市平均水平（52%）2个百分点」: what is better lies below."""
    both = current is not None and target is not None and current.number < target.number
    return both and target is not None and cues.EITHER_WAY.search(target.lead) is not None


def _in_turn(sentence: Sentence, change: Mention) -> bool:
    """True for one of several changes told in turn of several things: 「…，…，分别提高3.6个和3.2个百分点」."""
    clause = [m for m in sentence.mentions if m.clause == change.clause and m.role is Role.CHANGE]
    return cues.IN_TURN.search(clause[0].lead) is not None


def _run(sentence: Sentence, i: int) -> list[Mention]:
    """The changes from the `i`th figure on that are told as one list: 「增加60人、140人」, 「增加156笔、312万元」."""
    if i >= len(sentence.mentions) or (first := sentence.mentions[i]).role is not Role.CHANGE:
        return []
    return [first, *takewhile(lambda m: m.role is Role.CHANGE and m.lead in cues.AND_NEXT and m.clause == first.clause
                              and _is_rate(m) == _is_rate(first), sentence.mentions[i + 1 :])]


def _beside(sentence: Sentence, i: int, run: list[Mention]) -> list[Mention]:
    """The other half of a change or of a list of changes: as many of the other sort, told next."""
    if len(run) == 1:
        return [partner] if (partner := _partner(sentence, i)) is not None else []
    beside = _run(sentence, i + len(run))
    return beside if len(beside) == len(run) and _is_rate(beside[0]) != _is_rate(run[0]) else []


def _told_in_turn(sentence: Sentence, run: list[Mention], beside: list[Mention]) -> Iterator[Change]:
    """「一本420人、二本1260人，分别比去年增加60人、140人，增长16.7%、12.5%」: as many levels, as many changes."""
    if sides := _sides_in_turn(sentence, run):
        for (base, current), change, partner in zip_longest(sides, run, beside):
            yield Change(current, base, *_sorted(change, partner), change.falls)
        return
    if years := year_by_year(sentence, run) if not beside else []:
        yield from (Change(now, base, None, rate, rate.falls) for (base, now), rate in zip(years, run, strict=True))
        return
    amounts = beside if beside and _is_rate(run[0]) else run
    units = [_LEVELS_OF.get(m.unit, m.unit) for m in amounts]
    before = [m for m in sentence.levels if m.unit in units and m.end <= run[0].start
              and m.segment == run[0].segment and m.surrounds(run[0])]
    if len(before) > len(run) and beside and _are_right(before[-len(run):], run, beside):
        before = before[-len(run):]                                 # 考生5659人，一本555人，二本1518人，分别增加…
    before = before if [m.unit for m in before] == units else []
    bases = _bases_behind(sentence, run[0], (beside or run)[-1], units) if before else []
    for current, base, change, partner in zip_longest(before, bases, run, beside):
        yield Change(current, base, *_sorted(change, partner), change.falls)


def _bases_behind(sentence: Sentence, first: Mention, last: Mention, units: list[str]) -> list[Mention]:
    """「占比46%、覆盖率85%，分别提高18个和11个百分点（2017年底分别为28%和74%）」: as many in the bracket behind."""
    behind = [m for m in sentence.mentions if m.start >= last.end][: len(units)]
    in_turn = behind and cues.IN_TURN.search(behind[0].lead) and not is_of_other_time(behind[0], first)
    dated = in_turn and cues.TIMES_NAMED.search(behind[0].lead)
    in_bracket = all(len(m.brackets) == len(last.brackets) + 1 and m.clause == last.clause for m in behind)
    return behind if dated and in_bracket and [m.unit for m in behind] == units else []


def _are_right(levels: list[Mention], run: list[Mention], beside: list[Mention]) -> bool:
    """Whether levels, changes and rates told in turn go together, each rate being that of its change."""
    for current, change, partner in zip(levels, run, beside, strict=True):
        amount, rate = _sorted(change, partner)
        if amount is None or rate is None or amount.unit != current.unit or rate.figure.unit != "%":
            return False
        base = current.number + amount.number if change.falls else current.number - amount.number
        if base <= 0 or abs(amount.number / base * 100 - rate.number) > decimal(rate.step, 4):
            return False
    return True


def _sides_in_turn(sentence: Sentence, run: list[Mention]) -> list[tuple[Mention, Mention]]:
    """What each was and is, where both are told of all: one by one, or first the ones and then the others.

    「小学由400元提高到600元，初中由600元提高到800元，分别增长50%和33.3%」; 「由48.7%、76.5%提高到71.9%、90.3%，提高…」;
    「生均1310元、1850元，较上年的1205元和1698元分别增加105元、152元」.
    """
    n = len(run)
    told = [m for m in sentence.mentions if m.end <= run[0].start and m.segment == run[0].segment
            and m.surrounds(run[0])][-2 * n :]
    if len(told) < 2 * n or [m.unit for m in told[:n]] != [m.unit for m in told[n:]]:
        return []
    first, second, roles = told[:n], told[n:], [m.role for m in told]
    if roles == [Role.BASE, Role.LEVEL] * n:
        return list(zip(told[::2], told[1::2], strict=True))
    ones, others = (all(m.lead in cues.AND_NEXT for m in half[1:]) for half in (first, second))
    if ones and others and roles[0] is Role.BASE and roles[n] is Role.LEVEL:
        return list(zip(first, second, strict=True))
    return list(zip(second, first, strict=True)) if others and roles[n] is Role.BASE else []


def _partner(sentence: Sentence, i: int) -> Mention | None:
    """The other half of 「增加7人，增长36.8%」: the next figure, a change of the other sort, a clause on at most."""
    here = sentence.mentions[i]
    for other in sentence.mentions[i + 1 : i + 2]:
        beside = other.brackets == here.brackets or is_bare(other, here)
        near = other.clause - here.clause <= 1 and beside and other.segment == here.segment
        turned = cues.ONLY_CHANGED.fullmatch(other.lead) and not cues.THAN_OTHERS.search(here.lead)  # 减少83人，增长2%
        of_both = _is_rate(other) != _is_rate(here) and (other.falls == here.falls or turned)
        alike = other.role is Role.CHANGE and of_both
        same_thing = _is_rate(other) or _unit_before(sentence, here) == other.unit
        if near and alike and same_thing and not _new_subject(other):
            return other
    return None


def is_bare(rate: Mention, amount: Mention | None) -> bool:
    """True for a rate alone in brackets behind the change, which may be something else: 「增加212人（12.8%）」."""
    return amount is not None and not rate.lead and len(rate.brackets) == len(amount.brackets) + 1


def _new_subject(change: Mention) -> bool:
    """True when the words before a change name something else: 「，经费增长8%」."""
    return len(cues.COMPARISON.sub("", change.lead)) > 1 and cues.AND_BY.fullmatch(change.lead) is None


def _unit_before(sentence: Sentence, mention: Mention) -> str | None:
    before = [m for m in sentence.mentions if m.end <= mention.start and m.role is not Role.CHANGE]
    return before[-1].unit if before else None


def _is_rate(mention: Mention) -> bool:
    return mention.figure.unit in ("%", "倍", "番")


def _sorted(first: Mention, second: Mention | None) -> tuple[Mention | None, Mention | None]:
    return (second, first) if _is_rate(first) else (first, second)
