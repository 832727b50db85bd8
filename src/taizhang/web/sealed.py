"""Encryption at rest for personal fields and for files as received, with a key kept in the data folder."""

from __future__ import annotations

import hmac
import json
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

from taizhang.web.home import make_key


@lru_cache(maxsize=8)
def _key(home: Path | str) -> bytes:
    return make_key(Path(home) / "keys" / "sealing", Fernet.generate_key())


@lru_cache(maxsize=8)
def _sealing(home: Path | str) -> Fernet:
    return Fernet(_key(home))


def seal(data: bytes) -> bytes:
    """The data, encrypted and signed."""
    return _sealing(settings.TAIZHANG_HOME).encrypt(data)


def unseal(sealed: bytes) -> bytes:
    """The data again. Raises cryptography's InvalidToken where it was changed or another key sealed it."""
    return _sealing(settings.TAIZHANG_HOME).decrypt(bytes(sealed))


def mark(value: object) -> str:
    """The same mark for the same JSON value, from which the value cannot be guessed without the key."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hmac.digest(_key(settings.TAIZHANG_HOME), text.encode(), "sha256").hex()
