"""A report beside its own earlier versions, and beside the report of the period before, by sentence."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.reports import queries
from taizhang.web.reports.composing import document_with
from taizhang.web.reports.differing import SentenceChange, compare, compare_across, sentences
from taizhang.web.reports.drafting import document_of
from taizhang.web.reports.models import Report
from taizhang.web.reports.versions import body_at, current, drafted, known_runs
from taizhang.writing.document import Document
from taizhang.writing.pieces import Section


def since_version(report: Report, number: int) -> list[SentenceChange]:
    """What changed between one version and what the report says now. Raises Refused where there is none."""
    document = drafted(report)
    known = known_runs(report, document)
    now = current(report)[1]
    old, new = (_said(document_with(document, body, known)) for body in (body_at(report, number), now))
    return compare(old, new)


def last_period(report: Report, by: Person) -> Report | None:
    """The report of the same unit and kind for the period before: the newest, one that was issued before a draft."""
    before = Period.parse(report.period).previous.code
    found = queries.reports(by).filter(unit=report.unit, kind=report.kind, domain=report.domain, period=before)
    return found.filter(state=Report.State.ISSUED).first() or found.first()


def since_last_period(report: Report, before: Report) -> list[SentenceChange]:
    """What it says otherwise than the report before; sentences that differ only in numbers stand for each other."""
    return compare_across(_said(document_of(before)), _said(document_of(report)))


def _said(document: Document) -> list[str]:
    """Title, headings and paragraphs, each sentence on its own."""
    opening = (paragraph.text for paragraph in document.opening)
    lines = [document.title, *opening, *(line for section in document.sections for line in _lines(section))]
    return [sentence for line in lines for sentence in sentences(line)]


def _lines(section: Section) -> Iterable[str]:
    yield section.title
    yield from (paragraph.text for paragraph in section.paragraphs)
    for below in section.sections:
        yield from _lines(below)
