"""What an owner is asked for: progress with its proof, and a later day."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web import files
from taizhang.web.asked_numbers import Rows
from taizhang.web.day_field import DayField
from taizhang.web.file_field import Files
from taizhang.web.supervision.forms import WORDS, number
from taizhang.web.supervision.models import Task


class ReportForm(forms.Form):
    """What an owner reports, with its proof."""

    done = forms.CharField(label=_("工作进展"), widget=forms.Textarea(attrs={"rows": 3}))
    on = DayField(label=_("截至日期"), initial=timezone.localdate)
    share = forms.IntegerField(label=_("完成率（%）"), min_value=0, max_value=100, required=False)
    value = forms.CharField(label=_("指标数值"), required=False)
    milestones = Rows(None, label=_("已完成的节点"), required=False, widget=forms.CheckboxSelectMultiple)
    problem = forms.CharField(label=_("存在问题"), **WORDS)
    next_step = forms.CharField(label=_("下步措施"), **WORDS)
    evidence = Files(
        label=_("佐证材料"), required=False, allow_empty_file=True, help_text=_("可选多个文件；销号须有佐证")
    )

    def __init__(self, *args: object, task: Task) -> None:
        super().__init__(*args, prefix=None, auto_id=f"id_{task.pk}_%s")
        self.fields["milestones"].queryset = open_ = task.milestones.filter(done_on=None)
        if not open_:
            del self.fields["milestones"]
        if task.target_value is None:
            del self.fields["value"]
        else:
            self.fields["value"].label = f"{self.fields['value'].label}（{task.target_unit}）"

    def clean_value(self) -> Decimal | None:
        return number(self.cleaned_data["value"])

    def said(self) -> dict[str, object]:
        """The arguments of `reporting.report`. Raises NotAccepted before a file over the limit is read."""
        sent = (files.sent(one) for one in self.cleaned_data["evidence"])
        return self.cleaned_data | {"evidence": [(name, data) for data, name in sent]}


class ExtensionForm(forms.Form):
    """A later day, and why."""

    to = DayField(label=_("申请延至"))
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}))
