"""The pages that show registers: which there are, one with its records, what it feeds, what stands behind a figure."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from taizhang.catalogue.model import Register
from taizhang.web.accounts.models import Person
from taizhang.web.asked_numbers import whole
from taizhang.web.catalogue import catalogue
from taizhang.web.files import attachment
from taizhang.web.ledger.models import Observation, OrgUnit
from taizhang.web.ledger.queries import observations
from taizhang.web.registers import asking, queries, reporting, rights, searching, showing
from taizhang.web.registers.exporting import export
from taizhang.web.registers.models import LiveRecord, Proposal
from taizhang.web.registers.tables import table_of

SHOWN = 200


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The registers that one may read, by domain."""
    return render(request, "registers/list.html", {"domains": queries.registers(request.user)})


def readable(code: str, by: Person) -> Register:
    """A register that `by` may read somewhere. Raises Http404 for all others."""
    register = catalogue().registers.get(code)
    if register is None or not rights.may_do(by, "record.read", register):
        raise Http404
    return register


@require_GET
def register(request: HttpRequest, code: str) -> HttpResponse:
    """A page of a register's records: found, narrowed, sorted."""
    one, table = readable(code, request.user), table_of(code)
    unit = _unit(request)
    asked = asking.asked(table, request.GET, unit)
    page = searching.page(one, asked, by=request.user)
    fields = list(table.fields.values())
    shown = fields if "all" in request.GET else fields[: showing.COLUMNS]
    begun, full = searching.searchable(table)
    return render(request, "registers/register.html", {
        "register": one, "asked": asked, "page": page, "unit": unit,
        "lines": showing.lines(table, shown, page.records), "fields": shown, "hidden": len(fields) - len(shown),
        "filters": asking.filters(table, request.GET), "begun": begun, "whole": full,
        "sorts": asking.sorted_by(asked), "earlier": asking.written(page.earlier), "later": asking.written(page.later),
        "keeps": one.kind != "mirror" and _keeps(request.user, one), "imports": _keeps(request.user, one),
        "partners": _partners(request.user, one) if not request.GET else [],
        "twins": _open_twins(request.user, one),
        "to_report": reporting.to_report(one, request.user)[:SHOWN // 10] if not request.GET else [],
        "proposals": Proposal.objects.filter(register=code, unit__in=rights.units(request.user, "record.edit", one))
        .select_related("unit", "by")[:5] if not request.GET else [],
    })  # fmt: skip


def _unit(request: HttpRequest) -> OrgUnit | None:
    return OrgUnit.objects.filter(code=request.GET["unit"]).first() if request.GET.get("unit") else None


def _keeps(by: Person, register: Register) -> bool:
    return rights.units(by, "record.edit", register).filter(kind__in=register.filled_by).not_closed().exists()


def _partners(by: Person, register: Register) -> list[showing.Shown]:
    table = table_of(register.code)
    mine = rights.units(by, "record.read", register)
    named = searching.named_with(mine, register)
    return showing.lines(table, list(table.fields.values())[: showing.COLUMNS], named)


def _open_twins(by: Person, register: Register) -> int | None:
    """How many pairs wait to be settled; None for who settles none."""
    if not rights.may_do(by, "record.settle", register):
        return None
    return queries.twins(by, register).filter(verdict="").count()


@require_GET
def ended(request: HttpRequest, code: str) -> HttpResponse:
    """The records that have left a register, the last first."""
    one, table = readable(code, request.user), table_of(code)
    mine = rights.units(request.user, "record.read", one)
    rows = LiveRecord.objects.filter(register=code, unit__in=mine).exclude(ended_on=None).select_related("unit")
    before = whole(request.GET.get("before", ""))
    rows = rows if before is None else rows.filter(pk__lt=before)
    page = list(rows.order_by("-pk")[: searching.PAGE + 1])
    fields = list(table.fields.values())[: showing.COLUMNS]
    return render(request, "registers/ended.html", {
        "register": one, "fields": fields, "lines": showing.lines(table, fields, page[:searching.PAGE]),
        "later": page[searching.PAGE - 1].pk if len(page) > searching.PAGE else None,
    })  # fmt: skip


@require_POST
def report(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Fill one of one's submissions with the live records, and go there to look at it and submit it."""
    one = get_object_or_404(reporting.to_report(readable(code, request.user), request.user), pk=pk)
    reporting.report(one, by=request.user)
    return redirect("collection:detail", pk=pk)


@require_GET
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """The indicators that a register feeds, and their latest values."""
    one = readable(code, request.user)
    return render(request, "registers/figures.html", {"register": one, "fed": queries.fed_by(one, request.user)})


@require_GET
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The records that one may read, or those of one unit, as .xlsx, masked, with the columns that an import reads."""
    one, asked = readable(code, request.user), request.GET.get("unit")
    unit = get_object_or_404(OrgUnit, code=asked) if asked else None
    name = f"{one.title}-{unit.name}.xlsx" if unit else f"{one.title}.xlsx"
    return attachment(name, export(one, by=request.user, unit=unit))


@require_GET
def behind(request: HttpRequest, pk: int) -> HttpResponse:
    """The records behind an observation that came out of a register: masked, and only for who may read them."""
    observation = get_object_or_404(observations(request.user).select_related("source", "unit"), pk=pk)
    try:
        found = queries.behind(observation.source)
    except Observation.DoesNotExist:
        raise Http404 from None
    seen = rights.may_do(request.user, "record.read", found.register, unit=observation.unit)
    fields = list(found.table.fields.values())
    return render(request, "registers/behind.html", {
        "observation": observation, "behind": found, "fields": fields, "seen": seen,
        "indicator": catalogue().indicators[observation.indicator],
        "lines": showing.lines(found.table, fields, found.records[:SHOWN]) if seen else [],
    })  # fmt: skip
