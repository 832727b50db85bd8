"""A report -> the files it is handed out as: marked as a draft, closed, or stamped as issued."""

from __future__ import annotations

import logging
from dataclasses import replace

from taizhang.web.documents import MAKERS, as_file
from taizhang.web.refusals import Refused
from taizhang.web.reports.drafting import document_of
from taizhang.web.reports.models import Report
from taizhang.web.reports.stamping import SHORT, Stamp, with_seal
from taizhang.web.reports.versions import EVIDENCE
from taizhang.writing.document import Document, Mark

_log = logging.getLogger(__name__)


def render(report: Report, stamp: Stamp | None = None) -> dict[str, bytes]:
    """The files of a report as it is closed, or with a `stamp` as it is issued, by name.

    The PDF is left out where this machine has no Chinese font.
    """
    document = _whole(report)
    document = replace(document, draft=bool(document.unproven))
    if stamp:
        document = stamped(document, stamp)
    made = {}
    for kind in MAKERS:
        try:
            name, data = as_file(document, kind)
        except Refused as refused:
            _log.warning("%s", refused)
        else:
            made[name] = with_seal(data, kind, stamp)
    return made


def file_of(report: Report, kind: str) -> tuple[str, bytes]:
    """The name and bytes of one file ("docx", "pdf", "html") of the report as it stands now, marks of a draft and all.

    Raises Refused for a PDF where this machine has no Chinese font.
    """
    name, data = as_file(_whole(report), kind)
    return name, with_seal(data, kind)


def stamped(document: Document, stamp: Stamp) -> Document:
    """The document as it is issued: dated, numbered, and with a mark that leads back to its proof.

    The seal goes beside the release's digest, which the makers write into the properties of a file.
    """
    head = document.letterhead and replace(document.letterhead, number=stamp.number)
    mark = Mark(stamp.link, stamp.seal[:SHORT])
    return replace(
        document, date=stamp.dated, letterhead=head, mark=mark, digest=f"{document.digest} {stamp.keyword}".strip()
    )


def _whole(report: Report) -> Document:
    """The document with the whole of its evidence."""
    found = (EVIDENCE.validate_python(row.evidence) for row in report.evidence.all())
    return replace(document_of(report), evidence={evidence.result.key: evidence for evidence in found})
