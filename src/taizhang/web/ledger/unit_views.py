"""The pages of the tree: any day's, one unit's, and the forms that change it. Each change is previewed first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from taizhang.web.accounts.permissions import may, reach
from taizhang.web.files import attachment, sent
from taizhang.web.ledger import unit_import, unit_sheet
from taizhang.web.ledger.models import OrgUnit, OrgUnitVersion
from taizhang.web.ledger.queries import UnitThen, tree_at
from taizhang.web.ledger.touching import touched
from taizhang.web.ledger.unit_forms import AtDay, units_of
from taizhang.web.ledger.unit_history import entries, history
from taizhang.web.ledger.unit_steps import STEPS, Step
from taizhang.web.previewed import held, hold

Answer = Callable[..., HttpResponse]
_WHOLE = 60  # units up to which a tree is shown with all its branches


def for_managers(view: Answer) -> Answer:
    """Only who manages units somewhere."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may(request.user, "unit.manage"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


def _mine(request: HttpRequest) -> object:
    """The units that one manages, closed ones too."""
    return OrgUnit.objects.filter(reach(request.user, "unit.manage", unit=""))


@require_GET
@for_managers
def tree(request: HttpRequest) -> HttpResponse:
    """The tree as it stood on a day: from the top, below one unit, or what was looked for."""
    form = AtDay(request.GET)
    day, q, kind, under = form.said()
    mine = set(_mine(request).values_list("code", flat=True))
    there = {code: unit for code, unit in tree_at(day).items() if code in mine}
    rows = sorted(_shown(there, q, kind, under), key=lambda unit: unit.path)
    below: dict[str, int] = {}
    for unit in there.values():
        for code in unit.path.rstrip("/").split("/")[:-1]:
            below[code] = below.get(code, 0) + 1
    lines = [{"unit": unit, "below": below.get(unit.code, 0), "depth": _depth(unit, rows)} for unit in rows]
    told = {"form": form, "day": day, "lines": lines, "count": len(there), "under": there.get(under)}
    return render(request, "ledger/tree.html", told)


def _shown(there: dict[str, UnitThen], q: str, kind: str, under: str) -> list[UnitThen]:
    """All of a small tree; of a large one the top and what stands directly below, unless more was asked for."""
    rows = [unit for unit in there.values() if not under or f"{under}/" in unit.path]
    if q or kind:
        named = (unit for unit in rows if not q or q in unit.name or unit.code.startswith(q))
        return [unit for unit in named if kind in ("", unit.kind)]
    if len(rows) <= _WHOLE or not rows:
        return rows
    top = min(unit.path.count("/") for unit in rows)
    return [unit for unit in rows if unit.path.count("/") <= top + 1]


def _depth(unit: UnitThen, rows: list[UnitThen]) -> int:
    return min(unit.path.count("/") - min(row.path.count("/") for row in rows[:1]), 5)


@require_GET
@for_managers
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: what it is, what became of it, what stands below it, what a change would touch."""
    unit = get_object_or_404(_mine(request), code=code)
    now = unit.versions.select_related("parent").order_by("since").last()
    below = OrgUnitVersion.objects.filter(parent=unit, until=None).select_related("unit").order_by("unit__code")
    [touches] = touched([unit])
    return render(request, "ledger/unit.html", {
        "unit": unit, "now": now, "history": history(unit), "entries": entries(unit), "below": below,
        "touched": touches, "figures": unit.observations.count(),
    })  # fmt: skip


@for_managers
def open_new(request: HttpRequest) -> HttpResponse:
    return _step(request, STEPS["open"], None)


@for_managers
def merge(request: HttpRequest) -> HttpResponse:
    return _step(request, STEPS["merge"], None)


@for_managers
def change(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Describe anew, close or split one unit."""
    if step not in ("change", "close", "split"):
        raise Http404
    return _step(request, STEPS[step], get_object_or_404(units_of(request.user), code=code))


def _step(request: HttpRequest, kind: type[Step], unit: OrgUnit | None) -> HttpResponse:
    """The form; then what it would touch; then, once confirmed, it is done."""
    step = kind(request, unit)
    if request.method == "POST" and step.valid():
        if "confirm" in request.POST:
            return step.do()
        step.touches = touched(step.units())
    return render(request, "ledger/unit_step.html", {"step": step, "unit": unit, "unit_names": units_of(request.user)})


@require_GET
@for_managers
def export(request: HttpRequest) -> HttpResponse:
    """The tree of a day as the workbook that an import reads."""
    day: date = AtDay(request.GET).said()[0]
    rows = OrgUnitVersion.objects.filter(Q(until=None) | Q(until__gte=day), unit__in=_mine(request), since__lte=day)
    data = unit_sheet.written(rows.select_related("unit", "parent").order_by("unit__path"))
    return attachment(f"{_('机构')}-{day}.xlsx", data)


@for_managers
def take_in(request: HttpRequest) -> HttpResponse:
    """A workbook of units: first what it would do and what is wrong, then, once confirmed, all of it."""
    if kept := request.POST.get("confirm"):
        plan = unit_import.carry_out(held(kept, by=request.user), by=request.user)
        return render(request, "ledger/import_units.html", {"plan": plan, "done": True})
    file = request.FILES.get("file")
    if request.method != "POST" or file is None:
        return render(request, "ledger/import_units.html", {})
    data, name = sent(file)
    plan = unit_import.plan(data, name, by=request.user)
    kept = hold(data, by=request.user) if plan.sound else ""
    told = {"plan": plan, "kept": kept, "touched": touched(plan.touched[:50])}
    return render(request, "ledger/import_units.html", told, status=422 if plan.findings else 200)
