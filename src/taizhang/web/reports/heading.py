"""The page on which a unit's letterhead is entered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.web.accounts.permissions import check_may, unit_for, units_for
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted
from taizhang.web.reports.forms import LetterheadForm
from taizhang.web.reports.letterheads import set_letterhead
from taizhang.web.reports.models import Letterhead


@require_http_methods(["GET", "POST"])
def letterhead(request: HttpRequest) -> HttpResponse:
    """The letterhead of the unit asked for (`?unit=C`), else of the highest for which one issues."""
    unit = _unit(request)
    head = Letterhead.objects.filter(unit=unit).first()
    form = LetterheadForm(request.POST or None, instance=head)
    shown = {"unit": unit, "units": units_for(request.user, "report.issue"), "head": head, "form": form}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 400
        return render(request, "reports/letterhead.html", shown, status=status)
    try:
        set_letterhead(unit, **form.cleaned_data, by=request.user)
    except NotAccepted as refused:
        return render(request, "reports/letterhead.html", shown | {"refused": refused.findings}, status=refused.status)
    messages.success(request, _("已保存%(unit)s的版头，此后签发的文件都用它。") % {"unit": unit.name})
    return redirect(f"{reverse('reports:letterhead')}?unit={unit.code}")


def _unit(request: HttpRequest) -> OrgUnit:
    code = request.GET.get("unit", "")
    unit = get_object_or_404(OrgUnit, code=code) if code else unit_for(request.user, "report.issue")
    check_may(request.user, "report.issue", unit=unit)
    return unit
