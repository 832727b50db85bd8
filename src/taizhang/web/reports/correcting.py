"""The page on which an approved value is corrected: what that changes, then a reason, then it is done."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from taizhang.checking.amounts import PLACES
from taizhang.web.accounts.permissions import may
from taizhang.web.collection.queries import submissions
from taizhang.web.ledger.entering import correct
from taizhang.web.ledger.models import Observation, OrgUnit
from taizhang.web.ledger.queries import observations
from taizhang.web.reports import queries, touching
from taizhang.web.reports.what_if import WhatIf
from taizhang.web.supervision.supposing import relit


class NewValue(forms.Form):
    """Left empty it stands for missing, which is not zero."""

    value = forms.DecimalField(label=_("改为"), required=False, max_digits=38, decimal_places=PLACES,
                               error_messages={"invalid": _("这不是一个数。")})  # fmt: skip

    def __init__(self, said: dict[str, str]) -> None:
        super().__init__({"value": said.get("value", "").replace(",", "")})
        self.fields["value"].widget = forms.TextInput(attrs={"inputmode": "decimal", "placeholder": _("留空即未报")})


def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """What would change if an observation had the value `?value=`; nothing is changed by asking. Sent with a reason,
    the value is corrected."""
    found = observations(request.user).select_related("unit", "source")
    observation = get_object_or_404(found, pk=pk)
    said = request.POST if request.method == "POST" else request.GET
    form = NewValue(said)
    if not form.is_valid():
        return render(request, "reports/correction.html", {"observation": observation, "form": form}, status=422)
    value: Decimal | None = form.cleaned_data["value"]
    if request.method == "POST":
        return _corrected(request, observation, value)
    shown: dict[str, object] = {"observation": observation, "form": form, "value": value}
    if "value" in request.GET:
        what_if = WhatIf(observation, value)
        shown["preview"] = _readable(touching.touched_by(what_if), request)
        shown["lights"] = relit(what_if, by=request.user)
        shown["corrects"] = value != observation.value and _may_correct(request, observation)
    return render(request, "reports/correction.html", shown)


def _may_correct(request: HttpRequest, observation: Observation) -> bool:
    domain = observation.indicator.partition(".")[0]
    return may(request.user, "observation.correct", unit=observation.unit, domain=domain)


def _corrected(request: HttpRequest, observation: Observation, value: Decimal | None) -> HttpResponse:
    made = correct(observation, value=value, reason=request.POST.get("reason", ""), by=request.user)
    messages.success(request, _("已更正，原值和理由都留在台账里。"))
    number = made.source.submission.partition(".")[0]
    if number and submissions(request.user).filter(pk=number).exists():
        return redirect("collection:detail", pk=number)
    return redirect("reports:correction", pk=made.pk)


def _readable(preview: touching.Preview, request: HttpRequest) -> touching.Preview:
    """Only the totals and the sentences of reports that the person may read."""
    seen = set(queries.reports(request.user).values_list("pk", flat=True))
    units = OrgUnit.objects.in_bulk({one.unit for one in preview.totals}, field_name="code")
    totals = tuple(one for one in preview.totals if _may_read(request, units[one.unit], one.indicator))
    sentences = tuple(one for one in preview.sentences if one.report.pk in seen)
    return touching.Preview(totals, sentences, withheld=len(totals) < len(preview.totals))


def _may_read(request: HttpRequest, unit: OrgUnit, indicator: str) -> bool:
    return may(request.user, "observation.read", unit=unit, domain=indicator.partition(".")[0])
