"""The pages of papers: the list, and one with its figures marked and its mistakes shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from taizhang.web import files
from taizhang.web.accounts.permissions import check_may
from taizhang.web.papers import marking, queries, receiving
from taizhang.web.papers.forms import Upload
from taizhang.web.refusals import NotAccepted

SHOWN = 50


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The reports of others that were read, the newest first."""
    check_may(request.user, "report.audit")
    return render(request, "papers/list.html", {"papers": queries.papers(request.user)[:SHOWN]})


def upload(request: HttpRequest) -> HttpResponse:
    """Send a report that somebody else wrote. A file that gives no text is refused beside the form."""
    check_may(request.user, "report.audit")
    form = Upload(request.POST or None, request.FILES or None, by=request.user)
    findings, status = (), 200
    try:
        if request.method == "POST" and form.is_valid():
            sent = form.cleaned_data["file"]
            read = receiving.upload(sent.read(), sent.name, unit=form.cleaned_data["unit"], by=request.user)
            return redirect("papers:paper", pk=read.pk)
    except NotAccepted as refused:
        findings, status = refused.findings, refused.status
    return render(request, "papers/upload.html", {"form": form, "findings": findings}, status=status)


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a paper with its figures marked; `?only=contradicted` keeps the lines that do not agree."""
    read = get_object_or_404(queries.papers(request.user), pk=pk)
    lines = marking.lines(read)
    wrong = [line for line in lines if line.contradicted]
    cleaned, cleanings = marking.cleanings(read)
    only = request.GET.get("only") == "contradicted"
    return render(request, "papers/paper.html", {
        "read": read,
        "lines": wrong if only else lines,
        "only": only,
        "contradicted": sum(note.kind == "contradicted" for line in lines for note in line.notes),
        "doubtful": sum(note.kind == "doubtful" for line in lines for note in line.notes),
        "kinds": marking.kinds(read),
        "promises": read.reading["commitments"],
        "cleaned": cleaned,
        "cleanings": cleanings,
    })  # fmt: skip


@require_GET
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it came in."""
    read = get_object_or_404(queries.papers(request.user), pk=pk)
    return files.attachment(read.name, files.read(read.sha256))
