"""The pages of submissions: the list, one submission with all that was said of it, and the workbooks to fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.catalogue.model import Register
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may, may
from taizhang.web.asked_numbers import wholes
from taizhang.web.catalogue import catalogue
from taizhang.web.collection import actions, queries, sheets, standing, submitting
from taizhang.web.collection.asking import asking
from taizhang.web.collection.forms import NewRound, SubmissionFilter
from taizhang.web.collection.locking import is_locked
from taizhang.web.collection.models import Submission, SubmissionFinding
from taizhang.web.collection.templatetags.spoken import form_title, say
from taizhang.web.collection.turns import FILL
from taizhang.web.files import attachment
from taizhang.web.filling.known import prefilled
from taizhang.web.registers import rights

PAGE = 100


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The submissions that one may see, with how far they have come."""
    form = SubmissionFilter(request.GET)
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
    steps = queries.steps(submission, request.user)
    return render(request, "collection/detail.html", {
        "submission": submission,
        "version": submission.current,
        "sheet": sheets.sheet(submission, by=request.user),
        "reviews": submission.reviews.select_related("by", "version").prefetch_related("notes"),
        "steps": steps,
        "decides": [step for step in steps if step in _DECISIONS],
        "on_page": "fill" in steps and submission.what in catalogue().forms,
        "register": _register_to_fill_from(submission, request.user) if "fill" in steps else None,
        "corrects": may(
            request.user, "observation.correct", unit=submission.unit, domain=submission.domain,
        ),
        "waits": (waits := submission.state in FILL.waiting),
        "locked": waits and is_locked(submission),
    })  # fmt: skip


def _register_to_fill_from(submission: Submission, by: Person) -> Register | None:
    """The register whose records `by` may fill the submission with."""
    register = catalogue().registers.get(submission.what)
    reads = register is not None and rights.may_do(by, "record.read", register, unit=submission.unit)
    return register if reads else None


def _submit(request: HttpRequest, submission: Submission) -> str:
    submitting.submit(submission, by=request.user, seen=_seen(request))
    return _("已报送，等待审核。")


def _take_back(request: HttpRequest, submission: Submission) -> str:
    submitting.take_back(submission, by=request.user)
    return _("已撤回，改好后请重新报送。")


def _check(request: HttpRequest, submission: Submission) -> str:
    note = request.POST.get("reason", "").strip()
    actions.check(submission, note=note, **_looked_at(request))
    return _("已初审通过，等待审定。")


def _approve(request: HttpRequest, submission: Submission) -> str:
    note = request.POST.get("reason", "").strip()
    entered = actions.approve(submission, note=note, **_looked_at(request))
    return _("已审定，%(count)s 个数据已入库。") % {"count": len(entered)}


def _return(request: HttpRequest, submission: Submission) -> str:
    actions.return_(submission, reason=request.POST.get("reason", ""), **_looked_at(request))
    return _("已退回，填报单位会看到退回原因。")


def _looked_at(request: HttpRequest) -> dict[str, Any]:
    """Who decides, on which version the page showed, and what they say of its cells."""
    return {"by": request.user, "seen": _seen(request), "notes": _notes(request)}


def _seen(request: HttpRequest) -> list[int]:
    return wholes(request.POST.getlist("version"))


def _notes(request: HttpRequest) -> dict[str, str]:
    """What was said of single cells, by place."""
    places, texts = request.POST.getlist("place"), request.POST.getlist("text")
    return {place: text.strip() for place, text in zip(places, texts, strict=False) if text.strip()}


_DECISIONS = {"check": _check, "approve": _approve, "return": _return}
_STEPS: dict[str, Callable[[HttpRequest, Submission], str]] = {
    "submit": _submit, "take_back": _take_back, **_DECISIONS
}  # fmt: skip


@require_POST
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Submit, take back, check, approve or return; the page says what was done."""
    if step not in _STEPS:
        raise Http404
    messages.success(request, _STEPS[step](request, _visible(request, pk)))
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
        found = asking(**form.asked, by=request.user)
    return render(request, "collection/new_round.html", {"form": form, "asking": found})


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
    named = form_title(whats[0]) if len(whats) == 1 else _("%(count)s 张表") % {"count": len(whats)}
    return attachment(f"{first.unit.name}-{say(period)}-{named}.xlsx", data)
