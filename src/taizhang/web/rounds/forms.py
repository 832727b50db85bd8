"""What the pages of rounds ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.web.collection.forms import Days
from taizhang.web.collection.models import Round
from taizhang.web.day_field import DayField
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.rounds.models import RoundEvent


class Extend(forms.Form):
    """More time for one unit that has not sent everything."""

    unit = forms.ModelChoiceField(OrgUnit.objects.none(), label=_("机构"))
    until = DayField(label=_("延至"))
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, asked: Round, **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = OrgUnit.objects.filter(submissions__round=asked).distinct()


class Remind(forms.Form):
    """Who is put in mind of what waits for them, in which words."""

    whom = forms.ChoiceField(label=_("催谁"), choices=RoundEvent.Whom.choices)
    text = forms.CharField(
        label=_("提醒内容"), widget=forms.Textarea(attrs={"rows": 2}), initial=_("请尽快报送，截止日期将到。")
    )


class ChangeDays(Days):
    """Other days for the whole round."""

    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}))


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}))
