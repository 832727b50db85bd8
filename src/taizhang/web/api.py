"""The site's API: typed, with its own documentation page, and with the same rights as the pages."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as NotValid
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from taizhang.catalogue.model import Title
from taizhang.findings import Finding
from taizhang.web.accounts.api import router as people
from taizhang.web.action_words import both
from taizhang.web.collection.api import router as collection
from taizhang.web.ledger.api import router as ledger
from taizhang.web.ledger.audit_api import router as audit_log
from taizhang.web.papers.api import router as papers
from taizhang.web.refusals import Refused, told, unstorable
from taizhang.web.registers.api import router as registers
from taizhang.web.supervision.api import router as supervision

api = NinjaAPI(
    title="台账 Taizhang",
    version="1",
    description="密钥放在 `Authorization: Bearer …` 中；它只能做持有人能做的事。 "
    "The key goes into `Authorization: Bearer …` and may do what its person may, within its scopes.",
)
for router in (ledger, people, audit_log, collection, papers, registers, supervision):
    api.add_router("", router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """One shape for every refusal: findings with code, place and a message in both languages."""
    return api.create_response(request, {"findings": [told(one) for one in refusal.findings]}, status=refusal.status)


@api.exception_handler(DataError)
def not_stored(request: HttpRequest, error: DataError) -> HttpResponse:
    """What the database has no room for is refused like anything else."""
    return refused(request, unstorable(error))


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not fit the documentation is told in the same shape."""
    findings = [Finding("api-malformed", ".".join(map(str, one["loc"])), {"said": one["msg"]}) for one in error.errors]
    return api.create_response(request, {"findings": list(map(told, findings))}, status=422)


@api.exception_handler(NotValid)
def not_valid(request: HttpRequest, error: NotValid) -> HttpResponse:
    """What the models refuse is told field by field in the same shape."""
    by_field = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
    findings = [
        Finding("api-malformed", "" if name == NON_FIELD_ERRORS else name, {"said": _said(one)})
        for name, errors in by_field.items() for one in errors
    ]  # fmt: skip
    return api.create_response(request, {"findings": list(map(told, findings))}, status=422)


def _said(error: NotValid) -> Title:
    return both(lambda: "；".join(error.messages))
