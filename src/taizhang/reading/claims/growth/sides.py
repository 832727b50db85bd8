"""What it was and what it is: the two levels that a change lies between."""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.averages.per_what import is_average
from taizhang.reading.claims.growth.names import is_of_other_time
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.shares.stated import around, named_alike
from taizhang.reading.claims.view import Mention, Sentence, levels

_A_NAME = 2              # characters
ONLY_YEAR = re.compile("而?((?:19|20)\\d\\d)年(?:同期|度|[底末])?仅?[为是]")
_DONE_OF = re.compile("(?:完成|相当于|[达为是])[^，,；;。]{0,12}(?:预算|计划|任务|目标|规划)数?$")
_OTHERS = re.compile("目标|任务|计划|预算|标准|要求|[省市县国]定|平均")
NEAR = 3                # clauses
_OF_ALL = 20             # times an average, and more: an amount is of all
Sides = tuple[Mention | None, Mention | None]


def sides_of(sentence: Sentence, change: Mention, unit: str | None) -> Sides:
    """What it was and what it is: the nearest figures before the change, in its segment, of its unit."""
    before = [m for m in reversed(sentence.mentions) if m.end <= change.start and m.segment == change.segment
              and (m.role in (Role.LEVEL, Role.BASE) or is_average(m)) and (m.role is Role.BASE or m.surrounds(change))]
    if (named := _named(sentence, before, change, unit)) is not None:
        return named
    skipped = len({m.clause for m in sentence.mentions if not m.surrounds(change) and m.segment == change.segment})
    before = [m for m in before if change.clause - m.clause <= NEAR + skipped]
    unit = before[0].unit if before and unit is None else unit
    same = _of_one_size([m for m in before if m.unit == unit and not _is_whole(m)])
    if not same or _of_another(sentence, change, same[0]):
        return None, None
    if (year := cues.A_YEAR.search(change.lead)) and any(cues.A_YEAR.search(m.lead) for m in levels(same)):
        compared = next((m for m in same if year[0] in m.lead), None)
        return compared, next((m for m in same if m.role is Role.BASE or year[0] not in m.lead), None)
    return _of_nearest(sentence, change, *same)


def _named(sentence: Sentence, before: list[Mention], change: Mention, unit: str | None) -> Sides | None:
    """The two that the words of the change name by what they are of, or by their years."""
    if named := cues.ONE_THAN_OTHER.match(change.lead):                 # 招生比毕业生多1162人
        now, then = (next((m for m in before if m.lead.endswith((name, name[:2]))), None) for name in named.groups())
        if now is not None and then is not None:
            return then, now
    if years := cues.YEAR_ON_YEAR.search(change.lead):
        return _of_years(before, unit, *years.groups()) or _of_years_in_turn(sentence, change, *years.groups())
    if (span := cues.YEARS.search(change.lead)) and cues.YEARLY.search(change.lead, span.end()):
        return _of_years(before, unit, span[2] or "", span[1] or "") or (None, None)      # 2016年至2020年年均增长6.2%
    if year := cues.OF_YEAR_THAN_BEFORE.search(change.lead):        # 2024年594万元、2025年792万元，2025年较上年增长
        return _of_years(before, unit, year[1], str(int(year[1]) - 1)) or (None, None)
    return None


def _of_nearest(sentence: Sentence, change: Mention, nearest: Mention, *further: Mention) -> Sides:
    """The two by their years, by what the nearest of them is, or that one alone."""
    others = [m for m in further if _apart(sentence, m, nearest) <= 1]
    if others and others[0].role is Role.LEVEL and _is_of_year_before(nearest, others[0]):
        return nearest, others[0]
    if others and (years := _years(nearest, others[0])):
        return (others[0], nearest) if years[0] > years[1] else (nearest, others[0])
    if nearest.role is Role.BASE:
        return _of_its_time(nearest, change), next((m for m in others if m.role is not Role.BASE), None)
    return next((m for m in others[:1] if m.role is Role.BASE and m.brackets == nearest.brackets and "其中" not in
                 sentence.text[m.end:nearest.start] and _of_its_time(m, change)), None), nearest


def _is_of_year_before(level: Mention, current: Mention) -> bool:
    """「投入8.46亿元，2024年为7.92亿元，同比增长6.8%」: of a report on 2025 what it was."""
    year = ONLY_YEAR.fullmatch(level.lead) if level.role is Role.LEVEL else None
    period = (current.figure.period or "")[:4]
    return year is not None and cues.A_YEAR.search(current.lead) is None and period == str(int(year[1]) + 1)


def _of_years(before: list[Mention], unit: str | None, now: str, then: str) -> Sides | None:
    """「2022年78人，2023年92人，2024年115人，…，2024年比2022年增长47.4%」: the levels of the two years."""
    told = {year[0]: m for m in before if unit in (m.unit, None) and (year := cues.A_YEAR.search(m.lead))}
    both = now in told and then in told and told[now].unit == told[then].unit
    return (told[then], told[now]) if both else None


def _of_years_in_turn(sentence: Sentence, change: Mention, now: str, then: str) -> Sides:
    """「2020年至2022年分别为213人、268人、331人，…，2022年比2020年增长55.4%」: a level for each year that is told."""
    told = [m for m in sentence.levels if m.end <= change.start]
    for named in cues.YEARS.finditer(sentence.text, 0, change.start):
        years = _years_named(named[0])
        of_years = [m for m in told if m.start >= named.end()][: len(years)]
        alike = len(of_years) == len(years) and len({(m.unit, m.clause) for m in of_years}) == 1
        if alike and cues.IN_TURN.search(of_years[0].lead) and then in years:
            return of_years[years.index(then)], of_years[years.index(now)] if now in years else None
    return None, None


def _years_named(words: str) -> list[str]:
    """The years that 2020年至2022年 or 2020年、2021年和2022年 name."""
    years: list[str] = re.findall(r"(?:19|20)\d\d", words)
    one_by_one = "、" in words or "和" in words
    return years if one_by_one else [str(year) for year in range(int(years[0]), int(years[1]) + 1)]


def _of_one_size(told: list[Mention]) -> list[Mention]:
    """Without the average beside an amount: 「发放420万元，人均1200元，比上年的380万元增长10.5%」."""
    base = next((m for m in told if m.role is Role.BASE), None)
    return [m for m in told if base is None or base.number < m.number * _OF_ALL or not is_average(m)]


def _is_whole(level: Mention) -> bool:
    """True for the whole of a share, of which nothing goes on to be told: 「占总支出31.52亿元的20%，比上年增长…」.

    Also of a plan: 「决算40.5万元，完成预算46万元的88%，比上年减少4.5万元」.
    """
    return level.after.startswith("的") and ("占" in level.lead or (level.after == "的" and _DONE_OF.search(level.lead)
                                                                    is not None))


def _apart(sentence: Sentence, earlier: Mention, later: Mention) -> int:
    """How many clauses on a level stands; its share, its average and what it is compared with do not count.

    「支出4.2亿元，占20%，比去年的4亿元增长5%」; 「普惠率91%，比去年的88%提高3个百分点，超过90%的目标1个百分点」.
    """
    between = [m for m in sentence.mentions if earlier.clause < m.clause < later.clause]
    shares = {m.clause for m in between if m.figure.unit == "%"} - {m.clause for m in between if m.figure.unit != "%"}
    compared = {m.clause for m in between} - {m.clause for m in between if m.role in (Role.LEVEL, Role.RANK)}
    return later.clause - earlier.clause - len(shares | compared)


def _years(*levels: Mention) -> list[int]:
    """The years of both, where both are levels that name one of their own: 「2025年3200万元，2024年2800万元」."""
    found = [cues.A_YEAR.search(m.lead) for m in levels if m.role is Role.LEVEL]
    years = [int(year[0]) for year in found if year]
    return years if len(set(years)) == len(levels) else []


def _of_its_time(base: Mention, change: Mention) -> Mention | None:
    """The base, unless the change names another time: 「较2023年的2800万元增长14.3%，较2024年增长5%」."""
    named = cues.TIMES_NAMED.search(change.lead) is not None and base.clause < change.clause
    of_others = named and _OTHERS.search(base.label) is not None        # 比目标92%低0.8个百分点，比去年提高1.2个百分点
    return base if not of_others and not is_of_other_time(base, change) else None


def _of_another(sentence: Sentence, change: Mention, level: Mention) -> bool:
    """True when a change in a clause of its own is of something else: 「参与率提高到96%，近视率下降1个百分点」."""
    if level.role is Role.BASE and level.after.startswith("相比"):          # 与2021年的1657人相比，上线人数增长11.2%
        return False
    if cues.NOT_COUNTED.match(level.after):         # 教学点86个不计入校数，校数比上年减少21所
        return True
    subject = cues.COMPARISON.sub("", cues.THAN_OTHERS.sub("", change.lead))
    if change.clause == level.clause or len(subject) < _A_NAME or cues.ANY_SUBJECT.fullmatch(subject):
        return False
    before = sentence.text[: level.end]
    if subject.startswith("其中") or any(sort not in before for sort in cues.SORTS.findall(subject)):
        return True                                 # 小学生12000人，民办在校生比上年增加240人
    return not named_alike(subject, around(sentence, level))
