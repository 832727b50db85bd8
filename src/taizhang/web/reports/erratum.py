"""After a correction: what an issued report says that no longer holds, and the erratum (更正说明) that mends it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import Result
from taizhang.analysis.supposing import Supposed, codes_of, confined, differing, suppose
from taizhang.analysis.timing import speaking
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import hidden
from taizhang.web.ledger.models import Observation, Release
from taizhang.web.ledger.queries import lines_of
from taizhang.web.ledger.releases import seal_release
from taizhang.web.refusals import Refused
from taizhang.web.reports import actions
from taizhang.web.reports.drafting import analysis_of, document_of, evidence_of, kept, opened
from taizhang.web.reports.erratum_words import worded
from taizhang.web.reports.models import Report
from taizhang.web.reports.retelling import Again, Touched, codes_beside, touched_in
from taizhang.writing.document import Document
from taizhang.writing.report import SHOWN_PER_FIGURE

KIND = "erratum"


def corrected_since(report: Report) -> QuerySet[Observation]:
    """The values in force below the report's unit that superseded one after the report's release was sealed, of the
    indicators and periods that its figures can rest on."""
    late = Observation.objects.in_force().filter(entered_at__gt=_base(report).made_at, supersedes__isnull=False)
    mine = late.filter(unit__path__startswith=report.unit.path, indicator__in=_indicators(report))
    periods = map(Period.parse, mine.order_by().values_list("period", flat=True).distinct())
    near = [str(period) for period in speaking(Period.parse(report.period), periods)]
    return mine.filter(period__in=near).select_related("source", "unit", "entered_by")


def _indicators(report: Report) -> set[str]:
    """What the figures of a report name that there still is, with all that it is worked out from."""
    named = {code for run in document_of(report).figures() for code in codes_of(run.result)}
    known = named & catalogue().indicators.keys()
    return known | catalogue().needed_by(known)


def outdated(report: Report) -> list[Touched]:
    """The sentences of a report that do not hold any more by what has been corrected since, from what to what."""
    changes = {str(number): one.value for number, one in lines_of(corrected_since(report)).items()}
    if not changes:
        return []
    after = suppose(opened(_base(report)), catalogue(), changes)
    return list(touched_in(report, document_of(report), after.again, _before(report)))


def issued_errata(report: Report) -> list[Report]:
    """The errata that were issued for a report, each with its seal, in the order of their numbers."""
    return list(report.errata.filter(state=Report.State.ISSUED).select_related("release", "seal").order_by("number"))


def corrected_places(report: Report) -> list[tuple[Report, list[Touched]]]:
    """For each issued erratum the sentences of the report that it corrected, from what to what."""
    found: list[tuple[Report, list[Touched]]] = []
    document, before = document_of(report), _unchanged
    for one in issued_errata(report):
        after = _now(report, one.release).again
        found.append((one, list(touched_in(report, document, after, before))))
        before = after
    return found


def _unchanged(result: Result) -> Result:
    return result


def _base(report: Report) -> Release:
    """What the report and its issued errata say rests on this release."""
    last = _last_erratum(report)
    return last.release if last else report.release


def _last_erratum(report: Report) -> Report | None:
    return next(reversed(issued_errata(report)), None)


def _before(report: Report) -> Again:
    """A figure as it stands in the report, or in the last erratum that was issued for it."""
    last = _last_erratum(report)
    return _now(report, last.release).again if last else _unchanged


def _now(report: Report, release: Release) -> Supposed:
    """The figures of a later release that may be others than those which the report was written from.

    Its analysis knows those that stand beside them, too.
    """
    known, now = catalogue(), opened(release)
    changed = differing(opened(report.release), now)
    if changed is None or report.catalogue != known.digest:
        return Supposed(analysis_of(release), frozenset(known.indicators))
    touched = known.resting_on(changed)
    return confined(now, known, touched, codes_beside(document_of(report), touched))


def draft_erratum(report: Report, *, by: Person) -> Report:
    """A draft that names every sentence of an issued report which no longer holds, and says what holds.

    It is written from a release that has the corrections; where there is none yet one is sealed, if `by` may. One that
    is still being written is given back. Raises Refused for what was not issued, and where nothing has changed.
    """
    check_may(by, "report.write", unit=report.unit)
    if report.state != Report.State.ISSUED:
        raise Refused.because("report-not-issued", report.title)
    if begun := _begun(report):
        return begun
    if not outdated(report):
        raise Refused.because("report-nothing-to-correct", report.title)
    release = _corrected_release(report, by)
    now = _now(report, release)
    touched = list(touched_in(report, document_of(report), now.again, _before(report)))
    number = report.errata.count() + 1
    written = _document(report, touched, number, reasons=_reasons(report, touched, now.analysis))
    document = _proven(written, now.analysis, release)
    return _write(report, release, document, number, by)


def _begun(report: Report) -> Report | None:
    return report.errata.exclude(state=Report.State.ISSUED).first()


@transaction.atomic
def _write(report: Report, release: Release, document: Document, number: int, by: Person) -> Report:
    """Keep the draft, unless somebody else has begun one in the seconds that it took."""
    if begun := _begun(actions.locked(report)):
        return begun
    return actions.write(
        unit=report.unit, release=release, kind=KIND, document=kept(document), evidence=evidence_of(document), by=by,
        corrects=report, number=number,
    )  # fmt: skip


@transaction.atomic
def _corrected_release(report: Report, by: Person) -> Release:
    """The newest release of the period, if nothing was corrected after it; else a new one."""
    actions.locked(report)  # of two at once the second waits and takes the release that the first one sealed
    newest = Release.objects.filter(period=report.period).first()
    latest = corrected_since(report).order_by("-entered_at").first()
    if newest and latest and newest.made_at > latest.entered_at:
        return newest
    return seal_release(Period.parse(report.period), catalogue=catalogue(), by=by)


def _reasons(report: Report, touched: Iterable[Touched], now: Analysis) -> list[str]:
    """Why the values behind the figures that change were corrected; of confidential cases nobody is told that."""
    behind = now.ids_behind(result for one in touched for result in one.results)
    told = (one for one in corrected_since(report) if str(one.pk) in behind)
    return list(dict.fromkeys(filter(None, map(hidden.why, told))))


def _document(report: Report, touched: Iterable[Touched], number: int, *, reasons: Collection[str]) -> Document:
    issued = document_of(report)
    return replace(
        issued, title=f"关于《{issued.title}》的更正说明（第{number}号）", date=timezone.localdate(),
        opening=worded(issued.title, report.seal, reasons, list(touched)), sections=(), attachments=(), left_out=(),
        notes=(), tasks=(),
        evidence={}, draft=True,
    )  # fmt: skip


def _proven(document: Document, analysis: Analysis, release: Release) -> Document:
    """The document with the evidence of its figures, from the release that it says it is written from."""
    results = {run.key: run.result for run in document.figures()}
    evidence = analysis.evidences(results.values(), size=SHOWN_PER_FIGURE)
    return replace(document, evidence=evidence, release=release.name, digest=release.digest)
