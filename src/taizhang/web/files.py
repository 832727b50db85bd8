"""Files as they came in: how large they may be, kept in the data folder under their SHA-256, looked at, given back.

They are encrypted, since some hold personal data.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import Gone, NotAccepted
from taizhang.web.sealed import seal, unseal

CLEARED = "record.expire"  # the action whose audit events name the files that are gone
NAME = 200  # characters of a name that are kept: the last, since the kind of file stands at the end


class Kept(NamedTuple):
    """A file that is kept, as models have it."""

    name: str
    sha256: str
    size: int


def too_big(name: str, size: int, limit: int | None = None) -> list[Finding]:
    """What there is to say of a file of so many bytes: nothing within the limit, which is that of one received file."""
    limit = limit or settings.UPLOAD_LIMIT
    megabytes = {"size": size // 2**20, "limit": limit // 2**20}
    return [Finding("web-file-too-big", name, {"name": name, **megabytes})] if size > limit else []


def check_size(name: str, size: int, limit: int | None = None) -> None:
    """Raises NotAccepted for what is over the limit."""
    if wrong := too_big(name, size, limit):
        raise NotAccepted(*wrong)


def sent(file: UploadedFile) -> tuple[bytes, str]:
    """What is in an uploaded file, and its name. Raises NotAccepted before a file over the limit is read."""
    check_size(file.name, file.size)
    return file.read(), file.name


def sent_together(uploads: Sequence[UploadedFile]) -> list[tuple[str, bytes]]:
    """Name and content of each of several files. Raises NotAccepted before any is read where they are too much: a
    single one is held to the limit of one file, unless it may be a zip of many."""
    one = len(uploads) == 1 and not uploads[0].name.lower().endswith(".zip")
    check_size(uploads[0].name, sum(file.size for file in uploads), None if one else settings.INTAKE_LIMIT)
    return [(file.name, file.read()) for file in uploads]


def receive(data: bytes, name: str) -> Kept:
    """Keep a file that came in. Raises NotAccepted for one over the limit."""
    check_size(name, len(data))
    return Kept(name[-NAME:], keep(data), len(data))


def keep(data: bytes) -> str:
    """Keep the bytes and return their SHA-256, under which `read` finds them. The same bytes are kept once."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{sha256}-{secrets.token_hex(4)}")
        part.write_bytes(seal(data))
        part.replace(path)
    return sha256


def read(sha256: str) -> bytes:
    """The bytes as they came in. Raises FileNotFoundError."""
    return unseal(_path(sha256).read_bytes())


def is_kept(sha256: str) -> bool:
    """Whether the bytes are still here: what may be kept no longer is removed."""
    return _path(sha256).exists()


def remove(sha256: str) -> None:
    """Remove the bytes. Only for what the law lets nobody keep; the record of the file stays."""
    _path(sha256).unlink(missing_ok=True)


def cleared() -> dict[str, date]:
    """The files that the law let nobody keep any longer, by their SHA-256, and the day on which they were removed: the
    audit events of that name them."""
    events = AuditEvent.objects.filter(action=CLEARED)
    return {sha256: timezone.localdate(event.at) for event in events for sha256 in event.detail.get("cleared", ())}


@transaction.atomic
def look_at(row: Model, *, by: Model, action: str = "file.open") -> bytes:
    """The bytes behind a row that has a `sha256`; each look is noted. Who may look is for the caller to check.

    Raises Gone for what was cleared because its time was over.
    """
    audit.record(action, row, by=by, sha256=row.sha256)
    try:
        return read(row.sha256)
    except FileNotFoundError:
        if day := cleared().get(row.sha256):
            raise Gone.because("web-file-cleared", str(row), day=day) from None
        raise


def attached(name: str) -> dict[str, str]:
    """The headers of a file that is always saved and never shown: what others sent must not run in a browser."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return {"Content-Disposition": disposition, "Content-Type": "application/octet-stream"}


def attachment(name: str, data: bytes) -> HttpResponse:
    """The bytes under their name, to be saved."""
    return HttpResponse(data, headers=attached(name))


def _path(sha256: str) -> Path:
    return Path(settings.TAIZHANG_HOME) / "files" / sha256[:2] / sha256
