"""The first page, and the one that asks whether the site is well."""

from __future__ import annotations

from mimetypes import guess_type

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from taizhang.web.accounts.permissions import may
from taizhang.web.catalogue import reference_page
from taizhang.web.collection.queries import to_do
from taizhang.web.collection.standing import by_domain
from taizhang.web.ledger.models import Release
from taizhang.web.papers import queries as papers
from taizhang.web.reports import queries as reports
from taizhang.web.reports.promises import plan_of, problems_of
from taizhang.web.rounds.queries import counted, news, reminders
from taizhang.web.supervision import queries as supervision

SHOWN = 12
FEW = 5     # paragraphs shown of a list before the rest is asked for


def home(request: HttpRequest) -> HttpResponse:
    """What is late, what is wrong, what is next for this person, and how far everything has come.

    Who fills and checks sees submissions; who leads sees what the latest report says of problems and plans.
    """
    by = request.user
    lists = {name: {"count": rows.count(), "rows": rows[:SHOWN]} for name, rows in to_do(by).named()}
    domains = by_domain(counted(by))
    reads = may(by, "report.read")
    latest = reports.reports(by).filter(kind="summary").first()
    drafts = reports.waiting(by)
    return render(request, "home.html", {
        **lists,
        "acts": may(by, "submission.fill") or may(by, "submission.check"),
        "reminders": reminders(by),
        "news": news(by),
        "domains": domains,
        "late_domains": [domain for domain in domains if domain.late],
        "latest": latest,
        "problems": problems_of(latest) if latest else [],
        "plan": supervision.followed(plan_of(latest), latest.unit, by) if latest else [],
        "few": FEW,
        "waiting": {"count": drafts.count(), "rows": drafts[:SHOWN]},
        "papers": papers.waiting(by)[:SHOWN],
        "supervised": supervision.waiting(by, shown=SHOWN),
        "reads": reads,
        "release": Release.objects.first() if reads else None,
    })  # fmt: skip


def manage(request: HttpRequest) -> HttpResponse:
    """To the first of the pages of people, units and the audit log that this person may see."""
    pages = {"person.manage": "people:list", "unit.manage": "units:tree", "audit.read": "audit:log"}
    page = next((page for action, page in pages.items() if may(request.user, action)), None)
    if page is None:
        raise PermissionDenied
    return redirect(page)


def reference(request: HttpRequest, name: str = "index.html") -> HttpResponse:
    """A page of the catalogue's reference: what is measured, by which law, with which cases."""
    try:
        page = reference_page(name)
    except KeyError:
        raise Http404 from None
    return HttpResponse(page, content_type=f"{guess_type(name)[0]}; charset=utf-8")


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """For whoever watches the server: answers 200 while the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # an open connection says nothing of a database that is gone
    return JsonResponse({"ok": True})
