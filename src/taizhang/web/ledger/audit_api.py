"""The audit log for programs of those who audit."""

from datetime import datetime

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Schema
from ninja.pagination import paginate

from taizhang.web.accounts.keys import Key
from taizhang.web.accounts.models import Scope
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit, audit_exports
from taizhang.web.ledger.audit_log import EventsAsked, events
from taizhang.web.paging import Paged

router = Router(tags=["audit log"], auth=Key(Scope.READ))


class EventOut(Schema):
    """Who did what, when, from where, on what. `hash` covers the event and `prev_hash`, the one before it."""

    id: int
    at: datetime
    person: str
    address: str
    action: str
    object_type: str
    object_id: str
    detail: dict[str, object]
    prev_hash: str
    hash: str


@router.get("/audit-events", response=list[EventOut])
@paginate(Paged)
def audit_events(request: HttpRequest, asked: Query[EventsAsked]):
    """The events that one may read, the newest first."""
    check_may(request.auth, "audit.read")
    return events(request.auth, asked)


@router.get("/audit-events.csv")
def audit_events_csv(request: HttpRequest, asked: Query[EventsAsked]) -> StreamingHttpResponse:
    """The same as CSV, streamed. Taking it out is an event of its own."""
    check_may(request.auth, "audit.read")
    found = events(request.auth, asked)
    audit.record("audit.export", request.auth, by=request.auth, what="csv", asked=request.GET.urlencode())
    return StreamingHttpResponse(audit_exports.as_codes(found), content_type="text/csv; charset=utf-8")
