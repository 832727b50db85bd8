"""Which tasks a board shows."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.supervision.models import ENDED, UNFINISHED, Task, TaskState
from taizhang.web.supervision.queries import ENDS, SOON, overdue

_DUE = {
    "late": (_("已逾期"), lambda today: {"ends_on__lt": today}),  # but for what only waits to be checked
    "soon": (_("两周内到期"), lambda today: {"ends_on__gte": today, "ends_on__lte": today + SOON}),
    "quarter": (_("三个月内到期"), lambda today: {"ends_on__gte": today, "ends_on__lte": today + timedelta(days=92)}),
    "none": (_("没有时限"), lambda today: {"ends_on": None}),
}
_STATES = {"open": UNFINISHED, "ended": ENDED}


class TaskFilter(forms.Form):
    """Which tasks the board shows; what is not said is not filtered, but what has ended is asked for."""

    light = forms.ChoiceField(label=_("亮灯"), required=False, choices=[
        ("", _("全部")), ("red", _("红灯")), ("orange", _("橙灯")), ("yellow", _("黄灯")), ("green", _("绿灯")),
        ("off", _("不亮灯")),
    ])  # fmt: skip
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[
        ("", _("未办结")), ("ended", _("已办结")), ("all", _("全部")), *TaskState.choices,
    ])  # fmt: skip
    unit = forms.CharField(label=_("责任单位"), required=False)
    domain = forms.ChoiceField(label=_("业务领域"), required=False)
    due = forms.ChoiceField(label=_("完成时限"), required=False)
    period = forms.CharField(label=_("报告期"), required=False)
    q = forms.CharField(label=_("任务"), required=False)

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        domains = [(domain.code, say(domain.title)) for domain in catalogue().in_order()]
        self.fields["domain"].choices = [("", _("全部")), *domains]
        self.fields["due"].choices = [("", _("全部")), *((code, label) for code, (label, _ask) in _DUE.items())]

    def rows(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        """Of `tasks` those that were asked for, but for their light."""
        said = self.cleaned_data if self.is_valid() else {}
        lookups = {"domain": "domain", "period": "plan__period", "q": "title__contains"}
        kept = {lookup: said[name] for name, lookup in lookups.items() if said.get(name)}
        state = said.get("state") or "open"
        if state != "all":
            kept["state__in"] = _STATES.get(state, [state])
        if unit := said.get("unit"):
            tasks = tasks.filter(Q(owner__name__contains=unit) | Q(owner__code=unit))
        if due := said.get("due"):
            tasks = overdue(tasks) if due == "late" else tasks.annotate(ends_on=ENDS)
            kept |= _DUE[due][1](timezone.localdate())
        return tasks.filter(**kept)

    @property
    def light_asked(self) -> str:
        return self.cleaned_data.get("light", "") if self.is_valid() else ""
