"""A release -> a draft kept with the evidence of its figures, and the files it is handed out as.

What is kept is the writer's whole document, so that it gives the same files for ever, whatever becomes of the catalogue.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter

from taizhang.analysis import release as on_disk
from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import Result
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may, roles_for
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit, Release
from taizhang.web.ledger.releases import folder_of
from taizhang.web.refusals import Refused
from taizhang.web.reports import actions
from taizhang.web.reports.models import Report
from taizhang.writing.document import Document, FigureRun
from taizhang.writing.report import write_report
from taizhang.writing.to_docx import to_docx
from taizhang.writing.to_html import to_html
from taizhang.writing.to_pdf import NoChineseFontError, to_pdf

KIND = "both"  # a summary and a plan in one
_DOCUMENT = TypeAdapter(Document)
_log = logging.getLogger(__name__)


def draft(release: Release, *, by: Person, unit: OrgUnit | None = None) -> Report:
    """The report of a unit, written from the release and kept as a draft.

    `unit` is where the person writes reports unless given. Raises NotAllowed, and Refused where the release on disk
    is not what was sealed.
    """
    check_may(by, "report.write", unit=unit)
    unit = unit or roles_for(by, "report.write")[0].unit
    document = write_report(analysis_of(release), unit.code)
    return actions.write(unit=unit, release=release, kind=KIND, document=kept(document), by=by)


def analysis_of(release: Release) -> Analysis:
    """Everything computed of a release with the catalogue of today; kept in the data folder for the next time."""
    try:
        sealed = on_disk.Release.open(folder_of(release))
    except on_disk.ReleaseError as error:
        raise Refused(error.finding) from error
    return Analysis(sealed, catalogue(), cache=Path(settings.TAIZHANG_HOME) / "computed")


def kept(document: Document) -> dict[str, object]:
    """The document as JSON, with its figures listed in the order of print and those that are not proven named."""
    listed = {"figures": [_listed(figure, document) for figure in document.figures()],
              "unproven": [figure.anchor for figure in document.unproven]}  # fmt: skip
    return _DOCUMENT.dump_python(document, mode="json") | listed


def _listed(figure: FigureRun, document: Document) -> dict[str, object]:
    result: Result = figure.result
    return {"key": figure.key, "text": figure.text, "anchor": figure.anchor, "title": result.title, "unit": result.unit,
            "org": result.org, "period": result.period, "value": None if result.value is None else str(result.value),
            "reported": result.reported, "expected": result.expected, "proven": document.proven(figure)}  # fmt: skip


def document_of(report: Report) -> Document:
    """The document that was kept, with its evidence."""
    return _DOCUMENT.validate_python(report.document)


def render(report: Report) -> dict[str, bytes]:
    """The files of a report by name: .docx, .html and, where this machine has a Chinese font, .pdf.

    Figures that nobody approved stay marked as in a draft.
    """
    document = document_of(report)
    document = replace(document, draft=bool(document.unproven))
    made = {"docx": to_docx(document), "html": to_html(document, catalogue()).encode()}
    try:
        made["pdf"] = to_pdf(document)
    except NoChineseFontError as error:
        _log.warning("%s", error.finding.message("zh"))
    return {f"{document.title}.{kind}": data for kind, data in made.items()}


def catalogue_changed(report: Report) -> bool:
    """Whether the catalogue is another than the one the report was written with."""
    return report.catalogue != catalogue().digest
