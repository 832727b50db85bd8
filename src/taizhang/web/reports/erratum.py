"""After a correction: what an issued report says that no longer holds, and the erratum (更正说明) that mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import QuerySet
from django.utils import timezone

from taizhang.analysis.supposing import Supposed
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import Observation, Release
from taizhang.web.ledger.queries import history
from taizhang.web.ledger.releases import seal_release
from taizhang.web.refusals import Refused
from taizhang.web.reports import actions
from taizhang.web.reports.drafting import analysis_of, document_of, evidence_of, kept
from taizhang.web.reports.models import Report
from taizhang.web.reports.touching import Again, Touched, supposed, touched_in
from taizhang.writing.document import Document, Paragraph, Run, Text, plain_date
from taizhang.writing.report import SHOWN_PER_FIGURE

KIND = "erratum"


def corrected_since(report: Report) -> QuerySet[Observation]:
    """The values in force below the report's unit that superseded one after the report's release was sealed."""
    late = Observation.objects.in_force().filter(entered_at__gt=_base(report).made_at, supersedes__isnull=False)
    return late.filter(unit__path__startswith=report.unit.path).select_related("source", "unit", "entered_by")


def outdated(report: Report) -> list[Touched]:
    """The sentences of a report that do not hold any more by what has been corrected since, from what to what."""
    changes = {str(older.pk): one.value for one in corrected_since(report) for older in history(one)}
    if not changes:
        return []
    with supposed(analysis_of(_base(report)), changes) as after:
        return list(touched_in(report, document_of(report), after.again, _before(report)))


def _base(report: Report) -> Release:
    """What the report and its issued errata say rests on this release."""
    last = _last_erratum(report)
    return last.release if last else report.release


def _last_erratum(report: Report) -> Report | None:
    issued = report.errata.filter(state=Report.State.ISSUED).select_related("release")
    return issued.order_by("-number").first()


def _before(report: Report) -> Again:
    """A figure as it stands in the report, or in the last erratum that was issued for it."""
    last = _last_erratum(report)
    return _now(last.release).again if last else lambda one: one


def _now(release: Release) -> Supposed:
    """Every figure anew from a release."""
    known = catalogue()
    return Supposed(analysis_of(release), frozenset(known.indicators))


def draft_erratum(report: Report, *, by: Person) -> Report:
    """A draft that names every sentence of an issued report which no longer holds, and says what holds.

    It is written from a release that has the corrections; where there is none yet one is sealed. One that is still
    being written is given back. Raises Refused for what was not issued, and where nothing has changed.
    """
    check_may(by, "report.write", unit=report.unit)
    if report.state != Report.State.ISSUED:
        raise Refused.because("report-not-issued", report.title)
    if begun := report.errata.exclude(state=Report.State.ISSUED).first():
        return begun
    if not outdated(report):
        raise Refused.because("report-nothing-to-correct", report.title)
    release = _corrected_release(report, by)
    touched = list(touched_in(report, document_of(report), _now(release).again, _before(report)))
    number = report.errata.count() + 1
    document = _proven(_document(report, touched, number), release)
    return actions.write(
        unit=report.unit, release=release, kind=KIND, document=kept(document), evidence=evidence_of(document), by=by,
        corrects=report, number=number,
    )  # fmt: skip


def _corrected_release(report: Report, by: Person) -> Release:
    """The newest release of the period, if nothing was corrected after it; else a new one."""
    newest = Release.objects.filter(period=report.period).first()
    latest = corrected_since(report).order_by("-entered_at").first()
    if newest and latest and newest.made_at > latest.entered_at:
        return newest
    return seal_release(Period.parse(report.period), catalogue=catalogue(), by=by)


def _document(report: Report, touched: Iterable[Touched], number: int) -> Document:
    issued = document_of(report)
    opening = Paragraph((Text(_opening(report, issued), digits=True),))
    return replace(
        issued, title=f"关于《{issued.title}》的更正说明（第{number}号）", date=timezone.localdate(),
        opening=(opening, *map(_paragraph, touched)), sections=(), attachments=(), left_out=(), notes=(), tasks=(),
        evidence={}, draft=True,
    )  # fmt: skip


def _opening(report: Report, issued: Document) -> str:
    reasons = dict.fromkeys(one.source.reason for one in corrected_since(report) if one.source.reason)
    why = f"（{'；'.join(reasons)}）" if reasons else ""
    return (
        f"《{issued.title}》（{report.seal.document_number}）已于{plain_date(report.seal.dated)}印发。"
        f"印发后，有关数据经核实作了更正{why}，现将涉及的内容更正如下："
    )


def _paragraph(touched: Touched) -> Paragraph:
    """“as it was” becomes “as it is”, with the figures that hold now."""
    place = f"“{touched.place}”部分，" if touched.place else ""
    said = Text(f"{place}原文“{touched.before.rstrip('。')}”，更正为“", digits=True)
    runs = [*touched.runs[:-1], _unstopped(touched.runs[-1])]
    return Paragraph((said, *(run for run in runs if run.text), Text("”。")))


def _unstopped(run: Run) -> Run:
    return Text(run.text.rstrip("。"), run.digits) if isinstance(run, Text) else run


def _proven(document: Document, release: Release) -> Document:
    """The document with the evidence of its figures, from the release that it says it is written from."""
    analysis = analysis_of(release)
    results = {run.key: run.result for run in document.figures()}
    evidence = analysis.evidences(results.values(), size=SHOWN_PER_FIGURE)
    return replace(document, evidence=evidence, release=release.name, digest=release.digest)
