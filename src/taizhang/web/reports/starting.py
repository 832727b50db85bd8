"""The page before a report is written: what it is to be, why figures are as they are, and what else it tells."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may, unit_for, units_for
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit, Release
from taizhang.web.refusals import Refused
from taizhang.web.reports import causes, events
from taizhang.web.reports.drafting import Wishes
from taizhang.writing.kinds import KINDS, SPECIAL, SUMMARY

MORE = range(3)          # empty lines for causes


@require_GET
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be said of a report before it is drafted from a release, and of which unit it is."""
    check_may(request.user, "report.write")
    release, unit = get_object_or_404(Release, pk=pk), whose(request.GET, request.user)
    return render(request, "reports/start.html", {
        "release": release, "unit": unit, "units": units_for(request.user, "report.write"),
        "kinds": KINDS.values(), "domains": catalogue().in_order(), "more": MORE,
        "asked": causes.asked(release, unit), "events": events.offered(unit, release),
        "indicators": sorted({one.title.zh for one in catalogue().indicators.values() if one.better}),
    })  # fmt: skip


def whose(asked: QueryDict, by: Person) -> OrgUnit:
    """The unit that was chosen of those for which `by` writes reports."""
    return unit_for(by, "report.write", code=asked.get("unit", ""))


def wishes_of(asked: QueryDict, release: Release, unit: OrgUnit, *, by: Person) -> Wishes:
    """What the form asks for. Causes are kept for the reports that follow. Raises Http404 for what is not offered,
    Refused for a special report on nothing."""
    kind, domains = asked.get("kind", SUMMARY.code), asked.getlist("domain")
    if kind not in KINDS or set(domains) - catalogue().domains.keys():
        raise Http404
    told = dict(zip(causes.named(asked.getlist("cause_of")), asked.getlist("cause"), strict=False))
    told.pop("", None)
    causes.enter(told, unit=unit, period=release.period, by=by)
    if kind == SPECIAL.code and not domains:
        raise Refused.because("report-no-domain")
    return Wishes(
        kind=kind, domains=domains if kind == SPECIAL.code else (), addressee=asked.get("addressee", "").strip(),
        with_proof="with_proof" in asked,
        records=events.chosen(unit, release, asked.getlist("event")),
    )  # fmt: skip
