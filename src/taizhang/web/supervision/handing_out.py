"""What supervision hands out: the board as a workbook, notices as official documents, a calendar to subscribe to."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from taizhang.supervision.calendar import calendar
from taizhang.supervision.ledger_sheet import write_ledger
from taizhang.supervision.light_rules import light_rules
from taizhang.supervision.standing import Light
from taizhang.web import files
from taizhang.web.accounts.actions import digest
from taizhang.web.accounts.permissions import check_may, unit_for
from taizhang.web.documents import as_file
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import Refused
from taizhang.web.reports.drafting import letterhead_of
from taizhang.web.supervision import actions, lights, queries
from taizhang.web.supervision.board import board
from taizhang.web.supervision.facts import facts_of
from taizhang.web.supervision.filtering import TaskFilter
from taizhang.web.supervision.models import ENDED, CalendarKey, Task
from taizhang.web.supervision.owners import apart, names_apart
from taizhang.writing.document import Document
from taizhang.writing.notices.notice import Sender
from taizhang.writing.notices.progress import progress_notice
from taizhang.writing.notices.urging import urging_notice

REPLY = timedelta(days=7)  # within which a notice wants an answer


@require_GET
def board_sheet(request: HttpRequest) -> HttpResponse:
    """The board as a workbook, with lights and why."""
    found = apart(lights.standings_of(_asked(request)))
    data = write_ledger(
        [facts for facts, _how in found], timezone.localdate(), standings=[how for _facts, how in found]
    )
    return files.attachment(f"{_('督办台账')}-{timezone.localdate()}.xlsx", data)


def _asked(request: HttpRequest) -> QuerySet[Task]:
    check_may(request.user, "task.read")
    return board(request.user, TaskFilter(request.GET)).rows


@require_GET
def circular(request: HttpRequest, kind: str) -> HttpResponse:
    """进度通报 of what the board shows, ended tasks included, since a notice says what was closed too."""
    check_may(request.user, "task.assign")
    asked = request.GET.copy()
    asked["state"] = asked.get("state") or "all"
    rows = board(request.user, TaskFilter(asked)).rows
    return files.attachment(*as_file(circular_on(rows, unit_for(request.user, "task.assign")), kind))


def circular_on(rows: QuerySet[Task], unit: OrgUnit) -> Document:
    """进度通报 in the name of a unit. Raises Refused where no task can be told of."""
    rules = light_rules(lights.overlay_of(unit))
    try:
        return progress_notice(
            apart(lights.standings_of(rows)), _sender(unit), addressee="各县区教育局，局机关各科室", rules=rules
        )
    except ValueError as error:
        raise Refused.because("task-nothing-to-tell") from error


@require_GET
def urge(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """督办单 to the owner of a task, about this task."""
    rows = queries.tasks(request.user, "task.assign").filter(pk=pk)
    return _urging(get_object_or_404(rows).owner, rows, request, kind)


@require_GET
def urge_unit(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """督办单 to a unit about all of its tasks that are red or orange."""
    unit = get_object_or_404(OrgUnit, pk=pk)
    return _urging(unit, urgent(queries.tasks(request.user, "task.assign").filter(owner=unit)), request, kind)


def urgent(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The unfinished tasks that are red or orange today."""
    return lights.lit(rows.exclude(state__in=ENDED)).filter(light__badness__gte=Light.ORANGE.badness)


def _urging(owner: OrgUnit, rows: QuerySet[Task], request: HttpRequest, kind: str) -> HttpResponse:
    """In the name of the unit for which one assigns the owner tasks."""
    sender = unit_for(request.user, "task.assign", at=owner)
    return files.attachment(*as_file(urging_on(rows, sender, owner=owner), kind))


def urging_on(rows: QuerySet[Task], unit: OrgUnit, *, owner: OrgUnit) -> Document:
    """督办单 to an owner in the name of a unit. Raises Refused without tasks."""
    found = list(lights.standings_of(rows.order_by("pk")))
    if not found:
        raise Refused.because("task-nothing-to-tell", owner.name)
    return urging_notice(found, _sender(unit), owner=names_apart([owner])[owner.code])


def _sender(unit: OrgUnit) -> Sender:
    today = timezone.localdate()
    return Sender(unit.name, today, today + REPLY, letterhead_of(unit))


def subscribe(request: HttpRequest) -> HttpResponse:
    """Make an address at which programs find one's calendar. It is shown this once; the one before stops working."""
    check_may(request.user, "task.report")
    address = ""
    if request.method == "POST":
        address = request.build_absolute_uri(f"{request.path}{actions.subscribe(by=request.user)}.ics")
        messages.success(request, _("订阅地址已生成。"))
    return render(request, "supervision/calendar.html", {"address": address})


@login_not_required
@require_GET
def subscribed(request: HttpRequest, key: str) -> HttpResponse:
    """The due dates and milestones of one person's tasks, to whoever has the secret address."""
    held = get_object_or_404(CalendarKey.objects.select_related("person"), digest=digest(key), person__is_active=True)
    name = f"{_('督办')} {held.person.name}"
    data = calendar(
        facts_of(queries.mine(held.person)), timezone.localdate(), name=name, host=request.get_host(),
        link=lambda task: request.build_absolute_uri(f"/supervision/tasks/{task.id}/"),
    )  # fmt: skip
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")
