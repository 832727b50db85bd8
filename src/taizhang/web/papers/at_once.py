"""Many figures at once: looked over, accepted, taken back."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.accounts.permissions import check_may
from taizhang.web.asked_numbers import wholes
from taizhang.web.papers import bulk, queries
from taizhang.web.papers.entries import sentence_of
from taizhang.web.papers.models import Paper
from taizhang.web.papers.page import SURE
from taizhang.web.papers.review import RIGHT


def _paper(request: HttpRequest, pk: int) -> Paper:
    return get_object_or_404(queries.papers(request.user), pk=pk)


def _least(asked: QueryDict) -> float:
    least = next((one for one in SURE if f"{one:g}" == asked.get("least")), None)
    if least is None:
        raise Http404
    return least


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be accepted at once, and what it would enter: each can be left out."""
    paper, least = _paper(request, pk), _least(request.GET)
    check_may(request.user, RIGHT, unit=paper.unit)
    ready = bulk.sure(paper, least)
    rows = [
        (figure, said, ready.standing.of(figure, said), sentence_of(paper, figure.start, figure.end))
        for figure, said in sorted(ready.figures, key=lambda pair: pair[0].number)
    ]  # fmt: skip
    return render(request, "papers/accept_sure.html", {"read": paper, "rows": rows, "least": f"{least:g}"})


@require_POST
def accept_sure(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept at once those of the previewed figures that were left ticked."""
    chosen = set(wholes(request.POST.getlist("figure")))
    taken = bulk.accept_sure(_paper(request, pk), least=_least(request.POST), by=request.user, only=chosen)
    messages.success(request, _("已采信 %(count)d 个数字。") % {"count": len(taken)})
    if left := len(chosen) - len(taken):
        told = _("%(count)d 个没有采信：合计与分项不重复记入，或无权采信。")
        messages.warning(request, told % {"count": left})
    at = f"?taken={taken[0].decided_at.isoformat()}".replace("+", "%2B") if taken else ""
    return redirect(f"{reverse('papers:paper', args=[pk])}{at}")


@require_POST
def take_back_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was accepted in one go."""
    try:
        at = datetime.fromisoformat(request.POST.get("taken", ""))
    except ValueError:
        raise Http404 from None
    count = bulk.take_back_all(_paper(request, pk), at, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤回 %(count)d 个数字。") % {"count": count})
    return redirect("papers:paper", pk=pk)
