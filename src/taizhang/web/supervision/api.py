"""Tasks for programs, and progress that programs report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile
from ninja.pagination import paginate

from taizhang.web import files
from taizhang.web.accounts.keys import Key
from taizhang.web.accounts.models import Scope
from taizhang.web.paging import Paged
from taizhang.web.supervision import lights, queries, reporting
from taizhang.web.supervision.models import ProgressEntry

router = Router(tags=["tasks"])


class TaskOut(Schema):
    """A task and how it stands today: `light` with its reason in both languages, `done` from 0 to 1."""

    id: int
    plan: str = Field(alias="plan.title")
    period: str = Field(alias="plan.period")
    number: int
    title: str
    what: str
    owner: str = Field(alias="owner.code")
    domain: str
    state: str
    assigned_on: date
    due: date | None
    extended_to: date | None
    closed_on: date | None
    target_indicator: str
    target_value: Decimal | None
    target_unit: str
    light: str = Field(alias="light.light")
    why_zh: str = Field(alias="light.zh")
    why_en: str = Field(alias="light.en")
    done: Decimal | None = Field(alias="light.done")


class ProgressIn(Schema):
    """What was done by a day: `share` in per cent, `value` of the bound figure."""

    done: str
    on: date | None = None
    share: int | None = Field(None, ge=0, le=100)
    value: Decimal | None = None
    problem: str = ""
    next_step: str = ""


class ProgressOut(Schema):
    id: int
    on: date
    evidence: list[str]

    @staticmethod
    def resolve_evidence(entry: ProgressEntry) -> list[str]:
        return [proof.sha256 for proof in entry.evidence.all()]


@router.get("/tasks", response=list[TaskOut], auth=Key(Scope.READ))
@paginate(Paged)
def tasks(request: HttpRequest, period: str | None = None, state: str | None = None, light: str | None = None,
          owner: str | None = None):
    """The tasks that one may see, in the order of their plans."""
    asked = {"plan__period": period, "state": state, "light__light": light, "owner__code": owner}
    rows = lights.lit(queries.tasks(request.auth)).order_by("plan", "number")
    return rows.filter(**{lookup: value for lookup, value in asked.items() if value})


@router.post("/tasks/{pk}/progress", response={201: ProgressOut}, auth=Key(Scope.SUBMIT))
def report(
    request: HttpRequest, pk: int, said: Form[ProgressIn], evidence: File[list[UploadedFile] | None] = None
) -> Status[ProgressEntry]:
    """Report progress on a task, with the files that prove it."""
    task = get_object_or_404(queries.tasks(request.auth), pk=pk)
    sent = [(name, data) for data, name in map(files.sent, evidence or [])]
    return Status(201, reporting.report(task, **said.dict(), evidence=sent, by=request.auth))
