"""What pages ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.web.collection.models import State


class Upload(forms.Form):
    """One or more workbooks would be one form each: what is wrong is told by file."""

    file = forms.FileField(
        label=_("填好的表格"), widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}), allow_empty_file=True
    )


class Filter(forms.Form):
    """Which submissions a list shows."""

    period = forms.CharField(label=_("报告期"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *State.choices])
    unit = forms.CharField(label=_("机构"), required=False)

    def lookups(self) -> dict[str, str]:
        """What was asked, as lookups of submissions."""
        if not self.is_valid():
            return {}
        names = {"period": "period", "state": "state", "unit": "unit__name__contains"}
        return {names[name]: value for name, value in self.cleaned_data.items() if value}
