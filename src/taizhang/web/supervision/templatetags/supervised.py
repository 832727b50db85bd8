"""How tasks are said on pages: their lights, what is left of the time, how much is done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.quantities import format_number
from taizhang.supervision.ranking import Ranked
from taizhang.supervision.standing import Light
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.supervision.models import ENDED, Task

register = template.Library()


@register.filter
def lamp(light: str) -> SafeString:
    """A light as a mark with its name, so that it is told without its colour too."""
    return format_html('<span class="light {}">{}</span>', light, light_name(light))


@register.filter
def lit(ranked: Ranked, light: str) -> int:
    """How many of a unit's tasks have a light."""
    return ranked.lit(Light(light))


@register.filter
def light_name(light: str) -> str:
    """绿灯 for green."""
    return say(Light(light).label)


@register.filter
def left(task: Task) -> str:
    """还有12天, 今天到期, 逾期3天; 待核验 once closing was asked for in time; "" for what has ended or has no due date.

    The task has its light of today.
    """
    if task.state in ENDED or task.ends is None:
        return ""
    if task.asked_in_time:
        return _("待核验")
    days = (task.ends - timezone.localdate()).days
    if days == 0:
        return _("今天到期")
    return _("还有%(days)s天") % {"days": days} if days > 0 else _("逾期%(days)s天") % {"days": -days}


@register.filter
def is_overdue(task: Task) -> bool:
    """Whether an unfinished task is late, and closing was not asked for in time."""
    return task.state not in ENDED and is_late(task.ends) and not task.asked_in_time


@register.filter
def late_by(days: int) -> str:
    """晚12天."""
    return _("晚%(days)s天") % {"days": days}


@register.filter
def against_plan(days: int) -> str:
    """晚12天, 按期, 提前3天."""
    if days > 0:
        return late_by(days)
    return _("按期") if days == 0 else _("提前%(days)s天") % {"days": -days}


@register.filter
def is_late(day: date | None) -> bool:
    """Whether a day is over."""
    return day is not None and day < timezone.localdate()


@register.filter
def percent(share: Decimal | None) -> str:
    """63% for 0.63; "" where it cannot be told."""
    return "" if share is None else f"{format_number(share * 100, 0)}%"


@register.filter
def rate(value: Decimal | None) -> str:
    """63.2% for 63.21; "" where it cannot be told."""
    return "" if value is None else f"{format_number(value, 1)}%"


@register.filter
def number(value: Decimal | None) -> str:
    """A number as people write it; "" where there is none."""
    return "" if value is None else format_number(value)


@register.filter
def of_key(found: dict[object, object], key: object) -> object:
    """What a dictionary has for a key, None where nothing."""
    return found.get(key)
