"""A file in, a paper out: read, audited, held against the bureau's earlier ones; and read again later."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

from django.db import transaction

from taizhang import __version__, reading
from taizhang.checking.audit import audit as audit_reading
from taizhang.findings import Finding
from taizhang.reading.model import Reading
from taizhang.reading.output import to_json
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue, vocabulary
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.across import hold_against_shelf, hold_anew
from taizhang.web.papers.changes import ReadingChange
from taizhang.web.papers.found import keep_findings
from taizhang.web.papers.keeping import keep_figures
from taizhang.web.papers.models import Figure, Paper, Rereading
from taizhang.web.papers.moved import Moved
from taizhang.web.papers.naming import named_as_read
from taizhang.web.papers.readings import figures_of, head_of
from taizhang.web.papers.versions import versions_of
from taizhang.web.papers.whose import names_another, proposed
from taizhang.web.refusals import NotAccepted, Refused

_UNKEPT = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL keeps in no text; each has its place all the same


class Heard(NamedTuple):
    """What a file says, before any of it is kept: its reading, as JSON too, its figures, what its audit found, and who
    read it.
    """

    read: Reading
    told: Mapping[str, object]
    figures: Sequence[Figure]
    findings: Sequence[Finding]
    reader: str


def upload(data: bytes, name: str, *, unit: OrgUnit | None, by: Person) -> Paper:
    """Read and audit a report that somebody else wrote. The same file of the same unit is one paper.

    Without a unit it is filed under the one that its head names. Raises NotAccepted where the file is over the limit,
    gives no text, or is named as no report is.
    """
    check_may(by, "report.audit", unit=unit)
    files.check_size(name, len(data))
    received = _received(data, name)
    name = named_as_read(name, received.format)
    heard = _hear(received.text, name)
    return _take(heard, files.receive(data, name), unit or proposed(heard.read, by), by)


@transaction.atomic
def _take(heard: Heard, kept: files.Kept, unit: OrgUnit, by: Person) -> Paper:
    unit = OrgUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # the same file twice at once waits here
    check_may(by, "report.audit", unit=unit)
    if before := Paper.objects.filter(sha256=kept.sha256, unit=unit).first():
        return before
    paper = Paper(name=kept.name, sha256=kept.sha256, unit=unit, uploaded_by=by)
    _keep(paper, heard)
    audit.record("paper.upload", paper, by=by, sha256=kept.sha256)
    return paper


@transaction.atomic
def file_under(paper: Paper, unit: OrgUnit, *, by: Person) -> Paper:
    """File a paper under another unit, or say that it is its own: from then on its figures are that one's.

    Raises Refused once a figure of it was accepted, and where the unit has the same file already.
    """
    paper = Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)
    for one in (paper.unit, unit):
        check_may(by, "report.audit", unit=one)
    _check_free(paper, unit)
    versions, before = versions_of(paper), paper.unit
    paper.unit, paper.settled = unit, True
    paper.save(update_fields=["unit", "settled"])
    hold_anew(paper, *versions)
    audit.record("paper.change", paper, by=by, before=before.code, after=unit.code)
    return paper


def _check_free(paper: Paper, unit: OrgUnit) -> None:
    if unit != paper.unit and paper.figures.filter(state__in=(Figure.State.ACCEPTED, Figure.State.CORRECTED)).exists():
        raise Refused.because("paper-taken-in", paper.name, unit=paper.unit.name)
    if Paper.objects.filter(sha256=paper.sha256, unit=unit).exclude(pk=paper.pk).exists():
        raise Refused.because("paper-there-already", paper.name, unit=unit.name)


def read_again(paper: Paper, *, by: Person) -> Rereading:
    """Read the file of a paper as the reader and the catalogue are now. What people decided stays.

    Raises NotAccepted where the file gives no text any more; then nothing is changed.
    """
    check_may(by, "sentence.accept", unit=paper.unit)
    return _take_again(_hear(_received(files.read(paper.sha256), paper.name).text, paper.name), paper, by)


@transaction.atomic
def _take_again(heard: Heard, paper: Paper, by: Person) -> Rereading:
    paper = Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)
    check_may(by, "sentence.accept", unit=paper.unit)
    changes = _keep(paper, heard)
    made = Rereading.objects.create(paper=paper, by=by, reader=paper.reader, changes=[asdict(one) for one in changes])
    counts = Counter(f"{one.thing}_{one.what}" for one in changes)
    audit.record("paper.read_again", paper, by=by, reader=paper.reader, **counts)
    return made


def reader_now() -> str:
    """Which reader reads now: the version of Taizhang and the catalogue that figures are linked with."""
    return f"{__version__} {catalogue().digest[:12]}"


def _received(data: bytes, name: str) -> reading.Received:
    try:
        return reading.load(data, name)
    except reading.Unreadable as unreadable:
        raise NotAccepted(unreadable.finding) from unreadable


def _hear(text: str, name: str) -> Heard:
    """Read and audit a text. A long one takes its time, so this comes before the transaction that keeps it."""
    reader, read = reader_now(), reading.read_text(_UNKEPT.sub("\ufffd", text), name, vocabulary=vocabulary())
    told = json.loads(to_json(read)) | {"text": read.text}
    return Heard(read, told, figures_of(read), audit_reading(read), reader)


def _keep(paper: Paper, heard: Heard) -> list[ReadingChange]:
    """Keep a reading with what its audit and the bureau's other papers say of it; tells what changed by it."""
    moved, versions = Moved(paper.reading.get("text", ""), heard.read.text), versions_of(paper)
    paper.reading, paper.reader = dict(heard.told), heard.reader
    for name, said in head_of(heard.read).items():
        setattr(paper, name, said)
    paper.settled = (paper.pk and paper.settled) or not names_another(paper)
    paper.save()
    changes = [
        *keep_figures(paper, heard.figures, moved),
        *keep_findings(paper, heard.findings, moved),
        *hold_against_shelf(paper, moved),
    ]
    hold_anew(*versions, *versions_of(paper))
    return changes
