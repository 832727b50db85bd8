"""What must hold before a draft is closed: every number proven, no blank, a Word file that reads as it should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from taizhang.findings import Finding, Severity
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.refusals import Refused
from taizhang.web.reports.actions import locked, step
from taizhang.web.reports.body import Body
from taizhang.web.reports.confirming import unconfirmed
from taizhang.web.reports.drafting import document_of
from taizhang.web.reports.models import Report
from taizhang.web.reports.numbers import BLANK, loose
from taizhang.web.reports.rendering import render
from taizhang.web.reports.versions import current, drafted
from taizhang.writing.proof import read_back
from taizhang.writing.to_docx import to_docx
from taizhang.writing.tokens import plain


class _Tried(NamedTuple):
    """A version as it would be closed: what is against it, and its files."""

    version: int
    faults: Sequence[Finding]
    files: Mapping[str, bytes]


def finish(report: Report, *, by: Person) -> Report:
    """Close a draft and keep its files. Raises Refused with everything that stands against it.

    The files are made before the report is locked, since that takes seconds.
    """
    check_may(by, "report.write", unit=report.unit)
    check_following("report", report.state, "finish")
    return _close(report, _tried(report), by)


@transaction.atomic
def _close(report: Report, tried: _Tried, by: Person) -> Report:
    report = locked(report)
    step(report, "finish", right="report.write", by=by)
    if current(report)[0] != tried.version:  # somebody saved meanwhile
        tried = _tried(report)
    if tried.faults:
        raise Refused(*tried.faults)
    report.files = {name: files.keep(data) for name, data in tried.files.items()}
    report.save()
    return report


def _tried(report: Report) -> _Tried:
    version, _body = current(report)
    faults = [one for one in faults_of(report) if one.severity == Severity.ERROR]
    return _Tried(version, faults, {} if faults else render(report))


def faults_of(report: Report) -> list[Finding]:
    """What the writer should know before closing; errors stand in the way."""
    _number, body = current(report)
    document = document_of(report)
    return [*_loose(report, body), *_blanks(body), *_unconfirmed(report, body), *read_back(to_docx(document), document)]


def _loose(report: Report, body: Body) -> Iterator[Finding]:
    for key, typed in loose(report, drafted(report), body).items():
        for one in typed:
            yield Finding("report-loose-number", key, {"number": one.text, "text": _excerpt(body.block(key).text)})


def _blanks(body: Body) -> Iterator[Finding]:
    for block in body.printed:
        if BLANK in block.text:
            yield Finding("report-blank", block.key, {"text": _excerpt(block.text)})


def _unconfirmed(report: Report, body: Body) -> Iterator[Finding]:
    """Where the bureau asks for it, every paragraph of a domain wants its section's word."""
    if settings.REPORT_SIGN_OFF:
        for block in unconfirmed(report, body):
            yield Finding("report-unconfirmed", block.key, {"text": _excerpt(block.text)})


def _excerpt(text: str) -> str:
    printed = plain(text)
    return printed if len(printed) <= 40 else printed[:40] + "…"
