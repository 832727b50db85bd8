"""The data folder: the database, the files as received, the releases, and the keys that open them.

`TAIZHANG_HOME` names it. Without the keys neither personal fields nor received files can be read again, so they
belong in every backup.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from taizhang.web import words


def folder() -> Path:
    """The data folder that the environment names, else `taizhang-data` where the command runs."""
    return Path(os.environ.get("TAIZHANG_HOME", "taizhang-data")).resolve()


def make_key(path: Path, key: bytes) -> bytes:
    """The key kept at `path`; `key` is kept there first if there is none. Two processes at once get the same one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(key)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_bytes()


def signing_key(home: Path) -> str:
    """What sessions are signed with: the environment's, else the folder's, else one that ends with the process."""
    kept = home / "keys" / "signing"
    return os.environ.get("SECRET_KEY") or (kept.read_text() if kept.exists() else secrets.token_urlsafe(64))


def prepare(home: Path) -> None:
    """Make the folder, its signing key, so that log-ins outlive a restart, and the compiled words of the screen."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_key(home / "keys" / "signing", secrets.token_urlsafe(64).encode())
    words.compile_into(home / "locale")
