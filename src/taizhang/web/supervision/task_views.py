"""The page of one task, and what is done on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.web import files
from taizhang.web.accounts.permissions import check_may, may
from taizhang.web.accounts.policies import following
from taizhang.web.asked_numbers import whole
from taizhang.web.refusals import NotAllowed, Refused
from taizhang.web.supervision import lights, queries, reporting
from taizhang.web.supervision.amending import amend, last_written
from taizhang.web.supervision.answering import went_through
from taizhang.web.supervision.forms import TaskForm
from taizhang.web.supervision.measuring import open_measurement
from taizhang.web.supervision.models import Evidence, Measurement, Move, Task
from taizhang.web.supervision.moving import RIGHTS, take_step
from taizhang.web.supervision.report_forms import ExtensionForm, ReportForm


def _visible(request: HttpRequest, pk: int) -> Task:
    return get_object_or_404(queries.tasks(request.user).select_related("owner", "plan__unit", "target_at"), pk=pk)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: its light and why, its forecast, what was reported with what proof, its history, what one may do."""
    return _page(request, _visible(request, pk))


def _page(request: HttpRequest, task: Task, *, status: int = 200, **shown: object) -> HttpResponse:
    steps = queries.steps(task, request.user)
    lights.lit(Task.objects.filter(pk=task.pk))  # tells what is left of its time
    [(facts, standing)] = lights.standings_of(Task.objects.filter(pk=task.pk))
    return render(request, "supervision/task.html", {
        "task": task,
        "facts": facts,
        "standing": standing,
        "steps": steps,
        "form": ReportForm(task=task) if "report" in steps else None,
        "ask": ExtensionForm() if "ask" in steps else None,
        "extensions": task.extensions.select_related("asked_by", "decided_by"),
        "decides": queries.to_decide(request.user).filter(task=task),
        "grants": following("task", task.state, "extend"),
        "entries": task.entries.select_related("by").prefetch_related("evidence").order_by("-on", "-pk"),
        "events": task.events.select_related("by").order_by("-pk"),
        "measured": task.measurements.in_short().order_by("-pk").first(),
        "carried_to": Task.objects.filter(carried_from=task).select_related("plan").first(),
        "carried_from": queries.tasks(request.user).filter(pk=task.carried_from_id).first(),
        "sees_plan": may(request.user, "task.read", unit=task.plan.unit),
        "urges": may(request.user, "task.assign", unit=task.owner),
        **shown,
    }, status=status)  # fmt: skip


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report progress with files. A script gets the form alone; what was typed wrongly stays in it."""
    task = _visible(request, pk)
    check_may(request.user, "task.report", unit=task.owner, domain=task.domain or None)
    form = ReportForm(request.POST or None, request.FILES or None, task=task)
    if request.method != "POST":
        if request.htmx:
            return render(request, "supervision/report_form.html", {"task": task, "form": form, "mine": True})
        return _page(request, task, form=form)
    if form.is_valid() and went_through(form, lambda: reporting.report(task, **form.said(), by=request.user)):
        messages.success(request, _("进展已报。"))
        return _back(request, task)
    return _page(request, task, status=422, form=form)


def _back(request: HttpRequest, task: Task) -> HttpResponse:
    """To one's own list, where that is where one came from, else to the task."""
    return redirect("supervision:mine") if "mine" in request.POST else redirect("supervision:task", pk=task.pk)


@require_POST
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Sign for it, ask for closing, close, send back, keep up for good, suspend, reopen."""
    if action not in RIGHTS:
        raise Http404
    task, note = _visible(request, pk), request.POST.get("note", "")
    try:
        take_step(task, action, note=note, by=request.user)
    except NotAllowed:
        raise
    except Refused as refused:
        return _page(request, task, status=refused.status, refused=refused.findings, asked=action, note=note)
    messages.success(request, _("已完成：%(step)s。") % {"step": Move(action).label})
    return _back(request, task)


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a later day."""
    task, form = _visible(request, pk), ExtensionForm(request.POST)
    by = request.user
    if form.is_valid() and went_through(form, lambda: reporting.ask_extension(task, **form.cleaned_data, by=by)):
        messages.success(request, _("延期申请已提交，等待审批。"))
        return redirect("supervision:task", pk=pk)
    return _page(request, task, ask=form, status=422)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a later day or refuse it."""
    extension = get_object_or_404(queries.to_decide(request.user), pk=pk)
    granted = "grant" in request.POST
    reporting.decide_extension(extension, granted=granted, by=request.user)
    messages.success(request, _("已同意延期。") if granted else _("未同意延期，原时限不变。"))
    return redirect("supervision:task", pk=extension.task_id)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a task anew, unless somebody else has since it was opened: who was told so may save after all."""
    known = last_written(Task(pk=pk))       # before the task is read: what is written in between is told, not undone
    task = _visible(request, pk)
    check_may(request.user, "task.assign", unit=task.owner, domain=task.domain or None)
    form = TaskForm.of(task, request.POST or None)
    if request.method == "POST":
        opened = whole(request.POST.get("known", "")) or 0
        if not form.is_valid():
            known = opened
        elif went_through(form, lambda: amend(task, form.new_task(), known=opened, by=request.user)):
            messages.success(request, _("事项已修改。"))
            return redirect("supervision:task", pk=pk)
    shown = {"form": form, "plan": task.plan, "task": task, "known": known}
    return render(request, "supervision/task_form.html", shown, status=422 if form.errors else 200)


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that proves an entry, as it came in; each look is noted."""
    found = get_object_or_404(Evidence.objects.select_related("entry__task__owner"), pk=pk)
    _visible(request, found.entry.task_id)
    return files.attachment(found.name, reporting.open_evidence(found, by=request.user))


@require_GET
def measurement(request: HttpRequest, pk: int) -> HttpResponse:
    """What stood behind a bound figure when it was measured: formula, observations, cells, people."""
    found = get_object_or_404(Measurement.objects.select_related("task__plan__unit", "task__target_at"), pk=pk)
    task = _visible(request, found.task_id)
    node = open_measurement(found, by=request.user)
    return render(request, "supervision/measurement.html", {"measured": found, "task": task, "node": node})
