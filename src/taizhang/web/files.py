"""Files as they came in, kept in the data folder under their SHA-256 and encrypted, since some hold personal data."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from django.conf import settings

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


def _path(sha256: str) -> Path:
    return Path(settings.TAIZHANG_HOME) / "files" / sha256[:2] / sha256
