"""The pages that show how tasks stand: the head's one page, the board, one's own list, a ranking, the rules."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from taizhang.web.accounts.permissions import check_may, may, unit_for, units_for
from taizhang.web.collection.templatetags.spoken import language
from taizhang.web.indicators import search
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted
from taizhang.web.supervision import lights, limits, queries
from taizhang.web.supervision.board import board, head_page, latest_reports, ranking
from taizhang.web.supervision.filtering import TaskFilter
from taizhang.web.supervision.models import LightRules
from taizhang.web.supervision.owners import names_apart
from taizhang.web.supervision.projects import projects
from taizhang.writing.gantt import gantt, money_bars

PAGE = 50
DRAWN = 60  # projects in a drawing, the latest first


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Where somebody begins: the head with one page, an owner with their own tasks, everybody else with the board."""
    check_may(request.user, "task.read")
    if may(request.user, "task.report"):
        return redirect("supervision:mine")
    return redirect("supervision:board" if may(request.user, "task.assign") else "supervision:head")


@require_GET
def show_board(request: HttpRequest) -> HttpResponse:
    """All tasks that one may see, the worst first. Scripts ask for the rows alone."""
    check_may(request.user, "task.read")
    form = TaskFilter(request.GET)
    found = board(request.user, form)
    page = _page(request, found.rows, found.count)
    shown = {
        "form": form, "counts": found.counts, "page": page, "latest": latest_reports(page.object_list),
        "owners": names_apart({task.owner for task in page.object_list}),
        "assigns": may(request.user, "task.assign"),
    }  # fmt: skip
    alone = request.htmx and not request.htmx.history_restore_request
    return render(request, "supervision/rows.html" if alone else "supervision/board.html", shown)


def _page(request: HttpRequest, rows: object, count: int) -> object:
    paginator = Paginator(rows, PAGE)
    paginator.count = count  # it was asked for by light already
    return paginator.get_page(request.GET.get("page"))


@require_GET
def head(request: HttpRequest) -> HttpResponse:
    """What is late, off target and slipping, and what to ask: one page, for two minutes."""
    check_may(request.user, "task.read")
    shown = {"page": head_page(request.user), "today": timezone.localdate(),
             "extensions": queries.to_decide(request.user)}  # fmt: skip
    return render(request, "supervision/head.html", shown)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own tasks, what is due next first, each with what to do about it."""
    check_may(request.user, "task.report")
    rows = list(lights.lit(queries.mine(request.user)))
    latest = latest_reports(rows)
    own = [(task, latest.get(task.pk), queries.steps(task, request.user)) for task in rows]
    return render(request, "supervision/mine.html", {"own": own, "today": timezone.localdate()})


@require_GET
def show_projects(request: HttpRequest) -> HttpResponse:
    """The building projects as their register stands: against plan, their money, their slip."""
    check_may(request.user, "task.read")
    today = timezone.localdate()
    found = projects(request.user, today, code=request.GET.get("code", ""))
    drawn = [line.project for line in found.lines[:DRAWN]]
    drawings = {"gantt": gantt(drawn, today, language()), "money": money_bars(drawn, language())}
    # the drawings escape what they write themselves
    shown = {name: mark_safe(drawing) for name, drawing in drawings.items()}  # noqa: S308
    return render(request, "supervision/projects.html", {"found": found, **shown})


@require_GET
def show_ranking(request: HttpRequest) -> HttpResponse:
    """The units by how their tasks stand."""
    check_may(request.user, "task.read")
    form = TaskFilter({"state": "all"} | request.GET.dict())
    rows, unit = form.rows(queries.tasks(request.user)), unit_for(request.user, "task.read")
    owners = {one.code: one for one in OrgUnit.objects.filter(tasks__in=rows)}
    shown = {"form": form, "ranked": ranking(rows, unit), "owners": owners}
    return render(request, "supervision/ranking.html", shown)


def rules(request: HttpRequest) -> HttpResponse:
    """A bureau's own rules of lights: what stands now, what would change, and what is wrong with them."""
    check_may(request.user, "task.assign")
    unit = unit_for(request.user, "task.assign", code=request.GET.get("unit", ""))
    overlay = request.POST.get("overlay", lights.overlay_of(unit))
    if given := limits.given(request.POST):
        overlay = limits.laid_into(overlay, given)
    findings, changed, status = (), None, 200
    if request.method == "POST":
        try:
            if "keep" in request.POST:
                lights.change_rules(unit, overlay, by=request.user)
                messages.success(request, _("亮灯规则已更新，各事项的灯已重新计算。"))
                return redirect(request.get_full_path())
            changed = lights.what_changes(unit, overlay, by=request.user)
        except NotAccepted as refused:
            findings, status = refused.findings, refused.status
    kept = LightRules.objects.filter(unit=unit).select_related("made_by").order_by("-pk")
    shown = {"unit": unit, "units": units_for(request.user, "task.assign"), "overlay": overlay, "findings": findings,
             "changed": changed, "kept": kept[:10], "shipped": lights.shipped(),
             "limits": limits.shown(overlay)}  # fmt: skip
    return render(request, "supervision/rules.html", shown, status=status)


@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    """The indicators that the words typed may mean, as options of a list."""
    found = search(request.GET.get("target_indicator", ""))
    return render(request, "supervision/indicators.html", {"indicators": found})
