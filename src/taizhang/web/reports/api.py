"""Reports audited for programs."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, UploadedFile

from taizhang.web.accounts.keys import Key
from taizhang.web.accounts.models import Scope
from taizhang.web.collection.api import FindingOut
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.reports import actions
from taizhang.web.reports.models import UploadedReport

router = Router(tags=["reports"])


class AuditOut(Schema):
    id: int
    name: str
    sha256: str
    figures: int
    claims: int
    findings: list[FindingOut]

    @staticmethod
    def resolve_figures(uploaded: UploadedReport) -> int:
        return len(uploaded.reading["figures"])

    @staticmethod
    def resolve_claims(uploaded: UploadedReport) -> int:
        return len(uploaded.reading["claims"])


@router.post("/reports/audit", response=AuditOut, auth=Key(Scope.AUDIT))
def audit(request: HttpRequest, file: File[UploadedFile], unit: Form[str]) -> UploadedReport:
    """Read a report of the unit with this code and say what in it does not agree."""
    return actions.upload(file.read(), file.name, unit=get_object_or_404(OrgUnit, code=unit), by=request.auth)
