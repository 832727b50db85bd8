"""The pages of plans: the list, one plan, and the ways in which tasks get into it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.periods import Period
from taizhang.web import files, stages
from taizhang.web.accounts.permissions import check_may, may
from taizhang.web.asked_numbers import wholes
from taizhang.web.papers import queries as papers
from taizhang.web.papers.models import Paper
from taizhang.web.previewed import held, hold
from taizhang.web.stages import Link
from taizhang.web.supervision import actions, carrying, lights, queries, sheets, taking
from taizhang.web.supervision.answering import went_through
from taizhang.web.supervision.assigning import assign
from taizhang.web.supervision.board import worst_first
from taizhang.web.supervision.forms import NewPlan, Sheet, TaskForm
from taizhang.web.supervision.measuring import measuring_all
from taizhang.web.supervision.models import CARRIED, Plan, Task
from taizhang.web.supervision.owners import Owners


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The plans, the latest period first."""
    check_may(request.user, "task.read")
    shown = {"plans": queries.plans(request.user), "assigns": may(request.user, "task.assign")}
    return render(request, "supervision/plans.html", shown)


def new(request: HttpRequest) -> HttpResponse:
    """Make an empty plan."""
    check_may(request.user, "task.assign")
    form = NewPlan(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        plan = actions.make_plan(**form.cleaned_data, by=request.user)
        return redirect("supervision:plan", pk=plan.pk)
    return render(request, "supervision/plan_form.html", {"form": form})


def _plan(request: HttpRequest, pk: int, *, to_assign: bool = True) -> Plan:
    plan = get_object_or_404(queries.plans(request.user), pk=pk)
    if to_assign:
        check_may(request.user, "task.assign", unit=plan.unit)
    return plan


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan with its tasks, and where more may come from."""
    plan = _plan(request, pk, to_assign=False)
    assigns = may(request.user, "task.assign", unit=plan.unit)
    rows = queries.tasks(request.user).filter(plan=plan).select_related("carried_to")
    return render(request, "supervision/plan.html", {
        "plan": plan,
        "tasks": lights.lit(rows).order_by("number"),
        "assigns": assigns,
        "papers": taking.papers_for(plan, request.user)[:20] if assigns else [],
        "before": queries.carriable(Period.parse(plan.period).previous, request.user) if assigns else [],
    })  # fmt: skip


def new_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a task by hand."""
    plan = _plan(request, pk)
    form = TaskForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid() and _assigned(request, plan, form):
        return redirect("supervision:new_task" if "more" in request.POST else "supervision:plan", pk=pk)
    return render(request, "supervision/task_form.html", {"form": form, "plan": plan})


def _assigned(request: HttpRequest, plan: Plan, form: TaskForm) -> bool:
    made: list[Task] = []
    if not went_through(form, lambda: made.extend(assign(plan, [form.new_task()], by=request.user))):
        return False
    messages.success(request, _("已交办第 %(number)s 项。") % {"number": made[0].number})
    return True


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a workbook, to be filled in."""
    plan = _plan(request, pk)
    return files.attachment(f"{plan.title}.xlsx", sheets.sheet_of(plan))


@require_POST
def take_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a workbook and show what it would add, cell by cell; once that was confirmed, add it."""
    plan = _plan(request, pk)
    if kept := request.POST.get("kept"):
        made = sheets.take_sheet(plan, held(kept, by=request.user), by=request.user)
        messages.success(request, _("已交办 %(count)s 项。") % {"count": len(made)})
        return redirect("supervision:plan", pk=pk)
    form = Sheet(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "supervision/sheet.html", {"plan": plan, "form": form}, status=422)
    data, name = files.sent(form.cleaned_data["file"])
    read = sheets.read_sheet(plan, data, name)
    kept = hold(data, by=request.user) if read.usable and read.tasks else ""
    shown = {"plan": plan, "read": read, "kept": kept, "name": name}
    return render(request, "supervision/sheet.html", shown, status=200 if read.usable else 422)


def _paper(request: HttpRequest, pk: int) -> Paper:
    return get_object_or_404(papers.in_use(request.user), pk=pk)


@require_GET
def offers(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """What a paper promises, each to be looked over and given one by one."""
    plan, read = _plan(request, pk), _paper(request, paper)
    shown = {"plan": plan, "paper": read, "offers": taking.offered(plan, read)}
    return render(request, "supervision/offers.html", shown)


def offer(request: HttpRequest, pk: int, paper: int, origin: str) -> HttpResponse:
    """One promise as a form to look over; once it was confirmed it is a task."""
    plan, read = _plan(request, pk), _paper(request, paper)
    found = next((one for one in taking.offered(plan, read) if one.proposal.origin == origin), None)
    if found is None or found.taken:
        raise Http404
    asked = found.new_task(Owners.below(plan.unit))
    form = TaskForm(request.POST or None, plan=plan, origin=found.origin, initial=TaskForm.saying(asked))
    if request.method == "POST" and form.is_valid() and _assigned(request, plan, form):
        return redirect("supervision:offers", pk=pk, paper=paper)
    shown = {"plan": plan, "paper": read, "form": form, "offer": found}
    return render(request, "supervision/task_form.html", shown)


def carry(request: HttpRequest, pk: int, before: int) -> HttpResponse:
    """The unfinished tasks of an earlier plan, to be carried into this one."""
    plan, old = _plan(request, pk), _plan(request, before)
    rows = lights.lit(queries.tasks(request.user, "task.assign").filter(plan=old, state__in=CARRIED))
    if request.method == "POST":
        made = carrying.carry(rows.filter(pk__in=wholes(request.POST.getlist("task"))), plan, by=request.user)
        messages.success(request, _("已结转 %(count)s 项。") % {"count": len(made)})
        return redirect("supervision:plan", pk=pk)
    return render(request, "supervision/carry.html", {"plan": plan, "before": old, "tasks": worst_first(rows)})


@require_POST
def take_measure(request: HttpRequest) -> StreamingHttpResponse:
    """Measure every bound figure from the ledger as it stands now. Each step shows while it is done."""
    check_may(request.user, "task.assign")
    steps = measuring_all(by=request.user)
    board = Link(reverse("supervision:board"), _("督办台账"))
    return stages.page(request, steps, _("正在从台账更新指标"), link=lambda _made: board)
