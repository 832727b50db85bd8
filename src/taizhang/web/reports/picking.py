"""The pages where a writer picks figures: results to put in, and what a typed number may be."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.accounts.permissions import check_may
from taizhang.web.reports import figures, numbers
from taizhang.web.reports.drafting import analysis_of
from taizhang.web.reports.editor import at, number_in, visible
from taizhang.web.reports.versions import current


@require_GET
def search(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The results that a writer may put in: by words of the indicator, for one unit."""
    report = visible(request, pk)
    check_may(request.user, "report.write", unit=report.unit)
    analysis = analysis_of(report.release)
    org = request.GET.get("org") or report.unit.code
    words = request.GET.get("q", "")
    found = figures.search(analysis, words, org, within=report.unit.code)
    shown = {"report": report, "para": current(report)[1].block(key), "found": found, "q": words, "org": org,
             "orgs": figures.orgs_of(analysis, report.unit.code)}
    return render(request, "reports/found.html" if request.htmx else "reports/search.html", shown)


@require_POST
def take(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Put a result in: at the end of the paragraph, or, for a script, as a token to stand where the cursor is."""
    report, spec = visible(request, pk), request.POST.get("spec", "")
    if request.POST.get("as") == "token":
        return JsonResponse({"token": numbers.take(report, spec, by=request.user)})
    numbers.put_in(report, key, spec, by=request.user)
    return at(report, key)


@require_GET
def number(request: HttpRequest, pk: int, key: str, start: int) -> HttpResponse:
    """One typed number: what it may be, and the form for one's own with a reason."""
    report = visible(request, pk)
    check_may(request.user, "report.write", unit=report.unit)
    shown = {"report": report, "base": current(report)[0], "one": numbers.candidates(report, key, start)}
    return render(request, "reports/number_form.html" if request.htmx else "reports/number.html", shown)


@require_POST
def settle_number(request: HttpRequest, pk: int, key: str, start: int) -> HttpResponse:
    """Tie a typed number to a result, or answer for it."""
    report, place = visible(request, pk), numbers.Place(key, start, number_in(request, "base"))
    if spec := request.POST.get("spec"):
        numbers.tie(report, place, spec, by=request.user)
    else:
        numbers.answer_for(report, place, request.POST.get("reason", ""), by=request.user)
    return at(report, key)
