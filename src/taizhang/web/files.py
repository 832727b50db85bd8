"""Files as they came in, kept in the data folder under their SHA-256 and encrypted, since some hold personal data."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse

from taizhang.web.sealed import seal, unseal


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


def attachment(name: str, data: bytes) -> HttpResponse:
    """The bytes under their name, always to be saved and never shown: what others sent must not run in a browser."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


def _path(sha256: str) -> Path:
    return Path(settings.TAIZHANG_HOME) / "files" / sha256[:2] / sha256
