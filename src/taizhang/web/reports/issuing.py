"""A closed report is signed by a second person, gets its number, and is sealed with what it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from importlib.resources import files as resources
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from taizhang import writing
from taizhang.findings import Finding
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.policies import check_second_person
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted
from taizhang.web.reports.actions import locked, step
from taizhang.web.reports.drafting import document_of, letterhead_of
from taizhang.web.reports.models import Letterhead, Report, Seal
from taizhang.web.reports.rendering import render
from taizhang.web.reports.stamping import Stamp
from taizhang.web.reports.verifying import text_hash, text_of
from taizhang.writing.document import Document

_HIGHEST = 99_999
# how a Word file and a PDF are set: what their makers import of `writing`, but for what a document holds
LAYOUT = (
    "layout.py", "flow.py", "drawing.py", "palette.py", "numbering.py", "marks.py", "to_docx.py", "docx_page.py",
    "docx_table.py", "docx_text.py", "docx_letterhead.py", "to_pdf.py", "typst/report.typ",
)  # fmt: skip


@transaction.atomic
def issue(report: Report, *, by: Person, number: int | None = None, again: bool = False) -> Report:
    """Sign a finished report; not by whoever drafted it or wrote in it. From then on it never changes.

    It gets the unit's next number of the year, unless a free one is given. What its plan promises becomes tasks.
    Raises NotAllowed to its writers, WrongState, and NotAccepted for a number that is taken, and where one like it was
    issued, unless it is meant to be issued `again`.
    """
    report = locked(report)
    for author in report.writers:
        check_second_person("report", "issue", author=author, by=by)
    step(report, "issue", right="report.issue", by=by)
    report.issued_by, report.issued_at = by, timezone.now()
    given = _number(report.unit, timezone.localdate(), number)
    if not again and (told := told_of_issued(report)):
        raise NotAccepted(*told)
    report.document |= {"letterhead": _letterhead(report.unit)}
    seal = _seal(report, given)
    report.files = {name: files.keep(data) for name, data in sealed_files(report, seal).items()}
    seal.files, seal.texts = _hashes(report)
    seal.save()
    report.save()
    audit.record("report.seal", report, by=by, **said(seal))
    _plan_next(report, by)
    return report


def told_of_issued(report: Report) -> list[Finding]:
    """That a report of the same kind, unit and period was issued before, each by its number; an erratum has none."""
    if report.corrects_id:
        return []
    alike = Seal.objects.filter(
        report__unit=report.unit, report__period=report.period, report__kind=report.kind, report__domain=report.domain
    )
    told = alike.exclude(report=report).order_by("pk").values_list("document_number", "report__title")
    return [Finding("report-issued-before", number, {"number": number, "title": title}) for number, title in told]


def _number(unit: OrgUnit, day: date, wanted: int | None) -> int:
    """The next number of the unit's year, or the one wanted if it is one and free."""
    OrgUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # two heads at once wait for each other here
    taken = Seal.objects.filter(unit=unit, year=day.year)
    if wanted is None:
        return next_number(unit, day)
    if not 1 <= wanted <= _HIGHEST or taken.filter(number=wanted).exists():
        raise NotAccepted(Finding("report-number-taken", str(wanted), {"number": wanted}))
    return wanted


def next_number(unit: OrgUnit, day: date) -> int:
    """The number after the highest of the unit's year."""
    highest = Seal.objects.filter(unit=unit, year=day.year).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def document_number(unit: OrgUnit, year: int, number: int) -> str:
    """青教〔2026〕5号: by the unit's letterhead, else of its first character, the year, the number.

    The year is whole and the number without leading zeros (GB/T 9704-2012, 7.2.5).
    """
    head = Letterhead.objects.filter(unit=unit).first()
    return (head.number if head else f"{unit.name[0]}教〔{{year}}〕{{number}}号").format(year=year, number=number)


def _letterhead(unit: OrgUnit) -> Mapping[str, object] | None:
    """The letterhead of the day of issue, as a document keeps it: the draft may be older than it."""
    head = letterhead_of(unit)
    return asdict(head) if head else None


def _seal(report: Report, number: int) -> Seal:
    """The seal of a report, but for what its files are."""
    day = timezone.localdate()
    return Seal(
        report=report, unit=report.unit, year=day.year, number=number, dated=day,
        document_number=document_number(report.unit, day.year, number), release=report.release.digest,
        catalogue=report.catalogue, template=template_hash(), body=body_hash(document_of(report)), by=report.issued_by,
        link=f"{settings.SITE_ADDRESS}{reverse('reports:detail', args=[report.pk])}",
    )  # fmt: skip


def stamp_of(seal: Seal) -> Stamp:
    """What the files of an issued report carry."""
    return Stamp(number=seal.document_number, dated=seal.dated, seal=seal.body, link=seal.link)


def sealed_files(report: Report, seal: Seal) -> Mapping[str, bytes]:
    """The files of an issued report, made again: the same bytes every time on one version of this program."""
    return render(report, stamp_of(seal))


def _hashes(report: Report) -> tuple[dict[str, str], dict[str, str]]:
    """The hash of each file by its kind, and of the text read from it; HTML is for the screen and not read."""
    by_kind = {PurePath(name).suffix[1:]: sha256 for name, sha256 in report.files.items()}
    read = {kind: text_of(files.read(by_kind[kind]), f"report.{kind}") for kind in ("docx", "pdf") if kind in by_kind}
    return by_kind, {kind: text_hash(text) for kind, text in read.items()}


def body_hash(document: Document) -> str:
    """SHA-256 of everything a document prints, whatever file it stands in."""
    told = [document.title, document.addressee, *(one.text for one in document.paragraphs()),
            *(section.title for section in document.sections), *(run.text for run in document.runs())]
    return _sha256(told)


def template_hash() -> str:
    """SHA-256 of the layout: the modules and the template that files are set by."""
    folder = resources(writing)
    return _sha256([folder.joinpath(part).read_text("utf-8") for part in LAYOUT])


def _sha256(told: object) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def said(seal: Seal) -> dict[str, object]:
    """What the audit event of a seal says, so that the chain covers it."""
    names = ("document_number", "release", "catalogue", "template", "body", "files", "texts")
    return {name: getattr(seal, name) for name in names} | {"dated": seal.dated.isoformat()}


def _plan_next(report: Report, by: Person) -> None:
    """What the report promises becomes tasks of the next period."""
    from taizhang.web.supervision.carrying import tasks_from_report  # it reads reports itself

    tasks_from_report(report, by=by)
