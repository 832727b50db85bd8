"""The pages of rounds: how far each has come, who is missing, whom to call back, and what is ready to be passed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.periods import Period
from taizhang.web.accounts.permissions import may
from taizhang.web.asked_numbers import wholes
from taizhang.web.collection import standing
from taizhang.web.collection.actions import pass_all
from taizhang.web.collection.models import Round
from taizhang.web.collection.queries import submissions, to_pass
from taizhang.web.collection.turns import FILL
from taizhang.web.files import attachment
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.rounds import actions, queries
from taizhang.web.rounds.callbacks import call_backs
from taizhang.web.rounds.forms import Extend, Reason, Remind
from taizhang.web.rounds.sheet import progress_sheet

PAGE = 100


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every round that one has to do with."""
    page = Paginator(queries.rounds(request.user), PAGE).get_page(request.GET.get("page"))
    standings = standing.by_round(queries.counted(request.user).filter(round__in=page.object_list))
    lines = [(asked, standings[asked.pk]) for asked in page]
    return render(request, "rounds/list.html", {
        "page": page, "lines": lines, "opens": may(request.user, "round.open")
    })  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Round:
    return get_object_or_404(queries.rounds(request.user), pk=pk)


def _top(request: HttpRequest, asked: Round) -> OrgUnit:
    """The unit whose lower units are shown: one below the round's own, where it was asked for."""
    code = request.GET.get("unit")
    return get_object_or_404(OrgUnit, code=code, path__startswith=asked.unit.path) if code else asked.unit


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a round has come, by unit, domain and form; who is missing; what was done with it."""
    asked = _visible(request, pk)
    top = _top(request, asked)
    below = queries.asked_of(asked, request.user).filter(unit__path__startswith=top.path)
    missing = below.filter(state__in=FILL.waiting)
    return render(request, "rounds/detail.html", {
        "round": asked, "top": top, "whole": standing.whole(below), "units": standing.by_unit(below, top),
        "domains": standing.by_domain(below), "forms": standing.by_form(below),
        "missing": Paginator(missing, PAGE).get_page(request.GET.get("page")),
        "events": asked.events.select_related("unit", "by"), "steers": queries.steers(asked, request.user),
        "extend": Extend(asked=asked), "remind": Remind(), "reason": Reason(),
    })  # fmt: skip


@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Completeness and timeliness by unit, domain and form, and who is missing, as a workbook."""
    asked = _visible(request, pk)
    data = progress_sheet(asked, queries.asked_of(asked, request.user), _top(request, asked))
    return attachment(f"{asked.unit.name}-{asked.period}-{_('报送进度')}.xlsx", data)


@require_GET
def callbacks(request: HttpRequest, pk: int) -> HttpResponse:
    """Doubtful values that are under review, those that move a published total most first."""
    asked = _visible(request, pk)
    readable = submissions(request.user).filter(round=asked)
    if not readable.exists():
        raise Http404
    found = call_backs(readable, period=Period.parse(asked.period))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "rounds/callbacks.html", {"round": asked, "page": page})


def _extend(request: HttpRequest, asked: Round) -> str:
    form = Extend(request.POST, asked=asked)
    if not form.is_valid():
        raise Http404
    event = actions.extend(asked, **form.cleaned_data, by=request.user)
    return _("已延期：%(unit)s，%(count)s 份报送延至 %(until)s。") % {
        "unit": event.unit, "count": event.count, "until": event.until.isoformat()
    }  # fmt: skip


def _remind(request: HttpRequest, asked: Round) -> str:
    code = request.POST.get("unit")
    unit = get_object_or_404(OrgUnit, code=code, path__startswith=asked.unit.path) if code else None
    form = Remind(request.POST)
    if not form.is_valid():
        raise Http404
    event = actions.remind(asked, unit=unit, **form.cleaned_data, by=request.user)
    return _("已催报：%(count)s 份报送的%(whom)s会在首页看到提醒。") % {
        "count": event.count, "whom": event.get_whom_display()
    }  # fmt: skip


def _lock(request: HttpRequest, asked: Round) -> str:
    actions.lock(asked, reason=request.POST.get("reason", ""), by=request.user)
    return _("本批次已封存。")


def _reopen(request: HttpRequest, asked: Round) -> str:
    actions.reopen(asked, reason=request.POST.get("reason", ""), by=request.user)
    return _("本批次已重新开放。")


_STEPS: dict[str, Callable[[HttpRequest, Round], str]] = {
    "extend": _extend, "remind": _remind, "lock": _lock, "reopen": _reopen,
}  # fmt: skip


@require_POST
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Extend for one unit, remind, lock or reopen."""
    if step not in _STEPS:
        raise Http404
    messages.success(request, _STEPS[step](request, _visible(request, pk)))
    return redirect("rounds:detail", pk=pk)


def review(request: HttpRequest) -> HttpResponse:
    """What waits for this person's check or approval, to be passed many at a time."""
    if request.method == "POST":
        count = pass_all(wholes(request.POST.getlist("chosen")), by=request.user)
        messages.success(request, _("已通过 %(count)s 份。") % {"count": count})
        return redirect(request.get_full_path())
    clean = request.GET.get("show") != "all"
    page = Paginator(to_pass(request.user, clean=clean), PAGE).get_page(request.GET.get("page"))
    return render(request, "rounds/review.html", {"page": page, "clean": clean})
