"""The pages of papers: the list, one with its figures marked, what it promises, the memo on it, and the shelf."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.findings import Finding
from taizhang.web import files
from taizhang.web.accounts.permissions import check_may, may, unit_for
from taizhang.web.documents import as_file
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers import queries, receiving, shelves, whose, withdrawing
from taizhang.web.papers.cleaned import cleanings
from taizhang.web.papers.deciding import panel
from taizhang.web.papers.forms import Upload, Whose
from taizhang.web.papers.judgements import finding_panel
from taizhang.web.papers.memo import memo_on
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.page import page_of
from taizhang.web.papers.review import RIGHT
from taizhang.web.papers.shelf_xlsx import to_xlsx
from taizhang.web.papers.versions import compared, versions_of
from taizhang.web.refusals import NotAccepted

SHOWN = 50


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The reports of others that were read, the newest first, narrowed by words; or those that were withdrawn."""
    check_may(request.user, "report.audit")
    asked, withdrawn = request.GET.get("q", "").strip(), bool(request.GET.get("withdrawn"))
    rows = queries.found(request.user, asked, withdrawn=withdrawn)
    side_by_side = queries.papers(request.user).filter(pk__in=compared())
    return render(request, "papers/list.html", {
        "page": Paginator(queries.counted(rows), SHOWN).get_page(request.GET.get("page")),
        "shelves": OrgUnit.objects.filter(pk__in=side_by_side.order_by().values("unit")),
        "asked": asked, "withdrawn": withdrawn,
    })  # fmt: skip


def upload(request: HttpRequest) -> HttpResponse:
    """Send reports that somebody else wrote, or paste one. What gives no text is refused beside the form."""
    check_may(request.user, "report.audit")
    form = Upload(request.POST or None, request.FILES or None, by=request.user)
    read, refused = [], []
    if request.method == "POST" and form.is_valid():
        read, refused = _read(form, request)
        if len(read) == 1 and not refused:
            return redirect("papers:paper", pk=read[0].pk)
    shown = {"form": form, "papers": read, "findings": refused, "unit_names": whose.units_of(request.user)}
    return render(request, "papers/upload.html", shown, status=422 if refused else 200)


def _read(form: Upload, request: HttpRequest) -> tuple[list[Paper], list[Finding]]:
    """The papers that were sent, and what is said of those that could not be read: one does not keep back another."""
    read, refused = [], []
    for one in form.cleaned_data["file"]:
        try:
            read.append(_read_one(*files.sent(one), form.cleaned_data["unit"], request))
        except NotAccepted as said:
            refused += said.findings
    return read, refused


def _read_one(data: bytes, name: str, unit: OrgUnit | None, request: HttpRequest) -> Paper:
    """A paper that was sent, with a message where it was there already or goes by another name."""
    before = set(queries.same(data, request.user).values_list("pk", flat=True))
    paper = receiving.upload(data, name, unit=unit, by=request.user)
    told = {"name": name, "kept": paper.name}
    if paper.pk in before:
        told |= {"at": f"{localtime(paper.uploaded_at):%F %H:%M}", "by": paper.uploaded_by}
        again = _("%(name)s：同样内容的文件已于%(at)s由%(by)s上传过，文件名是%(kept)s；没有重复读取，这里是那一份。")
        messages.info(request, again % told)
        return paper
    if not name.endswith(paper.name):
        messages.warning(request, _("%(name)s 的扩展名与内容不符，已按内容记为 %(kept)s。") % told)
    if versions := versions_of(paper):
        told |= {"others": "、".join(one.name for one in versions), "title": paper}
        several = _("%(name)s：“%(title)s”这个报告期的已有 %(others)s；与往期对照只用最新的这一份，传重了的请撤下。")
        messages.warning(request, several % told)
    return paper


def _visible(request: HttpRequest, pk: int) -> Paper:
    return get_object_or_404(queries.papers(request.user), pk=pk)


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a paper with its figures marked; the address narrows it and may open a figure."""
    read = _visible(request, pk)
    shown = page_of(read, request.GET)
    if asked := next((one for one in shown["figures"] if str(one.number) == request.GET.get("figure")), None):
        shown |= panel(asked, request.user)
    elif found := next((one for one in shown["notes"] if str(one.number) == request.GET.get("finding")), None):
        shown |= finding_panel(found, request.user)
    cleaned, first = cleanings(read)
    may_decide = may(request.user, RIGHT, unit=read.unit)
    return render(request, "papers/paper.html", shown | {
        "cleaned": cleaned, "cleanings": first, "may": may_decide, "taken": request.GET.get("taken", ""),
        "named": "" if read.settled else whose.named_instead(read, request.user) or read.bureau or read.title,
        "versions": versions_of(read), "may_withdraw": may(request.user, withdrawing.RIGHT, unit=read.unit),
        "unit_names": whose.units_of(request.user),
        "typed": request.GET.get("unit", ""),
    })  # fmt: skip


@require_POST
def file_under(request: HttpRequest, pk: int) -> HttpResponse:
    """File a paper under another unit. What names none stays in the box."""
    read, form = _visible(request, pk), Whose(request.POST, by=request.user)
    if not form.is_valid():
        messages.error(request, form.errors["unit"][0])
        return redirect(f"{reverse('papers:paper', args=[pk])}?{urlencode({'unit': request.POST.get('unit', '')})}")
    receiving.file_under(read, form.cleaned_data["unit"], by=request.user)
    messages.success(request, _("已改归%(unit)s。") % {"unit": form.cleaned_data["unit"]})
    return redirect("papers:paper", pk=pk)


@require_GET
def behind(request: HttpRequest, pk: int) -> HttpResponse:
    """The sentence behind an observation, in its paper."""
    figures = Figure.objects.filter(observation=pk, paper__in=queries.papers(request.user))
    one = get_object_or_404(figures.order_by("-entered", "pk")[:1])
    return redirect(f"{reverse('papers:paper', args=[one.paper_id])}?figure={one.number}#f{one.number}")


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it came in."""
    read = _visible(request, pk)
    return files.attachment(read.name, files.look_at(read, by=request.user))


@require_GET
def promises(request: HttpRequest, pk: int) -> HttpResponse:
    """What the plan part of a paper promises."""
    read = _visible(request, pk)
    return render(request, "papers/promises.html", {"read": read, "promises": queries.commitments(read)})


@require_GET
def memo(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The audit as a memo to the paper's author, signed by the unit for which the person audits."""
    read = _visible(request, pk)
    signature = unit_for(request.user, "report.audit", at=read.unit).name
    return files.attachment(*as_file(memo_on(read, signature=signature).document(), kind))


def _shelf(request: HttpRequest, code: str) -> tuple[shelves.Shelf, bool]:
    shared = bool(request.GET.get("shared"))
    unit = get_object_or_404(OrgUnit, code=code)
    check_may(request.user, "report.audit", unit=unit)
    return shelves.shelf_of(unit, request.user, shared=shared), shared


@require_GET
def shelf(request: HttpRequest, code: str) -> HttpResponse:
    """A bureau's papers side by side; each cell opens its sentence."""
    found, shared = _shelf(request, code)
    rows = [(row, [row.cells.get(one.pk, ()) for one in found.papers]) for row in found.rows]
    return render(request, "papers/shelf.html", {"shelf": found, "rows": rows, "shared": shared})


@require_GET
def shelf_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a workbook."""
    found, _shared = _shelf(request, code)
    return files.attachment(f"{found.unit.name}历年对照.xlsx", to_xlsx(found))
