"""The panel of a finding, where a person calls it right or a false alarm."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may
from taizhang.web.papers import judging, queries, review
from taizhang.web.papers.models import PaperFinding
from taizhang.web.refusals import Refused

ACTIONS = ("confirm", "dismiss", "reopen")


def _finding(request: HttpRequest, pk: int, number: int) -> PaperFinding:
    paper = get_object_or_404(queries.papers(request.user), pk=pk)
    return get_object_or_404(paper.findings.select_related("decided_by"), number=number)


@require_POST
def judge(request: HttpRequest, pk: int, number: int, action: str) -> HttpResponse:
    """Call a finding right, a false alarm, or open again."""
    if action not in ACTIONS:
        raise Http404
    one = _finding(request, pk, number)
    try:
        one = judging.judge(one, action, by=request.user, reason=request.POST.get("reason", ""))
    except Refused as refused:
        if not request.htmx:
            raise
        return render(request, "papers/finding.html", finding_panel(one, request.user) | {"findings": refused.findings})
    if request.htmx:
        return render(request, "papers/finding.html", finding_panel(one, request.user) | {"decided": True})
    return redirect(f"{reverse('papers:paper', args=[pk])}#finding-{number}")


def finding_panel(finding: PaperFinding, by: Person) -> dict[str, Any]:
    """What the panel of a finding shows."""
    return {"read": finding.paper, "finding": finding, "may": may(by, review.RIGHT, unit=finding.paper.unit)}


@require_GET
def finding(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The panel of a finding; without a script the page of the paper with the panel in it."""
    if not request.htmx:
        return redirect(f"{reverse('papers:paper', args=[pk])}?finding={number}#finding-{number}")
    return render(request, "papers/finding.html", finding_panel(_finding(request, pk, number), request.user))
