"""What the pages of reports ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.web.period_field import PeriodField


class Sealing(forms.Form):
    """Which period's approved data is to be sealed."""

    period = PeriodField(label=_("报告期"))
