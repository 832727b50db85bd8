"""What is done with reports: written, finished, issued."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following, check_second_person
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit, Release
from taizhang.web.reports.models import FigureEvidence, Report

Json = Mapping[str, object]


@transaction.atomic
def write(  # noqa: PLR0913 - a report has that many sides
    *, unit: OrgUnit, release: Release, kind: str, document: Json, by: Person, evidence: Json | None = None
) -> Report:
    """Keep a draft: the writer's document as JSON, from one release with the catalogue of today.

    `evidence` has, as JSON, what stands behind each figure by its anchor.
    """
    check_may(by, "report.write", unit=unit)
    report = Report.objects.create(
        unit=unit, period=release.period, kind=kind, release=release, catalogue=catalogue().digest,
        document=dict(document), written_by=by,
    )  # fmt: skip
    _keep(evidence or {}, report)
    audit.record("report.write", report, by=by, release=release.name, kind=kind)
    return report


def _keep(evidence: Json, report: Report) -> None:
    rows = (FigureEvidence(report=report, anchor=anchor, evidence=one) for anchor, one in evidence.items())
    FigureEvidence.objects.bulk_create(rows, batch_size=100)


@transaction.atomic
def finish(report: Report, *, made: Mapping[str, bytes], by: Person) -> Report:
    """Close a draft; `made` are its files (docx, pdf) by name, kept as they are."""
    report = _locked(report)
    _step(report, "finish", right="report.write", by=by)
    report.files = {name: files.keep(data) for name, data in made.items()}
    report.save()
    return report


@transaction.atomic
def reopen(report: Report, *, by: Person) -> Report:
    """Take a finished report back to be written on."""
    report = _locked(report)
    _step(report, "reopen", right="report.write", by=by)
    report.save()
    return report


@transaction.atomic
def issue(report: Report, *, by: Person) -> Report:
    """Sign a finished report; not by its writer. From then on it never changes."""
    report = _locked(report)
    check_second_person("report", "issue", author=report.written_by, by=by)
    _step(report, "issue", right="report.issue", by=by)
    report.issued_by, report.issued_at = by, timezone.now()
    report.save()
    return report


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("unit", "written_by").get(pk=report.pk)


def _step(report: Report, action: str, *, right: str, by: Person) -> None:
    check_may(by, right, unit=report.unit)
    before, report.state = report.state, check_following("report", report.state, action)
    audit.record(f"report.{action}", report, by=by, before=before, after=report.state)
