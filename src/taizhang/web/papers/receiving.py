"""A file in, a paper out: read, audited, held against the bureau's earlier ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from taizhang import reading
from taizhang.checking.audit import audit as audit_reading
from taizhang.periods import Period
from taizhang.reading.model import Figure as ReadFigure
from taizhang.reading.model import Reading, Verdict
from taizhang.reading.output import to_json
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import vocabulary
from taizhang.web.ledger import audit
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.across import hold_against_shelf
from taizhang.web.papers.judging import keep_findings
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.refusals import NotAccepted

BATCH = 400
_UNKEPT = re.compile("[\x00\ud800-\udfff]")  # what PostgreSQL keeps in no text; each has its place all the same


@transaction.atomic
def upload(data: bytes, name: str, *, unit: OrgUnit, by: Person) -> Paper:
    """Read and audit a report that somebody else wrote. The same file of the same unit is read once.

    Raises NotAccepted where the file gives no text.
    """
    check_may(by, "report.audit", unit=unit)
    try:
        received = reading.load(data, name)
    except reading.Unreadable as unreadable:
        raise NotAccepted(unreadable.finding) from unreadable
    sha256 = files.keep(data)
    if before := Paper.objects.filter(sha256=sha256, unit=unit).first():
        return before
    read = reading.read_text(_UNKEPT.sub("\ufffd", received.text), name, vocabulary=vocabulary())
    paper = Paper.objects.create(
        name=name[-200:], sha256=sha256, unit=unit, uploaded_by=by,
        reading=json.loads(to_json(read)) | {"text": read.text}, **_head(read),
    )  # fmt: skip
    Figure.objects.bulk_create(_figures(paper, read), batch_size=BATCH)
    keep_findings(paper, audit_reading(read))
    hold_against_shelf(paper)
    audit.record("paper.upload", paper, by=by, sha256=sha256)
    return paper


def _head(read: Reading) -> dict[str, str]:
    """Title, bureau and period of the paper: of its first report that says each."""
    limits = {"title": 300, "bureau": 120, "period": 12}
    head = {name: _first(read, name)[:limit] for name, limit in limits.items()}
    return head | {"period": _period(head["period"])}


def _period(code: str | None) -> str:
    """The code of a period, or "" for what is none."""
    try:
        return Period.parse(code or "").code
    except ValueError:
        return ""


def _first(read: Reading, name: str) -> str:
    return next((said for one in read.documents if (said := getattr(one, name))), "")


def _figures(paper: Paper, read: Reading) -> Iterator[Figure]:
    wrong = set(_contradicted(read))
    for number, one in enumerate(read.figures, 1):
        yield Figure(
            paper=paper, number=number, ref=one.id, start=one.start, end=one.end, quote=one.quote,
            value=_storable(one), unit=one.unit[:60], kind=one.kind.value, qualifier=one.qualifier.value,
            measures=one.indicator, code=one.code or "", domain=one.domain or "", score=one.score,
            period=_period(one.period) or paper.period, org=(one.org or "")[:200], by=dict(one.by),
            contradicted=one.id in wrong,
        )  # fmt: skip


def _contradicted(read: Reading) -> Iterable[str]:
    """The ids of the figures that a claim speaks against."""
    for claim in read.claims:
        if claim.verdict is Verdict.CONTRADICTED:
            for ids in claim.members.values():
                yield from [ids] if isinstance(ids, str) else ids


def _storable(figure: ReadFigure) -> Decimal | None:
    """The value, or None where it has more digits than any measured number could: then it is not read for sure."""
    try:
        return None if figure.value is None else Decimal(plain(figure.value))
    except ValidationError:
        return None
