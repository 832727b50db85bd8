"""Workbooks sent by programs, and how far submissions have come."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Router, Schema, Status, UploadedFile
from ninja.pagination import paginate

from taizhang.web import files
from taizhang.web.accounts.keys import Key
from taizhang.web.accounts.models import Scope
from taizhang.web.collection import queries, submitting
from taizhang.web.collection.models import Submission
from taizhang.web.collection.receiving import Receipt, receive_workbook
from taizhang.web.paging import Paged

router = Router(tags=["submissions"])


class SubmissionOut(Schema):
    id: int
    unit: str = Field(alias="unit.code")
    what: str
    period: str
    state: str
    due: date | None
    submitted_on: date | None


class FindingOut(Schema):
    code: str
    severity: str
    place: str
    zh: str
    en: str


class ReceiptOut(Schema):
    """`again`: the same file had been taken in before and nothing was stored anew."""

    sha256: str = Field(alias="file.sha256")
    accepted: bool = Field(alias="file.accepted")
    again: bool
    submissions: list[SubmissionOut]
    findings: list[FindingOut] = Field(alias="file.findings")


class RefusedOut(Schema):
    """Nothing was stored but the record of the file, by its hash; `findings` say where and how to mend it."""

    sha256: str | None = Field(None, alias="file.sha256")
    findings: list[FindingOut] = Field(alias="file.findings")


@router.get("/submissions", response=list[SubmissionOut], auth=Key(Scope.READ))
@paginate(Paged)
def submissions(request: HttpRequest, period: str | None = None, state: str | None = None, what: str | None = None):
    """The submissions that one may see."""
    asked = {"period": period, "state": state, "what": what}
    return queries.submissions(request.auth).filter(**{k: v for k, v in asked.items() if v})


@router.post("/submissions", response={200: ReceiptOut, 201: ReceiptOut, 422: RefusedOut}, auth=Key(Scope.SUBMIT))
def send(request: HttpRequest, file: File[UploadedFile], submit: bool = False) -> Status[Receipt]:
    """Send a filled workbook: 201 taken in, 200 the same as before, 422 refused with findings and nothing stored.

    With `submit` what wants no explanation goes on to the reviewers at once, also of a workbook that was taken in
    before and is still a draft; `state` says what did.
    """
    receipt = receive_workbook(*files.sent(file), by=request.auth, submits=submit)
    if not receipt.file.accepted:
        return Status(422, receipt)
    return Status(200 if receipt.again else 201, receipt)


@router.post("/submissions/{pk}/submit", response=SubmissionOut, auth=Key(Scope.SUBMIT))
def submit(request: HttpRequest, pk: int) -> Submission:
    """Send what was taken in on to the reviewers; refused while a warning wants an explanation."""
    submission = get_object_or_404(queries.submissions(request.auth), pk=pk)
    submitting.submit(submission, by=request.auth)
    submission.refresh_from_db()
    return submission
