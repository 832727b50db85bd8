"""A release -> a draft kept with the evidence of its figures.

What is kept is the writer's whole document, so that it gives the same text for ever, whatever becomes of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from taizhang.analysis import release as on_disk
from taizhang.analysis.analysis import Analysis
from taizhang.analysis.evidence import Evidence
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may, unit_for
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit, Release
from taizhang.web.ledger.releases import folder_of
from taizhang.web.refusals import Refused
from taizhang.web.reports import actions, models
from taizhang.web.reports.composing import document_with
from taizhang.web.reports.models import Report
from taizhang.web.reports.versions import DOCUMENT, EVIDENCE, current, drafted, inserted, known_runs
from taizhang.web.stages import Stage
from taizhang.writing.document import Document, Letterhead
from taizhang.writing.pieces import FigureRun
from taizhang.writing.records import WorkRecord
from taizhang.writing.report import write_report
from taizhang.writing.tasks import Tracked


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What its writer wants of a report: what `writing.report.write_report` calls the same.

    `kind` is a code of writing.kinds.KINDS; `domains` are those of a special report.
    """

    kind: str = "summary"
    domains: Sequence[str] = ()
    addressee: str = ""
    with_proof: bool = False
    records: Sequence[WorkRecord] = ()


def draft(release: Release, *, by: Person, unit: OrgUnit | None = None, **wishes: Any) -> Report:
    """The report of a unit, written from the release and kept as a draft.

    `unit` is the highest for which the person writes reports unless given; `wishes` are those of Wishes. Raises
    NotAllowed, and Refused where the release on disk is not what was sealed or where there is nothing to say.
    """
    *_steps, last = drafting(release, by=by, unit=unit, wishes=Wishes(**wishes))
    return last.made


def drafting(
    release: Release, *, by: Person, wishes: Wishes, unit: OrgUnit | None = None
) -> Iterator[Stage]:
    """As `draft`, telling each step before it is done, for a page that shows progress.

    Of two who begin before either is done the second is given the draft of the first.
    """
    check_may(by, "report.write", unit=unit)
    unit = unit or unit_for(by, "report.write")
    known = {*alike(release, unit, wishes).values_list("pk", flat=True)}
    yield Stage(_("打开定版，计算各项指标"))
    analysis = analysis_of(release)
    yield Stage(_("选句成文，逐个数字找依据"))
    document = write_report(
        analysis, unit.code, kind=wishes.kind, domains=wishes.domains, tasks=tracked(unit, analysis.period),
        records=wishes.records, causes=causes_of(unit, release.period), letterhead=letterhead_of(unit),
        addressee=wishes.addressee, with_proof=wishes.with_proof,
    )  # fmt: skip
    if not document.sections:
        raise Refused.because("report-nothing-to-say", release.name, period=analysis.period.zh)
    yield Stage(_("保存草稿"))
    with transaction.atomic():
        OrgUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # who comes second waits here
        meanwhile = alike(release, unit, wishes).exclude(pk__in=known).select_related("drafted_by").first()
        report = meanwhile or actions.write(
            unit=unit, release=release, kind=wishes.kind, domain=",".join(wishes.domains), document=kept(document),
            evidence=evidence_of(document), by=by,
        )  # fmt: skip
    said = _("同一份草稿刚由%(person)s起草，没有另存一份") if meanwhile else _("写好了")
    yield Stage(said % {"person": report.drafted_by}, report)


def alike(release: Release, unit: OrgUnit, wishes: Wishes) -> QuerySet[Report]:
    """The drafts of what would be written anew: of the same release, unit, kind and domains."""
    like = {"kind": wishes.kind, "domain": ",".join(wishes.domains), "corrects": None}
    return Report.objects.filter(release=release, unit=unit, state=Report.State.DRAFT, **like)


def tracked(unit: OrgUnit, period: Period) -> list[Tracked]:
    """How the tasks of the unit's plan stand at the period's end."""
    from taizhang.web.supervision.queries import standings  # supervision reads reports itself

    return [Tracked(facts, standing) for facts, standing in standings(unit, period)]


def causes_of(unit: OrgUnit, period: str) -> dict[str, str]:
    """Why figures of a unit's period are as they are, as somebody entered it, by the code of their indicator."""
    return dict(models.Cause.objects.filter(unit=unit, period=period).values_list("indicator", "text"))


def letterhead_of(unit: OrgUnit) -> Letterhead | None:
    """The unit's own letterhead, where the bureau has entered one."""
    row = models.Letterhead.objects.filter(unit=unit).first()
    copies = tuple(filter(None, row.copies_to.split("、"))) if row else ()
    return Letterhead(row.name, row.number, copies, row.printed_by) if row else None


def analysis_of(release: Release) -> Analysis:
    """Everything computed of a release with the catalogue of today; kept in the data folder for the next time."""
    return Analysis(opened(release), catalogue(), cache=Path(settings.TAIZHANG_HOME) / "computed")


def opened(release: Release) -> on_disk.Release:
    """The files of a release. Raises Refused where they are not what was sealed."""
    try:
        return on_disk.Release.open(folder_of(release))
    except on_disk.ReleaseError as error:
        raise Refused(error.finding) from error


def kept(document: Document) -> dict[str, object]:
    """The document as JSON, with its figures listed in the order of print and those that are not proven named.

    Its evidence is left bare: whether a figure is proven, not by which observations.
    """
    listed = {
        "figures": [_listed(figure, document) for figure in document.figures()],
        "unproven": [figure.anchor for figure in document.unproven],
    }
    bare = replace(document, evidence={key: _bare(one) for key, one in document.evidence.items()})
    return DOCUMENT.dump_python(bare, mode="json") | listed


def evidence_of(document: Document) -> dict[str, object]:
    """The whole evidence of each figure as JSON, by the figure's anchor."""
    return {
        figure.anchor: EVIDENCE.dump_python(document.evidence[figure.key], mode="json")
        for figure in document.all_figures()
    }


def _bare(evidence: Evidence) -> Evidence:
    return replace(evidence, observations=(), missing=(), inputs=tuple(map(_bare, evidence.inputs)))


def _listed(figure: FigureRun, document: Document) -> dict[str, object]:
    result = figure.result
    return {
        "key": figure.key, "text": figure.text, "anchor": figure.anchor, "title": result.title,
        "value": None if result.value is None else str(result.value), "unit": result.unit,
        "org": result.org, "period": result.period, "reported": result.reported, "expected": result.expected,
        "proven": document.proven(figure),
    }  # fmt: skip


def document_of(report: Report) -> Document:
    """The document as it reads now, its evidence bare. Once it is closed only figures that nobody approved are marked.
    """
    document = drafted(report)
    number, body = current(report)
    if number:
        document = document_with(document, body, known_runs(report, document))
        since = {figure.key: _bare(evidence) for figure, evidence in inserted(report)}
        document = replace(document, evidence={**document.evidence, **since})
    return replace(document, draft=report.state == Report.State.DRAFT or bool(document.unproven))


def evidence_behind(report: Report, anchor: str) -> Evidence:
    """What stands behind one figure. Raises FigureEvidence.DoesNotExist where the report has no such figure."""
    return EVIDENCE.validate_python(report.evidence.get(anchor=anchor).evidence)


def catalogue_changed(report: Report) -> bool:
    """Whether the catalogue is another than the one the report was written with."""
    return report.catalogue != catalogue().digest
