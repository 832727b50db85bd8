"""The body of a report through time: every change is a version that stays, and the newest is what it says."""

from __future__ import annotations

import hashlib
import json

from pydantic import TypeAdapter

from taizhang.analysis.evidence import Evidence
from taizhang.web.accounts.models import Person
from taizhang.web.ledger import audit
from taizhang.web.refusals import Refused
from taizhang.web.reports.body import Body, retold, told
from taizhang.web.reports.composing import body_of
from taizhang.web.reports.models import Report, ReportVersion
from taizhang.writing.document import Document
from taizhang.writing.pieces import FigureRun, Own, Run

DOCUMENT = TypeAdapter(Document)
EVIDENCE = TypeAdapter(Evidence)


def drafted(report: Report) -> Document:
    """The document as it was drafted, its evidence bare."""
    return DOCUMENT.validate_python(report.document)


def current(report: Report) -> tuple[int, Body]:
    """The number of the newest version, 0 for the draft itself, and its body."""
    newest = report.versions.first()
    return (newest.number, retold(newest.body)) if newest else (0, body_of(drafted(report)))


def body_at(report: Report, number: int) -> Body:
    """The body of one version, 0 for the draft itself. Raises Refused where there is none."""
    if number == 0:
        return body_of(drafted(report))
    if found := report.versions.filter(number=number).first():
        return retold(found.body)
    raise Refused.because("report-no-version", number=number)


def keep(report: Report, body: Body, *, what: str, by: Person, block: str = "") -> ReportVersion:
    """A new version, in the transaction of whoever changed the body; the audit event has its hash."""
    newest = report.versions.first()
    number = newest.number + 1 if newest else 1
    made = ReportVersion.objects.create(report=report, number=number, body=told(body), what=what, block=block, by=by)
    audit.record("report.save", report, by=by, version=number, what=what, block=block, sha256=hash_of(body))
    return made


def hash_of(body: Body) -> str:
    """SHA-256 of what a body says."""
    return sha256(json.dumps(told(body), ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def known_runs(report: Report, document: Document) -> list[Run]:
    """What a token of the report may stand for: what the draft prints, figures put in since, numbers answered for."""
    own = [Own(row.text, row.reason) for row in report.own_numbers.all()]
    return [*document.runs(), *(run for run, _ in inserted(report)), *own]


def inserted(report: Report) -> list[tuple[FigureRun, Evidence]]:
    """The figures that were put in since the report was drafted, in each form they are printed, with their evidence."""
    rows = report.evidence.exclude(inserted=[])
    read = ((row, EVIDENCE.validate_python(row.evidence)) for row in rows)
    return [(FigureRun(text, evidence.result), evidence) for row, evidence in read for text in row.inserted]
