"""The pages of reports: the list, a report whose every figure opens, and the audit of what others wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.periods import Period
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may, may
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import Release
from taizhang.web.ledger.releases import seal_release
from taizhang.web.refusals import NotAccepted
from taizhang.web.reports import actions, marking, queries
from taizhang.web.reports.drafting import catalogue_changed, document_of, draft, file_of
from taizhang.web.reports.drafting import render as made_of
from taizhang.web.reports.evidence import open_figure
from taizhang.web.reports.forms import Audit
from taizhang.web.reports.models import FigureEvidence, Report

SHOWN = 50
RELEASES = 6


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The reports written here, those of others that were audited, and the releases to write from."""
    return render(request, "reports/list.html", {
        "reports": queries.reports(request.user)[:SHOWN],
        "uploaded": queries.uploaded(request.user)[:SHOWN],
        "releases": Release.objects.all()[:RELEASES] if may(request.user, "report.write") else [],
        "seals": may(request.user, "release.seal"),
        "audits": may(request.user, "report.audit"),
    })  # fmt: skip


@require_POST
def seal(request: HttpRequest) -> HttpResponse:
    """Seal the approved observations of a period in a release, to write from."""
    try:
        period = Period.parse(request.POST.get("period", ""))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        release = seal_release(period, catalogue=catalogue(), by=request.user)
        messages.success(request, _("已定版：%(name)s。") % {"name": release.name})
    return redirect("reports:list")


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """Draft the report of a release."""
    check_may(request.user, "report.write")
    release = get_object_or_404(Release, pk=request.POST.get("release") or 0)
    return redirect("reports:detail", pk=draft(release, by=request.user).pk)


def _visible(request: HttpRequest, pk: int) -> Report:
    return get_object_or_404(queries.reports(request.user), pk=pk)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, for reading: each figure leads to its evidence."""
    return _page(request, _visible(request, pk))


@require_GET
def figure(request: HttpRequest, pk: int, anchor: str) -> HttpResponse:
    """The evidence of a figure: alone where a script asks to put it beside the text, else in the page of the report.

    Further pages of observations are worked out anew, so there are none once the catalogue has changed.
    """
    report = _visible(request, pk)
    changed = catalogue_changed(report)
    page = 1 if changed else _number(request.GET.get("page", ""))
    try:
        node = open_figure(report, anchor, by=request.user, page=page)
    except FigureEvidence.DoesNotExist as error:
        raise Http404 from error
    shown = {"anchor": anchor, "node": node, "page": page, "pages": 1 if changed else node.pages}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "reports/evidence.html", {"report": report, **shown})
    return _page(request, report, **shown)


def _number(text: str) -> int:
    """The number of a page that an address asks for; the first where it asks for none."""
    return max(1, int(text)) if text.isdecimal() else 1


def _page(request: HttpRequest, report: Report, **shown: object) -> HttpResponse:
    return render(request, "reports/detail.html", {
        "report": report,
        "document": document_of(report),
        "figures": len(report.document["figures"]),
        "unproven": [one for one in report.document["figures"] if not one["proven"]],
        "steps": queries.steps(report, request.user),
        "catalogue_changed": catalogue_changed(report),
        **shown,
    })  # fmt: skip


_STEPS: dict[str, Callable[[Report, Person], object]] = {
    "finish": lambda report, by: actions.finish(report, made=made_of(report), by=by),
    "reopen": lambda report, by: actions.reopen(report, by=by),
    "issue": lambda report, by: actions.issue(report, by=by),
}


@require_POST
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Close, reopen or sign."""
    if step not in _STEPS:
        raise Http404
    _STEPS[step](_visible(request, pk), request.user)
    messages.success(request, _("已办理。"))
    return redirect("reports:detail", pk=pk)


@require_GET
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A file of the report: as it was kept when closed, or of a draft as it stands now."""
    report = _visible(request, pk)
    closed = {} if report.state == Report.State.DRAFT else report.files
    kept = next((name for name in closed if PurePath(name).suffix == f".{kind}"), None)
    return _attachment(*((kept, files.read(closed[kept])) if kept else file_of(report, kind)))


def audit(request: HttpRequest) -> HttpResponse:
    """Send a report that somebody else wrote. A file that gives no text is refused beside the form."""
    check_may(request.user, "report.audit")
    form = Audit(request.POST or None, request.FILES or None, by=request.user)
    findings, status = (), 200
    try:
        if request.method == "POST" and form.is_valid():
            sent = form.cleaned_data["file"]
            read = actions.upload(sent.read(), sent.name, unit=form.cleaned_data["unit"], by=request.user)
            return redirect("reports:audited", pk=read.pk)
    except NotAccepted as refused:
        findings, status = refused.findings, refused.status
    return render(request, "reports/audit.html", {"form": form, "findings": findings}, status=status)


@require_GET
def audited(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of an audited report with its figures marked; `?only=contradicted` keeps the lines that do not agree."""
    read = get_object_or_404(queries.uploaded(request.user), pk=pk)
    lines = marking.lines(read)
    wrong = [line for line in lines if line.contradicted]
    cleaned, cleanings = marking.cleanings(read)
    only = request.GET.get("only") == "contradicted"
    return render(request, "reports/audited.html", {
        "read": read,
        "lines": wrong if only else lines,
        "only": only,
        "contradicted": sum(note.kind == "contradicted" for line in lines for note in line.notes),
        "doubtful": sum(note.kind == "doubtful" for line in lines for note in line.notes),
        "kinds": marking.kinds(read),
        "promises": read.reading["commitments"],
        "cleaned": cleaned,
        "cleanings": cleanings,
    })  # fmt: skip


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The audited report as it came in."""
    read = get_object_or_404(queries.uploaded(request.user), pk=pk)
    return _attachment(read.name, files.read(read.sha256))


def _attachment(name: str, data: bytes) -> HttpResponse:
    """Always to be saved, never shown: what others sent must not run in a browser."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)
