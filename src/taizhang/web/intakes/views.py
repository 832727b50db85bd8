"""The pages of intakes: how far one has come, what became of each file, and what one takes home."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.files import attached, attachment, look_at
from taizhang.web.intakes import actions, queries, running
from taizhang.web.intakes.models import Intake, IntakeFile
from taizhang.workbooks.annotating import marked_name

PAGE = 100


def _mine(request: HttpRequest, pk: int) -> Intake:
    return get_object_or_404(queries.intakes(request.user), pk=pk)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One intake: how far it has come, and its files, those with errors first."""
    intake = _mine(request, pk)
    only = request.GET.get("outcome", "")
    page = Paginator(queries.files(intake, only), PAGE).get_page(request.GET.get("page"))
    shown = {"intake": intake, "page": page, "only": only, "progress": queries.progress(intake)}
    return render(request, "intakes/detail.html", shown)


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page asks for while it waits; when all is done it is to load itself anew. Takes up what lies idle."""
    intake = _mine(request, pk)
    now = queries.progress(intake)
    if now.waiting:
        running.start(intake)
    response = render(request, "intakes/progress.html", {"intake": intake, "progress": now})
    if not now.waiting:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def take_in_sound(request: HttpRequest, pk: int) -> HttpResponse:
    """After a try: take in what was sound."""
    return redirect("intakes:detail", pk=actions.take_in_sound(_mine(request, pk), by=request.user).pk)


@require_GET
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """The outcomes as a table to keep."""
    intake = _mine(request, pk)
    return attachment(f"接收结果-{intake.pk}.xlsx", queries.outcomes(intake))


@require_GET
def marked_all(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """All files in which something was found, with comments on their cells, as one zip."""
    intake = _mine(request, pk)
    actions.note_opened(intake, by=request.user)
    headers = attached(f"批注-{intake.pk}.zip")
    return StreamingHttpResponse(queries.marked_all(intake.files.all(), request.user), headers=headers)


@require_GET
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """One file, back to its sender with comments on its cells."""
    row = get_object_or_404(IntakeFile, pk=pk, intake__in=queries.intakes(request.user))
    if not queries.may_take(row, request.user):
        raise Http404
    return attachment(marked_name(row.name), queries.marked(row, look_at(row, by=request.user)))
