"""Registers for programs: which there are, and their records, masked, a page at a time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from taizhang.web.accounts.keys import Key
from taizhang.web.accounts.models import Scope
from taizhang.web.registers import asking, columns, queries, searching
from taizhang.web.registers.models import LiveRecord
from taizhang.web.registers.tables import table_of
from taizhang.web.registers.views import readable

router = Router(auth=Key(Scope.READ), tags=["registers"])


class RegisterOut(Schema):
    code: str
    zh: str
    en: str
    kind: str
    count: int


class RecordOut(Schema):
    """`fields` as the catalogue names them; of personal ones no more than the first character."""

    id: int
    unit: str
    state: str
    changed_at: str
    fields: dict[str, Any]


class RecordsOut(Schema):
    """`count` is known where no filter asks for counting; `later` goes into `after` for the next page."""

    count: int | None
    later: str
    records: list[RecordOut]


@router.get("/registers", response=list[RegisterOut])
def registers(request: HttpRequest):
    """The registers that one may read, with the number of their live records."""
    return [
        RegisterOut(code=one.register.code, zh=one.register.title.zh, en=one.register.title.en,
                    kind=one.register.kind, count=one.count)
        for _domain, held in queries.registers(request.auth) for one in held
    ]  # fmt: skip


@router.get("/registers/{code}/records", response=RecordsOut)
def records(request: HttpRequest, code: str, q: str = "", sort: str = "", after: str = ""):
    """Live records, masked. `q` finds as the page does, `f-FIELD` narrows, `sort` names a field (`-FIELD` down)."""
    register, table = readable(code, request.auth), table_of(code)
    page = searching.page(register, asking.asked(table, request.GET, None), by=request.auth)
    told = [_told(record, columns.masked(record, table.fields)) for record in page.records]
    return RecordsOut(count=page.count, later=asking.written(page.later), records=told)


def _told(record: LiveRecord, fields: dict[str, Any]) -> RecordOut:
    return RecordOut(
        id=record.pk, unit=record.unit.code, state=record.state, changed_at=record.changed_at.isoformat(), fields=fields
    )
