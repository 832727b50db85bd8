"""What the pages of reports ask for."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.web.period_field import PeriodField
from taizhang.web.reports.models import Letterhead


class Sealing(forms.Form):
    """Which period's approved data is to be sealed."""

    period = PeriodField(label=_("报告期"))


class LetterheadForm(forms.ModelForm):
    """How a unit heads what it issues."""

    class Meta:
        model = Letterhead
        fields = ("name", "number", "copies_to", "printed_by")
        help_texts: ClassVar = {
            "number": _("如：青教〔{year}〕{number}号；{year} 和 {number} 照写，签发时换成年份和顺序号"),
        }
        error_messages: ClassVar = {"number": {"invalid": _("请写成这样：青教〔{year}〕{number}号")}}
