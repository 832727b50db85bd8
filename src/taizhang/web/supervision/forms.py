"""What the pages of supervision ask for."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.checking.dates import read_date
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import roles_for
from taizhang.web.asked_numbers import Rows
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.day_field import DayField
from taizhang.web.indicators import named, search
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.period_field import PeriodField
from taizhang.web.supervision.assigning import NewTask
from taizhang.web.supervision.models import Plan, SourceKind, Task
from taizhang.web.supervision.owners import OWNING

WORDS = {"widget": forms.Textarea(attrs={"rows": 2}), "required": False}
_STEP = re.compile(r"(\S+)[\s：:]+(.+)")


class NewPlan(forms.Form):
    """What a plan is called, whose and from where; `by` makes plans where they assign tasks."""

    title = forms.CharField(label=_("计划名称"), max_length=200)
    period = PeriodField(label=_("报告期"))
    unit = forms.ModelChoiceField(OrgUnit.objects.none(), label=_("机构"), empty_label=None)
    source = forms.ChoiceField(label=_("任务来源"), choices=SourceKind)
    document = forms.CharField(label=_("来源名称或文号"), max_length=200, required=False)

    def __init__(self, *args: object, by: Person) -> None:
        super().__init__(*args)
        self.fields["unit"].queryset = OrgUnit.objects.filter(roles__in=roles_for(by, "task.assign")).distinct()


class TaskForm(forms.Form):
    """A task of a plan, typed in or looked over before it is given."""

    title = forms.CharField(label=_("任务"), max_length=200)
    what = forms.CharField(label=_("任务内容"), **WORDS)
    owner = forms.ModelChoiceField(OrgUnit.objects.none(), label=_("责任单位"))
    co_owners = Rows(
        OrgUnit.objects.none(), label=_("配合单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    domain = forms.ChoiceField(label=_("业务领域"), required=False)
    leader = forms.CharField(label=_("牵头领导"), max_length=80, required=False)
    responsible = forms.CharField(label=_("责任人"), max_length=80, required=False)
    contact = forms.CharField(label=_("联系人"), max_length=80, required=False)
    due = DayField(label=_("完成时限"), required=False)
    target_indicator = forms.CharField(
        label=_("量化指标"), required=False, help_text=_("输入指标名称中的字，从列表中选；目录之外的目标不必选"),
        widget=forms.TextInput(attrs={
            "list": "indicators", "autocomplete": "off", "hx-trigger": "input changed delay:250ms",
            "hx-get": "/supervision/indicators", "hx-target": "#indicators", "hx-sync": "this:replace",
        }),
    )  # fmt: skip
    target_value = forms.CharField(label=_("目标值"), required=False)
    target_unit = forms.CharField(label=_("计量单位"), max_length=20, required=False)
    target_by = DayField(label=_("达标时限"), required=False)
    target_lower = forms.BooleanField(label=_("降到目标值以下"), required=False)
    baseline = forms.CharField(label=_("起始值"), required=False)
    milestones = forms.CharField(label=_("阶段节点"), help_text=_("一行一个，例如：2026-09-30 完成招标"), **WORDS)
    project = forms.CharField(label=_("项目编号"), max_length=40, required=False)
    source_text = forms.CharField(label=_("原句"), **WORDS)
    note = forms.CharField(label=_("备注"), required=False)

    def __init__(self, *args: object, plan: Plan, origin: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.origin = origin
        units = OrgUnit.objects.filter(path__startswith=plan.unit.path).not_closed()
        own = units.filter(Q(kind__in=OWNING) | Q(pk=plan.unit.pk)).order_by("-kind", "path")
        self.fields["owner"].queryset = self.fields["co_owners"].queryset = own
        domains = [(domain.code, say(domain.title)) for domain in catalogue().in_order()]
        self.fields["domain"].choices = [("", _("综合")), *domains]

    @classmethod
    def of(cls, task: Task, *args: object) -> TaskForm:
        """The form with what a task says now."""
        said = {name: getattr(task, name) for name in cls.base_fields if name not in ("co_owners", "milestones")}
        steps = "\n".join(f"{one.due} {one.title}" for one in task.milestones.filter(done_on=None))
        owner, co_owners = task.owner_id, [unit.pk for unit in task.co_owners.all()]
        initial = said | {"owner": owner, "co_owners": co_owners, "milestones": steps}
        return cls(*args, plan=task.plan, origin=task.origin, initial=initial)

    @staticmethod
    def saying(new: NewTask) -> dict[str, object]:
        """The form's initial content for what is proposed to be given."""
        steps = "\n".join(f"{due} {title}" for title, due in new.milestones)
        owner, co_owners = new.owner and new.owner.pk, [unit.pk for unit in new.co_owners]
        return new.columns() | {"owner": owner, "co_owners": co_owners, "milestones": steps}

    def clean_target_indicator(self) -> str:
        if not (said := self.cleaned_data["target_indicator"].strip()):
            return ""
        if found := named(said):
            return found.code
        blanks = {"said": said, "near": "、".join(say(one.title) for one in search(said, 1)) or "—"}
        raise forms.ValidationError(_("业务目录中没有“%(said)s”；是否想写“%(near)s”？"), params=blanks)

    def clean_target_value(self) -> Decimal | None:
        return number(self.cleaned_data["target_value"])

    def clean_baseline(self) -> Decimal | None:
        return number(self.cleaned_data["baseline"])

    def clean_milestones(self) -> tuple[tuple[str, date], ...]:
        lines = [line.strip() for line in self.cleaned_data["milestones"].splitlines() if line.strip()]
        return tuple(_milestone(line) for line in lines)

    def new_task(self) -> NewTask:
        """What the form asks to be given."""
        said = self.cleaned_data | {"co_owners": tuple(self.cleaned_data["co_owners"]), "origin": self.origin}
        return NewTask(**said)


def number(text: str) -> Decimal | None:
    """A number as people type it. Raises ValidationError where it is none, or none that the ledger can keep."""
    text = text.strip().replace(",", "").replace("，", "")
    try:
        return Decimal(plain(Decimal(text))) if text else None
    except InvalidOperation:
        raise forms.ValidationError(_("“%(text)s”不是数字"), params={"text": text}) from None


def _milestone(line: str) -> tuple[str, date]:
    found = _STEP.fullmatch(line)
    day = read_date(found[1]) if found else None
    if not isinstance(day, date):
        raise forms.ValidationError(_("“%(line)s”读不出日期；请写成：2026-09-30 完成招标"), params={"line": line})
    return found[2], day


class Sheet(forms.Form):
    """A workbook with tasks."""

    file = forms.FileField(
        label=_("督办台账表格"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"})
    )
