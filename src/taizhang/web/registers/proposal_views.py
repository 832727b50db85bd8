"""The pages on which a file updates a register: sent, looked at, confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from taizhang.catalogue.model import Field, Register
from taizhang.web import files
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import Refused
from taizhang.web.registers import columns, proposals, rights, showing
from taizhang.web.registers.importing import ImportPlan, before_and_after
from taizhang.web.registers.keeping import Step
from taizhang.web.registers.models import Proposal
from taizhang.web.registers.tables import register_of, table_of
from taizhang.web.registers.views import readable
from taizhang.workbooks.annotating import annotate, marked_name

MOST = 200


def send(request: HttpRequest, code: str) -> HttpResponse:
    """Send a file that updates one unit's records."""
    register = readable(code, request.user)
    units = rights.units(request.user, "record.edit", register).filter(kind__in=register.filled_by).not_closed()
    if not units.exists():
        raise Http404
    try:
        return _sent(request, register, units)
    except Refused as refused:
        typed = {"chosen": request.POST.get("unit"), "replaces": request.POST.get("replaces")}
        told = {"register": register, "units": _few(units), "refused": refused.findings}
        return render(request, "registers/import.html", told | typed, status=refused.status)


def _sent(request: HttpRequest, register: Register, units: QuerySet[OrgUnit]) -> HttpResponse:
    """Raises Refused for a file that is not taken in at all."""
    if request.method == "POST" and "file" in request.FILES:
        unit = get_object_or_404(units, code=request.POST.get("unit", ""))
        data, name = files.sent(request.FILES["file"])
        replaces = request.POST.get("replaces") == "1"
        proposal, _plan = proposals.propose(register, unit, data, name, by=request.user, replaces=replaces)
        return redirect("registers:proposal", pk=proposal.pk)
    return render(
        request, "registers/import.html", {"register": register, "units": _few(units), "count": units.count()}
    )


def _few(units: QuerySet[OrgUnit]) -> list[OrgUnit]:
    return list(units[:2000])


def _mine(request: HttpRequest, pk: int) -> Proposal:
    """An proposal of a unit whose records one may change."""
    proposal = get_object_or_404(Proposal.objects.select_related("unit", "by"), pk=pk)
    if not rights.may_do(request.user, "record.edit", register_of(proposal.register), unit=proposal.unit):
        raise Http404
    return proposal


def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would do, and doing it."""
    one = _mine(request, pk)
    refused: tuple[object, ...] = ()
    if request.method == "POST":
        try:
            proposals.confirm(one, by=request.user)
        except Refused as error:
            refused = error.findings
            one.refresh_from_db()
        else:
            messages.success(request, _("已导入。"))
            return redirect("registers:register", code=one.register)
    plan = proposals.again(one) if one.done_at is None else ImportPlan()
    register = register_of(one.register)
    return render(request, "registers/proposal.html", {
        "proposal": one, "register": register, "plan": plan, "counts": one.counts if one.done_at else plan.counts,
        "refused": [finding for finding in refused if finding not in plan.findings],
        "errors": plan.errors[:MOST], "others": [f for f in plan.findings if f.severity == "warning"][:MOST],
        "added": [_line(step) for step in plan.of("add")[:MOST]],
        "changed": [_line(step, before_and_after(step)) for step in plan.of("edit")[:MOST]],
        "anew": sum(step.state is not None for step in plan.of("edit")),
        "ended": [_line(step) for step in plan.of("end")[:MOST]], "most": MOST,
    }, status=409 if refused else 200)  # fmt: skip


def _line(step: Step, changes: list[tuple[str, object, object]] | None = None) -> dict[str, object]:
    """A record of the preview: its key, and the fields that change, personal ones masked."""
    table = table_of(step.record.register)
    units = showing.unit_names(table.fields.values(), [step.row])
    told = [_shown(table.fields[code], step.row.get(code), units) for code in table.key]
    return {
        "table": table, "key": " · ".join(str(one) for one in told if one is not None), "record": step.record,
        "changes": [(table.fields[code], _shown(table.fields[code], was, units), _shown(table.fields[code], now, units))
                    for code, was, now in changes or ()],
    }  # fmt: skip


def _shown(field: Field, value: object, units: dict[str, str]) -> object:
    if field.personal:
        return None if value is None else columns.mask(str(value))
    return showing.value(field, value, units)


@require_GET
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The sender's own file with a comment on every cell that is wrong."""
    one = _mine(request, pk)
    if one.by != request.user:
        raise Http404
    findings = proposals.again(one).findings
    data = annotate(files.look_at(one, by=request.user), findings, name=one.name)
    return files.attachment(marked_name(one.name), data)
