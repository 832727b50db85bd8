"""The pages of submissions: the list, one submission with all that was said of it, and sending a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.periods import Period
from taizhang.web.accounts.permissions import check_may, may
from taizhang.web.collection import actions, queries, sheets, standing, submitting
from taizhang.web.collection.asking import asking
from taizhang.web.collection.forms import Filter, NewRound, Upload
from taizhang.web.collection.locking import is_locked
from taizhang.web.collection.models import ReceivedFile, Submission, SubmissionFinding
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.collection.turns import FILL
from taizhang.web.files import attachment
from taizhang.web.filling.known import prefilled
from taizhang.web.intakes.actions import is_zip_of_files, send
from taizhang.web.intakes.queries import intakes
from taizhang.web.refusals import retold
from taizhang.workbooks.annotating import annotate, marked_name

PAGE = 100
RECENT = 5


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The submissions that one may see, with how far they have come."""
    form = Filter(request.GET)
    rows = queries.submissions(request.user).filter(**form.lookups())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = {"form": form, "page": page, "progress": standing.by_form(rows), "asks": may(request.user, "round.open")}
    return render(request, "collection/list.html", shown)


def _visible(request: HttpRequest, pk: int) -> Submission:
    return get_object_or_404(queries.submissions(request.user), pk=pk)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission: its cells or records, the findings and notes on them, its history, and what one may do."""
    submission = _visible(request, pk)
    return render(request, "collection/detail.html", {
        "submission": submission,
        "version": submission.current,
        "sheet": sheets.sheet(submission, by=request.user),
        "reviews": submission.reviews.select_related("by", "version").prefetch_related("notes"),
        "steps": queries.steps(submission, request.user),
        "corrects": may(
            request.user, "observation.correct", unit=submission.unit, domain=submission.domain,
        ),
        "waits": (waits := submission.state in FILL.waiting),
        "locked": waits and is_locked(submission),
    })  # fmt: skip


def _do_return(request: HttpRequest, submission: Submission) -> None:
    places, texts = request.POST.getlist("place"), request.POST.getlist("text")
    notes = {place: text.strip() for place, text in zip(places, texts, strict=False) if text.strip()}
    actions.return_(submission, reason=request.POST.get("reason", ""), notes=notes, by=request.user)


_STEPS: dict[str, Callable[[HttpRequest, Submission], object]] = {
    "submit": lambda request, submission: submitting.submit(submission, by=request.user),
    "check": lambda request, submission: actions.check(submission, by=request.user),
    "approve": lambda request, submission: actions.approve(submission, by=request.user),
    "return": _do_return,
}


@require_POST
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Submit, check, approve or return."""
    if step not in _STEPS:
        raise Http404
    _STEPS[step](request, _visible(request, pk))
    messages.success(request, _("已办理。"))
    return redirect("collection:detail", pk=pk)


@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """The sender's words on a warning; answers with the finding's row."""
    finding = get_object_or_404(SubmissionFinding.objects.select_related("version__submission__unit"), pk=pk)
    submitting.explain(finding, text=request.POST.get("explanation", ""), by=request.user)
    if request.htmx:
        return render(request, "collection/finding.html", {"finding": finding, "steps": ["submit"]})
    return redirect("collection:detail", pk=finding.version.submission_id)


def new_round(request: HttpRequest) -> HttpResponse:
    """Ask units for forms and registers by a day: the form; then whom that would ask; once confirmed, it is done."""
    check_may(request.user, "round.open")
    form, found = NewRound(request.POST or None, by=request.user), None
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST:
            asked = actions.open_round(**form.cleaned_data, by=request.user)
            messages.success(request, _("已布置 %(count)s 份报送。") % {"count": asked.submissions.count()})
            return redirect("rounds:detail", pk=asked.pk)
        found = asking(**form.asked)
    return render(request, "collection/new_round.html", {"form": form, "asking": found})


def upload(request: HttpRequest) -> HttpResponse:
    """Send one workbook, which is taken in at once, or many, which are worked through beside."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = [(file.name, file.read()) for file in form.cleaned_data["file"]]
        how = {name: form.cleaned_data[name] for name in ("tries", "submits")}
        if len(sent) > 1 or how["tries"] or is_zip_of_files(*sent[0]):
            return redirect("intakes:detail", pk=send(sent, by=request.user, **how).pk)
        return _received_one(request, *sent[0], submits=how["submits"])
    mine = queries.to_send(request.user)
    shown = {"form": form, "mine": mine[:PAGE], "recent": intakes(request.user)[:RECENT]}
    return render(request, "collection/upload.html", shown)


def _received_one(request: HttpRequest, name: str, data: bytes, *, submits: bool) -> HttpResponse:
    receipt = receive_workbook(data, name, by=request.user, submits=submits)
    if receipt.again:
        messages.info(request, _("这份文件已经接收过，没有重复入库。"))
    if len(receipt.submissions) == 1:
        return redirect("collection:detail", pk=receipt.submissions[0].pk)
    return redirect("collection:received", pk=receipt.file.pk)


def _received(request: HttpRequest, pk: int) -> ReceivedFile:
    """A file that one sent oneself, or that belongs to a submission one may see."""
    file = get_object_or_404(ReceivedFile.objects.select_related("received_by"), pk=pk)
    seen = queries.submissions(request.user).filter(versions__file=file)
    if file.received_by != request.user and not seen.exists():
        raise Http404
    return file


@require_GET
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a file."""
    file = _received(request, pk)
    rows = queries.submissions(request.user).filter(versions__file=file).distinct()
    return render(request, "collection/received.html", {"file": file, "submissions": rows})


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came in. It may hold personal data, so that looking at it leaves an audit event."""
    file = _received(request, pk)
    return attachment(file.name, actions.open_file(file, by=request.user))


@require_GET
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook back to its sender, with a comment on every cell that is in error or wants an explanation."""
    file = _received(request, pk)
    said = SubmissionFinding.objects.filter(version__file=file).values("code", "severity", "place", "zh", "en")
    findings = [retold(one) for one in file.findings or said]
    data = annotate(actions.open_file(file, by=request.user), findings, name=file.name)
    return attachment(marked_name(file.name), data)


@require_GET
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook to fill for one submission."""
    submission = _visible(request, pk)
    return _workbook([submission])


@require_GET
def workbooks(request: HttpRequest, unit: str, period: str) -> HttpResponse:
    """One workbook for all that a unit is still to send for a period."""
    asked = [*queries.to_send(request.user).filter(unit__code=unit, period=period)]
    if not asked:
        raise Http404
    return _workbook(asked)


def _workbook(submissions: Sequence[Submission]) -> HttpResponse:
    """What is known already stands in it, last year's values beside the cells."""
    first = submissions[0]
    whats = [submission.what for submission in submissions]
    already = prefilled(submissions)
    period = Period.parse(first.period)
    data = queries.workbook(first.unit, period, whats, known=already.contents, origins=already.origins)
    return attachment(f"{first.unit.name}-{first.period}.xlsx", data)
