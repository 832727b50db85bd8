"""Reports are written and taken back; closing.py and issuing.py do the rest."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit, Release
from taizhang.web.reports.models import FigureEvidence, Report

Json = Mapping[str, object]


@transaction.atomic
def write(  # noqa: PLR0913 - a report has that many sides
    *, unit: OrgUnit, release: Release, kind: str, document: Json, by: Person, evidence: Json | None = None,
    **more: object,
) -> Report:
    """Keep a draft: the writer's document as JSON, from one release with the catalogue of today.

    `evidence` has, as JSON, what stands behind each figure by its anchor; `more` are a special report's `domain` and
    what an erratum `corrects`, with its `number`.
    """
    check_may(by, "report.write", unit=unit)
    report = Report.objects.create(
        unit=unit, title=document["title"], period=release.period, kind=kind, release=release,
        catalogue=catalogue().digest, document=dict(document), drafted_by=by, written_by=by, **more,
    )  # fmt: skip
    _keep(evidence or {}, report)
    audit.record("report.write", report, by=by, release=release.name, kind=kind)
    return report


def _keep(evidence: Json, report: Report) -> None:
    rows = (FigureEvidence(report=report, anchor=anchor, evidence=one) for anchor, one in evidence.items())
    FigureEvidence.objects.bulk_create(rows, batch_size=100)


@transaction.atomic
def reopen(report: Report, *, by: Person) -> Report:
    """Take a finished report back to be written on."""
    report = locked(report)
    step(report, "reopen", right="report.write", by=by)
    report.save()
    return report


def locked(report: Report) -> Report:
    """The report as it is now; nobody else changes it until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).select_related("unit", "drafted_by").get(pk=report.pk)


def step(report: Report, action: str, *, right: str, by: Person) -> None:
    """Move a locked report to the state that follows an action, without saving it.

    Raises NotAllowed without the `right`, and WrongState where the state forbids it.
    """
    check_may(by, right, unit=report.unit)
    before, report.state = report.state, check_following("report", report.state, action)
    audit.record(f"report.{action}", report, by=by, before=before, after=report.state)
