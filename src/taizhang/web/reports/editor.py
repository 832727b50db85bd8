"""The pages where a draft is edited. Everything works with plain forms; a script adds comfort (static/report.js)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.accounts.permissions import check_may, may
from taizhang.web.asked_numbers import whole
from taizhang.web.refusals import NotAccepted, Refused
from taizhang.web.reports import confirming, editing, figures, left_out, polishing, queries
from taizhang.web.reports.body import HEADING
from taizhang.web.reports.drafting import analysis_of
from taizhang.web.reports.models import Comment, Report
from taizhang.web.reports.paper import has_left, is_editing, may_write, others_editing, paper
from taizhang.web.reports.versions import current, drafted

View = Callable[..., HttpResponse]


def visible(request: HttpRequest, pk: int) -> Report:
    """The report, where the person may read it; else there is none."""
    return get_object_or_404(queries.reports(request.user), pk=pk)


def at(report: Report, key: str = "") -> HttpResponse:
    """Back to the editor, at one block."""
    return redirect(reverse("reports:editor", args=[report.pk]) + (f"#{key}" if key else ""))


def number_in(request: HttpRequest, name: str) -> int:
    """A whole number that a form sent. Raises Http404 where it is none."""
    if (number := whole(request.POST.get(name, ""))) is None:
        raise Http404
    return number


@require_GET
def editor(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole draft, block by block."""
    report = visible(request, pk)
    return render(request, "reports/editor.html", _shown(request, report))


def _shown(request: HttpRequest, report: Report) -> dict[str, object]:
    document = drafted(report)
    return {
        "report": report, "paper": paper(report, request.user), "writes": may_write(report, request.user),
        "comments": may(request.user, "report.comment", unit=report.unit),
        "others": others_editing(report, request.user),
        "left_out": left_out.domains_of(document.left_out), "left_out_count": len(document.left_out),
        "versions": report.versions.select_related("by")[:8], "steps": queries.steps(report, request.user),
    }  # fmt: skip


@require_GET
def block(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One block open to be written in: alone where a script asks for it, else on a page of its own."""
    report = visible(request, pk)
    check_may(request.user, "report.write", unit=report.unit)
    number, body = current(report)
    is_editing(report, key, request.user)
    shown = {"report": report, "para": body.block(key), "text": body.block(key).text, "base": number}
    return _form(request, shown)


def _form(request: HttpRequest, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    report: Report = shown["report"]
    others = [one for one in others_editing(report, request.user) if one.block == shown["para"].key]
    more = {"others": others, "orgs": figures.orgs_of(analysis_of(report.release), report.unit.code),
            "polishes": polishing.is_on(), "heading": HEADING}
    name = "reports/block_form.html" if request.htmx else "reports/block.html"
    return render(request, name, shown | more, status=status)


@require_POST
def save(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Keep what was written; where it cannot be, the form comes back with every word in it and the reason."""
    report, text = visible(request, pk), request.POST.get("text", "")
    base = number_in(request, "base")
    try:
        editing.rewrite(report, key, text, base=base, by=request.user)
    except editing.Conflict as conflict:
        shown = {"theirs": conflict.theirs, "base": conflict.number, "findings": conflict.findings}
        return _form(request, {"report": report, "para": conflict.theirs, "text": text, **shown}, conflict.status)
    except NotAccepted as refused:
        shown = {"para": current(report)[1].block(key), "base": base, "findings": refused.findings}
        return _form(request, {"report": report, "text": text, **shown}, refused.status)
    has_left(report, request.user)
    return at(report, key)


def _action(do: Callable[[HttpRequest, Report, str], object]) -> View:
    """A form that does one thing to a block and leads back to it."""
    @require_POST
    @wraps(do)
    def view(request: HttpRequest, pk: int, key: str = "") -> HttpResponse:
        report = visible(request, pk)
        do(request, report, key)
        return at(report, key)

    return view


@_action
def move(request: HttpRequest, report: Report, key: str) -> None:
    """One place up or down."""
    editing.move(report, key, 1 if request.POST.get("way") == "down" else -1, by=request.user)


@_action
def drop(request: HttpRequest, report: Report, key: str) -> None:
    """Out of print, or in again."""
    editing.drop(report, key, dropped=request.POST.get("dropped") != "0", by=request.user)


@_action
def add(request: HttpRequest, report: Report, key: str) -> None:
    """A new paragraph, or a heading, behind a block."""
    level = number_in(request, "level") if request.POST.get("level") else 0
    editing.add(report, after=key, text=request.POST.get("text", ""), level=min(level, 4), by=request.user)


@_action
def title(request: HttpRequest, report: Report, _key: str) -> None:
    """Another title."""
    editing.retitle(report, request.POST.get("title", ""), by=request.user)


@_action
def comment(request: HttpRequest, report: Report, key: str) -> None:
    """Say something of a paragraph."""
    confirming.comment(report, key, request.POST.get("text", ""), by=request.user)


@_action
def settle(request: HttpRequest, report: Report, key: str) -> None:
    """A comment is dealt with."""
    found = get_object_or_404(Comment, pk=number_in(request, "comment"), report=report, block=key)
    confirming.settle(found, by=request.user)


@_action
def confirm(request: HttpRequest, report: Report, key: str) -> None:
    """The section stands by a paragraph."""
    confirming.confirm(report, key, request.POST.get("hash", ""), by=request.user)


@require_POST
def stand_in(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """A sentence that was left out, as own text; opened at once so that its blanks are filled."""
    report = visible(request, pk)
    version = left_out.stand_in(report, place, by=request.user)
    messages.info(request, _("已作为自写文字放入，请填好空格。"))
    return at(report, version.block)


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say again what an earlier version said."""
    report = visible(request, pk)
    editing.restore(report, number, by=request.user)
    messages.success(request, _("已恢复到第%(number)s版的文字。") % {"number": number})
    return at(report)


# --- others --------------------------------------------------------------------------------------------------


@require_POST
def polish(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Ask for a better wording; it stands in the form beside the old one, to be taken or not."""
    report = visible(request, pk)
    version, body = current(report)
    shown = {"report": report, "para": body.block(key), "base": version, "text": body.block(key).text}
    try:
        return _form(request, shown | {"polished": polishing.polish(report, key, by=request.user)})
    except Refused as refused:
        return _form(request, shown | {"findings": refused.findings}, refused.status)


@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """Who else is writing; asked for every few seconds, it also says that one still is."""
    report = visible(request, pk)
    if key := request.POST.get("block"):
        check_may(request.user, "report.write", unit=report.unit)
        is_editing(report, key, request.user)
    return render(request, "reports/here.html", {"report": report, "others": others_editing(report, request.user)})
