"""Encryption at rest for personal fields and for files as received, with a key kept in the data folder."""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

from taizhang.web.home import make_key


@lru_cache(maxsize=8)
def _key(home: Path) -> bytes:
    return make_key(home / "keys" / "sealing", Fernet.generate_key())


def _here() -> bytes:
    return _key(Path(settings.TAIZHANG_HOME))


def seal(data: bytes) -> bytes:
    """The data, encrypted and signed."""
    return Fernet(_here()).encrypt(data)


def unseal(sealed: bytes) -> bytes:
    """The data again. Raises cryptography's InvalidToken where it was changed or another key sealed it."""
    return Fernet(_here()).decrypt(bytes(sealed))


def mark(value: object) -> str:
    """The same mark for the same JSON value, from which the value cannot be guessed without the key."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hmac.new(_here(), text.encode(), hashlib.sha256).hexdigest()
