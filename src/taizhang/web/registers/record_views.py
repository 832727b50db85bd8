"""The pages of one record: shown, added, edited, ended, brought to its next state, unmasked."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.catalogue.model import Register
from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.asked_numbers import whole
from taizhang.web.files import attachment
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import Refused
from taizhang.web.registers import actions, queries, rights, showing, states
from taizhang.web.registers.exporting import export
from taizhang.web.registers.models import LiveRecord
from taizhang.web.registers.tables import children_of, register_of, table_of
from taizhang.web.registers.views import readable
from taizhang.workbooks.register_sheet import Table


def _live(request: HttpRequest, pk: int) -> LiveRecord:
    try:
        return queries.live(request.user, pk)
    except LiveRecord.DoesNotExist:
        raise Http404 from None


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One record with the rows below it, its history, and what one may do."""
    record = _live(request, pk)
    register, table = register_of(record.register), table_of(record.register)
    fields = list(table.fields.values())
    [shown] = showing.lines(table, fields, [record])
    return render(request, "registers/record.html", {
        "record": record, "register": register, "table": table,
        "values": list(zip(fields, shown.values, strict=True)),
        "below": [] if record.parent_id else [_below(record, child) for child in children_of(register)],
        "history": queries.history(record), "steps": states.following(record, request.user),
        "state": states.TITLES.get(record.state, record.state), "titles": states.TITLES,
        "edits": _may_edit(record, register, request.user), "personal": any(one.personal for one in fields),
        "exports": _may_export(record, register, request.user),
        "unmasks": rights.may_do(request.user, "record.unmask", register, unit=record.unit),
        "opens": register.change in ("open", "split"), "confined": rights.is_confined(register),
    })  # fmt: skip


def _below(record: LiveRecord, table: Table) -> dict[str, object]:
    rows = list(record.below.filter(register=table.code, ended_on=None).select_related("unit").order_by("-pk"))
    fields = list(table.fields.values())
    name = table.code.rpartition(".")[2]
    return {"table": table, "name": name, "fields": fields, "lines": showing.lines(table, fields, rows)}


def _may_edit(record: LiveRecord, register: Register, by: Person) -> bool:
    return register.kind != "mirror" and rights.may_do(by, "record.edit", register, unit=record.unit)


def _may_export(record: LiveRecord, register: Register, by: Person) -> bool:
    return not record.parent_id and rights.may_do(by, "record.read", register, unit=record.unit)


def add(request: HttpRequest, code: str) -> HttpResponse:
    """A new record."""
    register, table = readable(code, request.user), table_of(code)
    units = _units(request.user, register)
    if not units.exists():
        raise Http404
    unit = units.filter(code=request.POST.get("_unit") or request.GET.get("unit") or "").first()
    unit = unit or (units.first() if units.count() == 1 else None)
    if request.method == "POST" and unit:
        typed = _typed(table, request)
        try:
            record = actions.add(code, typed, unit=unit, by=request.user, reason=request.POST.get("_reason", ""))
        except Refused as refused:
            return _form(request, table, register, contents=typed, unit=unit, units=units, refused=refused)
        messages.success(request, _("已登记。"))
        return redirect("registers:record", pk=record.pk)
    return _form(request, table, register, contents={}, unit=unit, units=units)


def add_below(request: HttpRequest, pk: int, child: str) -> HttpResponse:
    """A new row below a record."""
    record = _live(request, pk)
    register, table = register_of(record.register), table_of(f"{record.register}.{child}")
    rights.check(request.user, "record.edit", register, record.unit)
    typed = _typed(table, request) if request.method == "POST" else {}
    if request.method == "POST":
        reason = request.POST.get("_reason", "")
        try:
            actions.add(table.code, typed, unit=record.unit, by=request.user, parent=record, reason=reason)
        except Refused as refused:
            return _form(request, table, register, contents=typed, unit=record.unit, refused=refused, record=record)
        messages.success(request, _("已登记。"))
        return redirect("registers:record", pk=pk)
    return _form(request, table, register, contents=typed, unit=record.unit, record=record)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a record. What somebody else changed since the form was opened is not overwritten."""
    record = _live(request, pk)
    register, table = register_of(record.register), table_of(record.register)
    rights.check(request.user, "record.edit", register, record.unit)
    typed = _typed(table, request) if request.method == "POST" else showing.contents_of(table, record)
    if request.method == "POST":
        was = _as_seen(record, request).state
        try:
            kept = actions.edit(record, typed, by=request.user, reason=request.POST.get("_reason", ""))
        except Refused as refused:
            form = {"contents": typed, "unit": record.unit, "record": record, "editing": True}
            return _form(request, table, register, refused=refused, **form)
        told = _("已保存。") if kept.state == was else _("已保存，回到“%(state)s”：须重新提交、批准。")
        messages.success(request, told % {"state": states.TITLES.get(kept.state, kept.state)})
        return redirect("registers:record", pk=record.parent_id or pk)
    return _form(request, table, register, contents=typed, unit=record.unit, record=record, editing=True)


def _as_seen(record: LiveRecord, request: HttpRequest) -> LiveRecord:
    """The record as it was when the page was opened: what somebody else did to it since is not passed over."""
    seen = whole(request.POST.get("_steps", ""))
    record.steps = -1 if seen is None else seen
    return record


def _typed(table: Table, request: HttpRequest) -> dict[str, str]:
    """What was typed, by field; several chosen codes become one text."""
    return {code: "、".join(request.POST.getlist(code)).strip() for code in table.fields}


def _units(by: Person, register: Register) -> QuerySet[OrgUnit]:
    """The units for which one may add records."""
    return rights.units(by, "record.edit", register).filter(kind__in=register.filled_by).not_closed()


def _form(
    request: HttpRequest, table: Table, register: Register, *, refused: Refused | None = None, **shown: object
) -> HttpResponse:
    """The form with what was typed and why it was `refused`."""
    findings: tuple[Finding, ...] = refused.findings if refused else ()
    boxes = showing.boxes(table, shown.pop("contents"), findings)
    named = any(box.field.type == "unit" for box in boxes)
    return render(request, "registers/edit.html", {
        **shown, "table": table, "register": register, "boxes": boxes,
        "elsewhere": [one for one in findings if one.place not in table.fields and one.severity != "note"],
        "wants_reason": bool(findings) and not any(one.severity == "error" for one in findings),
        "reason": request.POST.get("_reason", ""),
        "names": OrgUnit.objects.not_closed().values_list("code", "name") if named else [],
        "anew": states.edited(shown["record"]) if "editing" in shown else None,
    }, status=refused.status if refused else 200)  # fmt: skip


@require_POST
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """End, resume, or bring to a state of the register what stands on the page; not what was changed since."""
    record, reason = _as_seen(_live(request, pk), request), request.POST.get("reason", "")
    if step == "end":
        actions.end(record, reason=reason, by=request.user)
        done = _("已办结，移出台账。")
    elif step == "resume":
        actions.resume(record, reason=reason, by=request.user)
        done = _("已恢复在册。")
    else:
        parent = OrgUnit.objects.filter(code=request.POST.get("parent", "")).first()
        actions.move(record, step, by=request.user, reason=reason, code=request.POST.get("code", ""), parent=parent)
        done = _("已转为“%(state)s”。") % {"state": states.TITLES.get(step, step)}
    messages.success(request, done)
    return redirect("registers:record", pk=record.parent_id or pk)


@require_POST
def unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """The personal fields of one record, for a reason, in an answer that is kept nowhere."""
    record = _live(request, pk)
    shown, status = {"record": record, "values": [], "findings": []}, 200
    try:
        opened = actions.unmask(record, reason=request.POST.get("reason", ""), by=request.user)
        fields = table_of(record.register).fields
        shown["values"] = [(fields[code], value) for code, value in opened.items() if code in fields]
    except Refused as refused:
        shown["findings"], status = refused.findings, refused.status
    response = render(request, "registers/unmasked.html", shown, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """One record with the rows below it as .xlsx, masked."""
    record = _live(request, pk)
    register = register_of(record.register)
    if not _may_export(record, register, request.user):
        raise Http404
    return attachment(f"{register.title}-{record.pk}.xlsx", export(register, by=request.user, record=record))
