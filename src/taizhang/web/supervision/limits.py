"""The numbers of the lights' rules as a form: what each means, what it is, and what is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import yaml
from django.utils.translation import gettext_lazy as _

from taizhang.quantities import format_number
from taizhang.supervision.light_rules import check_overlay, light_rules

PREFIX = "limit-"
LABELS = {
    "sign_days": _("交办后几天内应签收"),
    "report_days": _("几天内应报一次进展"),
    "silent_orange": _("几天没有进展报告亮橙灯"),
    "left_yellow": _("剩余时间不足百分之几、进度落后时亮黄灯"),
    "left_orange": _("剩余时间不足百分之几、进度落后时亮橙灯"),
    "near_behind": _("临近时限时落后几个百分点算落后"),
    "behind_yellow": _("落后时间进度几个百分点亮黄灯"),
    "behind_orange": _("落后时间进度几个百分点亮橙灯"),
    "behind_red": _("落后时间进度几个百分点亮红灯"),
    "missed_orange": _("阶段节点晚几天亮橙灯"),
    "forecast_yellow": _("按目前进度到期只能完成百分之几以下亮黄灯"),
    "overdue_red": _("超过时限几天亮红灯"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of the rules: what it means, what it is, and what it is where a bureau says nothing."""

    name: str
    label: str
    value: str
    shipped: str


def shown(overlay: str) -> list[Limit]:
    """Every limit as it is under a bureau's own rules; where those are wrong, as shipped."""
    shipped = _written(light_rules().limits)
    own = shipped if check_overlay(overlay) else _written(light_rules(overlay).limits)
    return [Limit(name, LABELS.get(name, name), own[name], shipped.get(name, "")) for name in own]


def _written(limits: Mapping[str, object]) -> dict[str, str]:
    return {name: format_number(Decimal(value.numerator) / value.denominator) for name, value in limits.items()}


def given(form: Mapping[str, str]) -> dict[str, str]:
    """The limits that a form has sent, by their names."""
    return {name.removeprefix(PREFIX): form[name].strip() for name in form if name.startswith(PREFIX)}


def laid_into(overlay: str, limits: Mapping[str, str]) -> str:
    """A bureau's rules with these limits; one that is as shipped is not written. Text that is no YAML is left as it is.
    """
    try:
        own = yaml.safe_load(overlay) or {}
    except (yaml.YAMLError, ValueError, RecursionError):   # ValueError: a day like 2026-02-30
        return overlay
    if not isinstance(own, dict) or not isinstance(own.get("limits") or {}, dict):
        return overlay
    shipped = _written(light_rules().limits)
    kept = {**(own.get("limits") or {}), **{name: _number(text) for name, text in limits.items()}}
    changed = {name: value for name, value in kept.items() if str(value) != shipped.get(name)}
    rest = {name: value for name, value in own.items() if name != "limits"}
    laid = {"limits": changed, **rest} if changed else rest
    return yaml.safe_dump(laid, allow_unicode=True, sort_keys=False) if laid else ""


def _number(text: str) -> int | float | str:
    """As YAML writes it; what is no number stays text, and is refused with the rules."""
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text
