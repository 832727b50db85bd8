"""The panel of a figure and what is decided there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may
from taizhang.web.indicators import label_of, search
from taizhang.web.papers import queries, review
from taizhang.web.papers.against_ledger import beside, stand_of
from taizhang.web.papers.entries import Below, FigureSaid, printed_beside, said_by, sentence_of
from taizhang.web.papers.forms import Correction
from taizhang.web.papers.marking import Marks, figure_html
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.page import states
from taizhang.web.papers.shelves import others_of
from taizhang.web.papers.standing import Standing
from taizhang.web.refusals import Refused


def _paper(request: HttpRequest, pk: int) -> Paper:
    return get_object_or_404(queries.papers(request.user), pk=pk)


def _figure(request: HttpRequest, pk: int, number: int) -> Figure:
    return get_object_or_404(Figure.objects.select_related("observation__source", "decided_by"),
                             paper=_paper(request, pk), number=number)  # fmt: skip


def panel(figure: Figure, by: Person, form: Correction | None = None, findings: tuple = ()) -> dict[str, Any]:
    """What the panel of a figure shows: what was read, what accepting it would enter, what else is known of it."""
    below = Below(figure.paper.unit)
    try:
        said, why_not = said_by(figure, below), ()
    except Refused as refused:
        said, why_not = None, refused.findings
    figures = list(figure.paper.figures.all())
    ledger = beside(figure.paper, figures)
    held = ledger.get(figure.number)
    stands = {figure.number: stand_of(held)} if held else {}
    return {
        "read": figure.paper,
        "figure": figure,
        "sentence": sentence_of(figure.paper, figure.start, figure.end),
        "said": said,
        "why_not": why_not,
        "stand": said and Standing([said]).of(figure, said),
        "held": held,
        "known": printed_beside(figure, held.known.value) if held and held.known else "",
        "not_meant": held is None and any(one.number in ledger and _alike(one, figure) for one in figures),
        "others": others_of(figure),
        "form": form or Correction.of(figure, below),
        "findings": findings,
        "may": may(by, review.RIGHT, unit=figure.paper.unit),
        "may_correct": said and may(by, "observation.correct", unit=said.unit, domain=said.indicator.domain),
        "mark": figure_html(figure, figure.quote, Marks([], [], ledger=stands, current=figure.number)),
    }  # fmt: skip


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures say a value of the same thing."""
    return (one.code, one.period, one.org, one.by) == (other.code, other.period, other.org, other.by)


@require_GET
def figure(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The panel of a figure; without a script the page of the paper with the panel in it."""
    if not request.htmx:
        return redirect(f"{reverse('papers:paper', args=[pk])}?figure={number}#f{number}")
    one = _figure(request, pk, number)
    typed = {name: value for name, value in request.GET.items() if Correction.asks(name)}
    form = Correction.of(one, Below(one.paper.unit), typed) if typed else None
    return render(request, "papers/figure.html", panel(one, request.user, form) | {"correcting": bool(typed)})


def _accept(one: Figure, request: HttpRequest) -> Figure:
    return review.accept(one, by=request.user)


def _reject(one: Figure, request: HttpRequest) -> Figure:
    return review.reject(one, by=request.user, reason=request.POST.get("reason", ""))


def _take_back(one: Figure, request: HttpRequest) -> Figure:
    return review.take_back(one, by=request.user, reason=request.POST.get("reason", ""))


def _prevail(one: Figure, request: HttpRequest) -> Figure:
    said: FigureSaid = said_by(one, Below(one.paper.unit))
    return review.accept_against(one, said, by=request.user, reason=request.POST.get("reason", ""))


STEPS: dict[str, Callable[[Figure, HttpRequest], Figure]] = {
    "accept": _accept, "reject": _reject, "take-back": _take_back, "prevail": _prevail,
}  # fmt: skip


@require_POST
def decide(request: HttpRequest, pk: int, number: int, step: str) -> HttpResponse:
    """Accept, reject, take back, or let the figure prevail over the ledger."""
    if step not in STEPS:
        raise Http404
    one = _figure(request, pk, number)
    try:
        return _decided(request, STEPS[step](one, request))
    except Refused as refused:
        return _refused(request, one, refused)


@require_POST
def correct(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take the figure in as the form says it is; a form with mistakes comes back with them."""
    one = _figure(request, pk, number)
    form = Correction(request.POST, below=Below(one.paper.unit))
    if not form.is_valid():
        return _again(request, panel(one, request.user, form), 422)
    try:
        return _decided(request, review.correct(one, form.said(), by=request.user))
    except Refused as refused:
        return _refused(request, one, refused, form)


def _decided(request: HttpRequest, one: Figure) -> HttpResponse:
    """The panel of the figure as it is now; without a script the page with the next figure that waits."""
    if request.htmx:
        shown = panel(one, request.user) | {"decided": True, "states": states(one.paper)}
        response = render(request, "papers/figure.html", shown)
        response["HX-Trigger-After-Settle"] = "decided" if one.state != Figure.State.READ else "undecided"
        return response
    later = one.paper.figures.filter(state=Figure.State.READ, number__gt=one.number).first()
    messages.success(request, _("%(quote)s：%(state)s") % {"quote": one.quote, "state": one.get_state_display()})
    number = later.number if later else one.number
    return redirect(f"{reverse('papers:paper', args=[one.paper_id])}?figure={number}#f{number}")


def _refused(request: HttpRequest, one: Figure, refused: Refused, form: Correction | None = None) -> HttpResponse:
    one = _figure(request, one.paper_id, one.number)  # as it is now, also where somebody else was quicker
    shown = panel(one, request.user, form, refused.findings)
    return _again(request, shown | {"decided": True, "states": states(one.paper)}, refused.status)


def _again(request: HttpRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    """The panel with what is wrong. A script shows only what comes with 200."""
    if request.htmx:
        return render(request, "papers/figure.html", shown)
    return render(request, "papers/figure_page.html", shown, status=status)


@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    """Options for the indicator that somebody types, as a list to choose from."""
    found = [label_of(one) for one in search(request.GET.get("indicator", ""))]
    return render(request, "papers/options.html", {"options": found})
