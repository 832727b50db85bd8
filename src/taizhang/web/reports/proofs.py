"""The pages that show how texts differ: versions, periods, files that claim to be issued, and errata."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taizhang.findings import Severity
from taizhang.web import files
from taizhang.web.accounts.permissions import may
from taizhang.web.asked_numbers import whole
from taizhang.web.ledger import hidden
from taizhang.web.refusals import NotAccepted
from taizhang.web.reports import comparing, erratum, issuing, queries, verifying
from taizhang.web.reports.closing import faults_of
from taizhang.web.reports.confirming import unconfirmed
from taizhang.web.reports.differing import SAME, marked
from taizhang.web.reports.editor import visible
from taizhang.web.reports.models import Report
from taizhang.web.reports.versions import current


@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version, who made it and when."""
    report = visible(request, pk)
    rows = report.versions.select_related("by")
    return render(request, "reports/versions.html", {"report": report, "versions": rows})


@require_GET
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """The report beside an earlier version (`?since=3`), or beside that of the period before."""
    report, since = visible(request, pk), whole(request.GET.get("since", ""))
    before = comparing.last_period(report, request.user) if since is None else None
    changes = comparing.since_version(report, since) if since is not None else (
        comparing.since_last_period(report, before) if before else [])  # fmt: skip
    shown = [(change, marked(change.old, change.new)) for change in changes if change.kind != SAME]
    return render(request, "reports/differences.html", {
        "report": report, "before": before, "since": since, "changes": shown, "same": len(changes) - len(shown),
    })  # fmt: skip


@require_GET
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands against closing a draft, or what the head should know before signing."""
    return closing_page(request, visible(request, pk))


def closing_page(request: HttpRequest, report: Report, *, status: int = 200, **typed: object) -> HttpResponse:
    """The page; where the number that was typed is refused, with that number and why."""
    _number, body = current(report)
    faults = faults_of(report) if report.state == report.State.DRAFT else []
    return render(request, "reports/closing.html", {
        "report": report, "faults": faults, "blocked": any(one.severity == Severity.ERROR for one in faults),
        "unconfirmed": unconfirmed(report, body), "comments": report.comments.filter(resolved_at=None),
        "steps": queries.steps(report, request.user), "issued_before": issuing.told_of_issued(report),
        "number": issuing.next_number(report.unit, timezone.localdate()),
        "like": issuing.document_number(report.unit, timezone.localdate().year, 0).removesuffix("0号"),
        **typed,
    }, status=status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether an uploaded Word or PDF file is an issued one. Everybody who is logged in may ask; in what a file differs
    is told to those who may read the report, since a file with nothing but its number would differ in all of it."""
    if request.method == "GET" or not (file := request.FILES.get("file")):
        return render(request, "reports/verify.html")
    try:
        verified = verifying.verify(*files.sent(file))
    except NotAccepted as refused:
        return render(request, "reports/verify.html", {"findings": refused.findings}, status=refused.status)
    opens = verified.seal and queries.reports(request.user).filter(pk=verified.seal.report_id).exists()
    shown = [(change, marked(change.old, change.new)) for change in verified.changes if opens]
    return render(request, "reports/verify.html", {
        "verified": verified, "name": file.name, "changes": shown, "opens": opens,
    })  # fmt: skip


@require_GET
def outdated(request: HttpRequest, pk: int) -> HttpResponse:
    """What an issued report says that was corrected since, and its errata."""
    report = visible(request, pk)
    corrected = erratum.corrected_since(report).exclude(pk__in=hidden.numbers())[:200]
    return render(request, "reports/outdated.html", {
        "report": report, "touched": erratum.outdated(report),
        "corrections": [(one, hidden.why(one)) for one in corrected],
        "errata": report.errata.exclude(state=report.State.ISSUED), "corrected": erratum.corrected_places(report),
        "writes": may(request.user, "report.write", unit=report.unit),
    })  # fmt: skip


@require_POST
def draft_erratum(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the numbered erratum of an issued report."""
    made = erratum.draft_erratum(visible(request, pk), by=request.user)
    messages.success(request, _("已起草更正说明第%(number)s号。") % {"number": made.number})
    return redirect("reports:editor", pk=made.pk)
