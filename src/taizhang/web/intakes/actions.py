"""Many workbooks sent at once: kept, listed, and taken in one by one, each wholly or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import transaction

from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.intakes import running
from taizhang.web.intakes.models import FileOutcome, Intake, IntakeFile
from taizhang.web.ledger import audit
from taizhang.web.refusals import Refused
from taizhang.workbooks import safety
from taizhang.workbooks.zipped import workbooks_in


def send(
    uploads: Sequence[tuple[str, bytes]], *, by: Person, tries: bool = False, submits: bool = False
) -> Intake:  # fmt: skip
    """Keep what came, zips unpacked, and begin to work on it. `tries` only checks; `submits` is as Intake has it.

    Raises Refused, with nothing kept, for what is too much, no zip, or a zip made to do harm.
    """
    check_may(by, "submission.fill")
    if uploads:
        files.check_size(uploads[0][0], sum(len(data) for _name, data in uploads), settings.INTAKE_LIMIT)
    for _file in _workbooks(uploads):  # all of it before any is kept, and one at a time: memory is for no whole county
        pass
    kept = [(name, files.keep(data)) for name, data in _workbooks(uploads)]
    if not kept:
        raise Refused.because("web-intake-empty", uploads[0][0] if uploads else "")
    return _begin("、".join(name for name, _data in uploads), kept, by=by, tries=tries, submits=submits)


def take_in_sound(tried: Intake, *, by: Person) -> Intake:
    """After a try: send the files that were sound, without uploading them again."""
    check_may(by, "submission.fill")
    sound = tried.files.filter(outcome=FileOutcome.SOUND).values_list("name", "sha256")
    if not sound:
        raise Refused.because("web-intake-empty", tried.name)
    return _begin(tried.name, [*sound], by=by, tries=False, submits=tried.submits)


@transaction.atomic
def _begin(name: str, kept: Sequence[tuple[str, str]], *, by: Person, tries: bool, submits: bool) -> Intake:
    intake = Intake.objects.create(name=name[: files.NAME], tries=tries, submits=submits, sent_by=by)
    rows = [IntakeFile(intake=intake, name=one[-files.NAME :], sha256=sha256) for one, sha256 in kept]
    IntakeFile.objects.bulk_create(rows, batch_size=500)
    audit.record("intake.send", intake, by=by, files=len(kept), tries=tries, submits=submits)
    transaction.on_commit(lambda: running.start(intake))
    return intake


def _workbooks(uploads: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, data in uploads:
        if not is_zip_of_files(name, data):
            yield name, data
            continue
        try:
            yield from workbooks_in(data, name)
        except safety.Refused as refused:
            raise Refused(refused.finding) from refused


def is_zip_of_files(name: str, data: bytes) -> bool:
    """Whether it is to be unpacked: a workbook is a zip too, whatever it is called."""
    if not name.lower().endswith(".zip"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" not in archive.namelist()
    except safety.BROKEN:
        return True  # unpacking says what is wrong with it


def note_opened(intake: Intake, *, by: Person) -> None:
    """All its files are looked at together."""
    audit.record("file.open", intake, by=by)
