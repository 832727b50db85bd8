"""The pages of rounds: how far each has come, who is missing, whom to call back, and what is ready to be passed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.periods import Period
from taizhang.web.accounts.permissions import may
from taizhang.web.asked_numbers import wholes
from taizhang.web.collection import standing
from taizhang.web.collection.actions import pass_all
from taizhang.web.collection.models import Round, RoundState
from taizhang.web.collection.queries import submissions, to_pass
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.collection.turns import FILL
from taizhang.web.files import attachment
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.rounds import actions, queries
from taizhang.web.rounds.callbacks import call_backs
from taizhang.web.rounds.forms import ChangeDays, Extend, Reason, Remind
from taizhang.web.rounds.sheet import progress_sheet

PAGE = 100

Given = dict[str, Any]  # what a form was given


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every round that one has to do with; and those taken back, which ask nobody for anything any more."""
    page = Paginator(queries.rounds(request.user), PAGE).get_page(request.GET.get("page"))
    standings = standing.by_round(queries.counted(request.user).filter(round__in=page.object_list))
    lines = [(asked, standings[asked.pk]) for asked in page]
    return render(request, "rounds/list.html", {
        "page": page, "lines": lines, "opens": may(request.user, "round.open"),
        "taken_back": queries.taken_back(request.user),
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
    return _shown(request, asked, _forms(asked))


def _forms(asked: Round, tried: str = "", data: QueryDict | None = None) -> dict[str, Form]:
    """The form of each step, by its name; that of the step that was tried with what was typed."""
    days = {name: getattr(asked, name) for name in ("due", "check_due", "approve_due")}
    kinds: dict[str, Callable[..., Form]] = {
        "extend": partial(Extend, asked=asked), "remind": Remind, "lock": Form, "reopen": Reason,
        "change": partial(ChangeDays, initial=days), "take_back": Reason,
    }  # fmt: skip
    return {name: kind(data if name == tried else None, auto_id=f"{name}_%s") for name, kind in kinds.items()}


def _shown(request: HttpRequest, asked: Round, forms: dict[str, Form], status: int = 200) -> HttpResponse:
    top = _top(request, asked)
    below = queries.asked_of(asked, request.user).filter(unit__path__startswith=top.path)
    missing = below.filter(state__in=FILL.waiting)
    return render(request, "rounds/detail.html", {
        "round": asked, "top": top, "whole": standing.whole(below), "units": standing.by_unit(below, top),
        "domains": standing.by_domain(below), "forms": standing.by_form(below),
        "missing": Paginator(missing, PAGE).get_page(request.GET.get("page")),
        "events": asked.events.select_related("unit", "by"), "steers": queries.steers(asked, request.user),
        "step_forms": forms, "withdrawable": asked.state == RoundState.OPEN and not actions.sent(asked).exists(),
    }, status=status)  # fmt: skip


@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Completeness and timeliness by unit, domain and form, and who is missing, as a workbook."""
    asked = _visible(request, pk)
    data = progress_sheet(asked, queries.asked_of(asked, request.user), _top(request, asked))
    return attachment(f"{asked.unit.name}-{say(Period.parse(asked.period))}-{_('报送进度')}.xlsx", data)


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


def _extend(request: HttpRequest, asked: Round, given: Given) -> str:
    event = actions.extend(asked, **given, by=request.user)
    return _("已延期：%(unit)s，%(count)s 份报送延至 %(until)s。") % {
        "unit": event.unit, "count": event.count, "until": event.until.isoformat()
    }  # fmt: skip


def _remind(request: HttpRequest, asked: Round, given: Given) -> str:
    code = request.POST.get("unit")
    unit = get_object_or_404(OrgUnit, code=code, path__startswith=asked.unit.path) if code else None
    event = actions.remind(asked, unit=unit, **given, by=request.user)
    return _("已催报：%(count)s 份报送的%(whom)s会在首页看到提醒。") % {
        "count": event.count, "whom": event.get_whom_display()
    }  # fmt: skip


def _lock(request: HttpRequest, asked: Round, _given: Given) -> str:
    actions.lock(asked, by=request.user)
    return _("本批次已封存。")


def _reopen(request: HttpRequest, asked: Round, given: Given) -> str:
    actions.reopen(asked, **given, by=request.user)
    return _("本批次已重新开放。")


def _change(request: HttpRequest, asked: Round, given: Given) -> str:
    event = actions.change(asked, **given, by=request.user)
    return _("已改期：%(count)s 份报送的截止日期改为 %(due)s。") % {
        "count": event.count, "due": event.until.isoformat()
    }  # fmt: skip


def _take_back(request: HttpRequest, asked: Round, given: Given) -> str:
    event = actions.take_back(asked, **given, by=request.user)
    return _("已撤回：这个批次的 %(count)s 份报送不再要求。") % {"count": event.count}


_STEPS: dict[str, Callable[[HttpRequest, Round, Given], str]] = {
    "extend": _extend, "remind": _remind, "lock": _lock, "reopen": _reopen, "change": _change, "take_back": _take_back,
}  # fmt: skip


@require_POST
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Extend for one unit, remind, lock, reopen, change the days or take back; the page again for a wrong form."""
    if step not in _STEPS:
        raise Http404
    asked = _visible(request, pk)
    forms = _forms(asked, step, request.POST)
    if not forms[step].is_valid():
        return _shown(request, asked, forms, status=422)
    messages.success(request, _STEPS[step](request, asked, forms[step].cleaned_data))
    there = queries.rounds(request.user).filter(pk=pk).exists()  # what was taken back is nobody's any more
    return redirect("rounds:detail", pk=pk) if there else redirect("rounds:list")


def review(request: HttpRequest) -> HttpResponse:
    """What waits for this person's check or approval, to be passed many at a time."""
    if request.method == "POST":
        count = pass_all(wholes(request.POST.getlist("chosen")), by=request.user)
        messages.success(request, _("已通过 %(count)s 份。") % {"count": count})
        return redirect(request.get_full_path())
    clean = request.GET.get("show") != "all"
    page = Paginator(to_pass(request.user, clean=clean), PAGE).get_page(request.GET.get("page"))
    return render(request, "rounds/review.html", {"page": page, "clean": clean})
