"""What pages ask for."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may, reach
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import SubmissionState
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.day_field import DayField
from taizhang.web.file_field import Files
from taizhang.web.ledger.models import OrgUnit, UnitKind
from taizhang.web.period_field import PeriodField


class Upload(forms.Form):
    """One workbook, several, or a zip of hundreds."""

    file = Files(
        label=_("填好的表格，可多选，也可以是 ZIP"), allow_empty_file=True,
        widget=Files.widget(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.zip", "multiple": True}),
    )  # fmt: skip
    submits = forms.BooleanField(label=_("没有错误和待说明的，接收后直接报送"), label_suffix="", required=False)
    tries = forms.BooleanField(label=_("只检查不入库"), label_suffix="", required=False)


class Days(forms.Form):
    """By when each turn is to be done: days to come, or those that were said before, in the order of the turns."""

    due = DayField(label=_("截止日期"))
    check_due = DayField(label=_("初审截止日期"), required=False, help_text=_("县区初审的截止日期，可不填"))
    approve_due = DayField(label=_("审定截止日期"), required=False, help_text=_("市局审定的截止日期，可不填"))

    def clean(self) -> dict[str, object]:
        given = super().clean()
        due, check_due, approve_due = (given.get(name) for name in ("due", "check_due", "approve_due"))
        if due and due != self.initial.get("due") and due < timezone.localdate():
            self.add_error("due", _("截止日期已经过去，请选今天或以后的日期。"))
        if due and check_due and check_due < due:
            self.add_error("check_due", _("初审截止日期不能早于填报截止日期。"))
        if approve_due and any(day and approve_due < day for day in (due, check_due)):
            self.add_error("approve_due", _("审定截止日期不能早于填报、初审的截止日期。"))
        return given


class NewRound(Days):
    """What is asked for, of whom, by when. `by` opens it: only what they may ask for can be chosen."""

    field_order = ("period", "unit", "whats", "kinds", "due", "check_due", "approve_due")

    period = PeriodField(label=_("报告期"))
    unit = forms.ModelChoiceField(OrgUnit.objects.none(), label=_("机构"))
    whats = forms.MultipleChoiceField(label=_("报表和台账"), widget=forms.CheckboxSelectMultiple)
    kinds = forms.MultipleChoiceField(
        label=_("只要这些机构填"), required=False, choices=UnitKind.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("不选则按报表规定的填报单位"),
    )  # fmt: skip

    def __init__(self, *args: object, by: Person) -> None:
        super().__init__(*args)
        known = catalogue()
        listed = [*known.forms.values(), *known.registers.values()]
        tops = OrgUnit.objects.filter(reach(by, "round.open", unit=""), kind__in=("city", "county")).not_closed()
        self.fields["unit"].queryset = tops
        self.fields["whats"].choices = [
            (say(domain.title), [(one.code, say(one.title)) for one in listed if one.domain == domain.code])
            for domain in known.in_order() if may(by, "round.open", domain=domain.code)
        ]  # fmt: skip

    @property
    def asked(self) -> dict[str, object]:
        """What is asked for and of whom, without the days."""
        return {name: self.cleaned_data[name] for name in ("period", "unit", "whats", "kinds")}


class SubmissionFilter(forms.Form):
    """Which submissions a list shows."""

    period = forms.CharField(label=_("报告期"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *SubmissionState.choices])
    unit = forms.CharField(label=_("机构"), required=False)

    def lookups(self) -> dict[str, str]:
        """What was asked, as lookups of submissions."""
        if not self.is_valid():
            return {}
        names = {"period": "period", "state": "state", "unit": "unit__name__contains"}
        return {names[name]: value for name, value in self.cleaned_data.items() if value}
