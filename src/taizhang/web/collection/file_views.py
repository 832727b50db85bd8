"""The pages of files: sending them, what became of them, and having them back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from taizhang.web.collection import actions, queries
from taizhang.web.collection.forms import Upload
from taizhang.web.collection.models import ReceivedFile, SubmissionFinding, SubmissionState
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.files import attachment, sent_together
from taizhang.web.intakes.actions import is_zip_of_files, send
from taizhang.web.intakes.queries import intakes
from taizhang.web.refusals import retold
from taizhang.workbooks.annotating import annotate, marked_name

PAGE = 100
RECENT = 5


def upload(request: HttpRequest) -> HttpResponse:
    """Send one workbook, which is taken in at once, or many, which are worked through beside."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = sent_together(form.cleaned_data["file"])
        how = {name: form.cleaned_data[name] for name in ("tries", "submits")}
        if len(sent) > 1 or how["tries"] or is_zip_of_files(*sent[0]):
            return redirect("intakes:detail", pk=send(sent, by=request.user, **how).pk)
        return _received_one(request, *sent[0], submits=how["submits"])
    mine = queries.to_send(request.user)
    shown = {"form": form, "mine": mine[:PAGE], "recent": intakes(request.user)[:RECENT]}
    return render(request, "collection/upload.html", shown)


def _received_one(request: HttpRequest, name: str, data: bytes, *, submits: bool) -> HttpResponse:
    receipt = receive_workbook(data, name, by=request.user, submits=submits)
    states = {one.state for one in receipt.submissions}
    if receipt.again:
        messages.info(request, _("这份文件已经接收过，没有重复入库。"))
    if states == {SubmissionState.SUBMITTED}:
        messages.success(request, _("已接收并报送，等待审核。"))
    elif SubmissionState.DRAFT in states:
        messages.success(request, _("已接收，还没有报送：核对后请点“报送”。"))
    if len(receipt.submissions) == 1:
        return redirect("collection:detail", pk=receipt.submissions[0].pk)
    return redirect("collection:received", pk=receipt.file.pk)


def _received(request: HttpRequest, pk: int) -> ReceivedFile:
    """A file that one may open, or that belongs to a submission one may see."""
    file = get_object_or_404(ReceivedFile.objects.select_related("received_by"), pk=pk)
    seen = queries.submissions(request.user).filter(versions__file=file)
    if not (seen.exists() or actions.may_open(file, request.user)):
        raise Http404
    return file


@require_GET
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a file."""
    file = _received(request, pk)
    rows = queries.submissions(request.user).filter(versions__file=file).distinct()
    # of what is no workbook, or is wrong as a whole, a copy with comments says nothing that the page does not
    marks = any(one["place"] != file.name for one in file.findings)
    return render(request, "collection/received.html", {"file": file, "submissions": rows, "marks": marks})


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came in. It may hold personal data, so that looking at it leaves an audit event."""
    file = _received(request, pk)
    return attachment(file.name, actions.open_file(file, by=request.user))


@require_GET
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook back to its sender, with a comment on every cell that is in error or wants an explanation."""
    file = _received(request, pk)
    said = SubmissionFinding.objects.filter(version__file=file).values("code", "severity", "place", "zh", "en")
    findings = [retold(one) for one in file.findings or said]
    data = annotate(actions.open_file(file, by=request.user), findings, name=file.name)
    return attachment(marked_name(file.name), data)
