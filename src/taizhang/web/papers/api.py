"""Papers read for programs."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, UploadedFile

from taizhang.web.accounts.keys import Key
from taizhang.web.accounts.models import Scope
from taizhang.web.collection.api import FindingOut
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.models import Paper
from taizhang.web.papers.receiving import upload as receive

router = Router(tags=["papers"])


class PaperOut(Schema):
    id: int
    name: str
    sha256: str
    figures: int
    claims: int
    findings: list[FindingOut]

    @staticmethod
    def resolve_figures(paper: Paper) -> int:
        return len(paper.reading["figures"])

    @staticmethod
    def resolve_claims(paper: Paper) -> int:
        return len(paper.reading["claims"])


@router.post("/papers", response=PaperOut, auth=Key(Scope.AUDIT))
def upload(request: HttpRequest, file: File[UploadedFile], unit: Form[str]) -> Paper:
    """Read a report of the unit with this code and say what in it does not agree."""
    return receive(file.read(), file.name, unit=get_object_or_404(OrgUnit, code=unit), by=request.auth)
