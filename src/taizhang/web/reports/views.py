"""The pages of reports: the list, and a report whose every figure opens."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from taizhang.web import files, refusals, stages
from taizhang.web.accounts.permissions import check_may, may
from taizhang.web.asked_numbers import whole
from taizhang.web.ledger.models import Release
from taizhang.web.ledger.queries import root
from taizhang.web.reports import actions, closing, erratum, issuing, queries
from taizhang.web.reports.drafting import catalogue_changed, document_of, drafting
from taizhang.web.reports.editor import visible
from taizhang.web.reports.evidence import open_figure
from taizhang.web.reports.forms import Sealing
from taizhang.web.reports.models import FigureEvidence, Report
from taizhang.web.reports.proofs import closing_page
from taizhang.web.reports.rendering import file_of
from taizhang.web.reports.sealing import sealing
from taizhang.web.reports.starting import whose, wishes_of
from taizhang.web.stages import Link

SHOWN = 50
RELEASES = 6
_DONE = {
    "finish": gettext_lazy("已定稿，待他人签发。"), "reopen": gettext_lazy("已退回修改，可以继续编辑。"),
    "issue": gettext_lazy("已签发、编号并封存。"),
}  # fmt: skip


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The reports written here, and the releases to write from."""
    return render(request, "reports/list.html", {
        "reports": queries.reports(request.user)[:SHOWN],
        "releases": Release.objects.all()[:RELEASES] if may(request.user, "report.write") else [],
        "sealing": Sealing() if may(request.user, "release.seal", unit=root()) else None,
    })  # fmt: skip


@require_POST
def seal(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Seal the approved observations of a period in a release, to write from. Each step shows while it is done."""
    form = Sealing(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["period"][0])
        return redirect("reports:list")
    steps = sealing(form.cleaned_data["period"], by=request.user)
    return stages.page(request, steps, _("正在定版"), link=lambda _release: Link(reverse("reports:list"), _("报告")))


@require_POST
def write(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Draft a report of a release. Each step shows while it is done; the last leads to the draft.

    Where there is such a draft already, it is asked first which of the two is wanted.
    """
    check_may(request.user, "report.write")
    release = get_object_or_404(Release, pk=whole(request.POST.get("release", "")))
    unit = whose(request.POST, request.user)
    wishes = wishes_of(request.POST, release, unit, by=request.user)
    if "again" not in request.POST and (before := queries.drafted_before(release, unit, wishes, by=request.user)):
        return render(request, "reports/again.html", {"before": before, "asked": request.POST}, status=409)
    steps = drafting(release, by=request.user, unit=unit, wishes=wishes)
    return stages.page(request, steps, _("正在起草"), link=_to_editor)


def _to_editor(report: Report) -> Link:
    return Link(reverse("reports:editor", args=[report.pk]), report.title, at_once=True)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, for reading: each figure leads to its evidence."""
    return _page(request, visible(request, pk))


@require_GET
def figure(request: HttpRequest, pk: int, anchor: str) -> HttpResponse:
    """The evidence of a figure: alone where a script asks to put it beside the text, else in the page of the report.

    Further pages of observations are worked out anew, so there are none once the catalogue has changed.
    """
    report = visible(request, pk)
    changed = catalogue_changed(report)
    page = 1 if changed else whole(request.GET.get("page", "")) or 1
    try:
        node = open_figure(report, anchor, by=request.user, page=page)
    except FigureEvidence.DoesNotExist as error:
        raise Http404 from error
    shown = {"anchor": anchor, "node": node, "page": page, "pages": 1 if changed else node.pages}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "reports/evidence.html", {"report": report, **shown})
    return _page(request, report, **shown)


def _page(request: HttpRequest, report: Report, **shown: object) -> HttpResponse:
    document = document_of(report)
    return render(request, "reports/detail.html", {
        "report": report,
        "document": document,
        "figures": len(document.figures()),
        "unproven": document.unproven,
        "steps": queries.steps(report, request.user),
        "catalogue_changed": catalogue_changed(report),
        "seal": getattr(report, "seal", None),
        "errata": erratum.issued_errata(report),
        "issued_before": [] if report.state == Report.State.ISSUED else issuing.told_of_issued(report),
        **shown,
    })  # fmt: skip


@require_POST
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Close, reopen or sign. A number that is refused is told where it was typed."""
    report = visible(request, pk)
    try:
        _take(request, report, step)
    except refusals.NotAccepted as refused:
        if step != "issue":
            raise
        typed = {"number": request.POST.get("number", ""), "refused": refused.findings}
        return closing_page(request, report, status=refused.status, **typed)
    messages.success(request, _DONE[step])
    return redirect("reports:detail", pk=pk)


def _take(request: HttpRequest, report: Report, step: str) -> None:
    match step:
        case "finish":
            closing.finish(report, by=request.user)
        case "reopen":
            actions.reopen(report, by=request.user)
        case "issue":
            number = request.POST.get("number", "").strip()
            again, number = "again" in request.POST, (whole(number) or 0) if number else None
            issuing.issue(report, by=request.user, number=number, again=again)
        case _:
            raise Http404


@require_GET
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A file of the report: as it was kept when closed, or of a draft as it stands now."""
    report = visible(request, pk)
    closed = {} if report.state == Report.State.DRAFT else report.files
    kept = next((name for name in closed if PurePath(name).suffix == f".{kind}"), None)
    return files.attachment(*((kept, files.read(closed[kept])) if kept else file_of(report, kind)))
