"""Which reports somebody may see, and what they may do with one."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may, reach
from taizhang.web.accounts.policies import following, second_person
from taizhang.web.ledger.models import OrgUnit, Release
from taizhang.web.reports.drafting import Wishes, alike
from taizhang.web.reports.models import Report

RIGHTS = {"finish": "report.write", "reopen": "report.write", "issue": "report.issue"}


def reports(by: Person) -> QuerySet[Report]:
    """The reports written here that `by` may read, newest first. Their documents, which are large, come when asked."""
    found = Report.objects.filter(reach(by, "report.read"))
    return found.select_related("unit", "release", "written_by", "issued_by", "seal", "corrects").defer(
        "document", "corrects__document"
    )  # fmt: skip


def steps(report: Report, by: Person) -> list[str]:
    """The actions that `by` may do on the report now, for the buttons of its page."""
    writers = report.writers
    return [
        name for name, right in RIGHTS.items()
        if following("report", report.state, name) and may(by, right, unit=report.unit)
        and all(second_person("report", name, author=one, by=by) for one in writers)
    ]  # fmt: skip


def drafted_before(release: Release, unit: OrgUnit, wishes: Wishes, *, by: Person) -> QuerySet[Report]:
    """Those of `drafting.alike` that `by` may read."""
    return reports(by).filter(pk__in=alike(release, unit, wishes).values("pk"))


def waiting(by: Person) -> QuerySet[Report]:
    """The reports that wait for `by`: drafts to close, closed ones to sign in which they did not write."""
    drafts = Q(state=Report.State.DRAFT) & reach(by, "report.write")
    to_sign = Q(state=Report.State.FINAL) & reach(by, "report.issue") & ~(Q(drafted_by=by) | Q(versions__by=by))
    return reports(by).filter(drafts | to_sign)
