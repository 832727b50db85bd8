"""What an average is reckoned on, by its words: 生均 on pupils, 校均 on schools, 每平方米 on square metres."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from taizhang.reading.claims import cues
from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import Span, decimal, point
from taizhang.reading.claims.verdicts import HOLDING, judge
from taizhang.reading.claims.view import Mention

_PEOPLE = re.compile("教师|教职工|教职员|师资|职工")
_EACH = re.compile(r"每(?P<hundred>百)?[个一]?(?P<of>[^每]{1,16})$")
_OF = re.compile(r"(?P<of>(?![平年月日周])[一-龥])均(?P<what>[^每，]*)|(?P<class>班额)")
_DIVIDED = re.compile("均|班额")
_PAID = re.compile(r"每[个一]?[人生名位学户家]|/")
_ANY_THING = re.compile("面积|建筑|占地|校舍|图书|平均|[占拥]?有|[达是为约]到?|补助|资助|投入|经费|支出|费用?|造价|成本"
                        "|投资|资金|金额|规模|人?数|学生|教师|标准|平方米|[名位人生所家件套个台万元学均的]")
_CAME_TO = re.compile("(?:提高|提升|增加|增长|上升|上调|扩大|下降|降低|减少|缩小|升|增|降|减)[到至为]?")
_FROM = re.compile("[由从][^由从]{0,12}$")
_IS_COUNTED = {"校": "所校家个", "所": "所校家个", "园": "所家个", "月": ("个月",), "次": ("次", "人次"),
               "车": "辆台部"}

_BARE = frozenset("个场期节堂")    # 平均每个40万元, 平均每场153人次
LOOSE = Decimal("0.12")  # by which 约 may widen both numbers
Counted = Callable[[Mention], bool]


@dataclass(frozen=True)
class Average:
    """An average, and which counts it may be reckoned on."""

    rate: Mention
    counted: Counted
    each: int                # 100 in 每百名学生拥有11台
    per: str                 # 生 in 生均校舍面积12平方米
    what: str = ""           # and 校舍面积

    @cached_property
    def stated(self) -> Span:
        """What the average may stand for, cut-off digits included; a bare 每场30人 was not divided, so it lost none."""
        span, step = self.rate.span or point(self.rate.value), self.rate.step
        divided = _DIVIDED.search(self.rate.lead) is not None
        return span.widened(step / 2).truncated(step) if divided else span.widened(step / 2)

    @cached_property
    def margin(self) -> Decimal:
        """By no more than this is an average off that rounding explains."""
        return 2 * decimal(self.rate.step, 4) + self.rate.number * LOOSE

    def made(self, amount: Mention, count: Mention) -> Span | None:
        return self.made_of(amount, count.span)

    def made_of(self, amount: Mention, size: Span | None) -> Span | None:
        if amount.span is None or size is None or size.lo <= 0:
            return None
        return (amount.span / size).times(self.each)

    def fits(self, amount: Mention, count: Mention) -> bool:
        if not count.number or abs(self.each * amount.number / count.number - self.rate.number) > self.margin:
            return False                                # so it is told far quicker than with spans
        made = self.made(amount, count)
        return made is not None and judge(self.stated, made) in HOLDING

    def is_of_less(self, amount: Mention, count: Mention) -> bool:
        """True where the words name what is no name of the amount: 「图书28.4万册，生均纸质图书35册」."""
        words = _ANY_THING.sub("", self.what or (self.per if len(self.per) > 1 else ""))
        return not set(words) <= set(amount.label + count.label)


def is_average(mention: Mention) -> bool:
    """True for what is so much on each: not for money that is paid to each person, which `per_unit` reckons."""
    told = mention.known and mention.number > 0 and mention.unit not in ("%", "") \
        and mention.role in (Role.LEVEL, Role.STANDARD)
    if not told or _OF.search(mention.lead):
        return told
    paid = mention.unit.startswith("元") and "均" not in mention.lead and _PAID.search(mention.lead + mention.unit)
    return not paid and _EACH.search(mention.lead) is not None


def read_average(rate: Mention) -> Average | None:
    """What the words before an average say that it is reckoned on; None where they do not."""
    if not is_average(rate):
        return None
    if found := _OF.search(rate.lead):
        per = "班" if found["class"] else "人" if "人次均" in rate.lead else found["of"]
        return Average(rate, _counted_by(per), 1, per, found["what"] or "")
    if found := _EACH.search(rate.lead):
        of, each = found["of"], 100 if found["hundred"] else 1
        return Average(rate, _counted_by(of[0]) if of[0] in "校园班车" else _counted_as(of), each, of)
    return None


def came_to(before: Mention, rate: Mention) -> Average | None:
    """「月人均工资由612元提高到738元」: an average that is named before what it was."""
    if before.role is not Role.BASE or before.unit != rate.unit or not _CAME_TO.fullmatch(rate.lead):
        return None
    return read_average(rate._replace(lead=_FROM.sub("", before.lead)))


def _counted_by(per: str) -> Counted:
    """For 生均, 校均, 班额: what is counted so."""
    if per in "生人":
        return lambda m: m.figure.unit in cues.PEOPLE and (per == "人" or not _PEOPLE.search(m.lead))
    if per == "师":
        return lambda m: m.unit == "人" and _PEOPLE.search(m.lead) is not None
    if per == "班":
        return lambda m: m.unit == "班" or (
            m.unit == "个" and "班" in m.lead[-3:] + m.after[:3] and "额" not in m.label)
    units = _IS_COUNTED.get(per, per)
    return lambda m: m.figure.unit in units and (m.figure.unit != "个" or per in m.label)


def _counted_as(of: str) -> Counted:
    """For 每平方米造价, 每个项目, 每名专任教师平均: what has that unit or that name."""
    if of in _BARE:
        return lambda m: m.figure.unit.startswith(of) or (m.figure.unit == "个" and of in m.label)
    name = of[1:] if of[:1] in "名位所家件套" else of
    people = of[:1] in "名位人生"

    def counted(m: Mention) -> bool:
        if people and m.unit == "人":
            return not name[:2] or name[:2] in m.label or of[:1] in "人生"
        unit = m.figure.unit.removeprefix("个")
        named = m.figure.unit == "个" and name != "" and name[:2] in m.label
        return named or (unit != "" and of.startswith(unit))

    return counted
