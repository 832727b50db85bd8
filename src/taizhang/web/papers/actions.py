"""What is done with papers: read and audited."""

from __future__ import annotations

import json

from django.db import transaction

from taizhang import reading
from taizhang.checking.audit import audit as audit_reading
from taizhang.reading.output import to_json
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.models import Paper
from taizhang.web.refusals import NotAccepted, told


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
    read = reading.read_text(received.text, name)
    paper = Paper.objects.create(
        name=name, sha256=sha256, unit=unit, uploaded_by=by,
        reading=json.loads(to_json(read)) | {"text": read.text}, findings=[told(one) for one in audit_reading(read)],
    )  # fmt: skip
    audit.record("paper.upload", paper, by=by, sha256=sha256)
    return paper
