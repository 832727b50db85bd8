"""Keeps a catalogue that was read and checked, so that the next start takes no time.

What is kept is found by a hash of every file, of this package's own code and of Python's version, so it is never
stale. It is read only from a folder that belongs to the user and that nobody else may write, and nothing but the
model's own classes is made from it: a pickle that names anything else is refused.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from taizhang.catalogue.model import Catalogue

_OWN = ("taizhang.catalogue.model.", "taizhang.catalogue.formulas.syntax")     # every class of these modules
_ALLOWED = {("decimal", "Decimal"), ("datetime", "date")}
_KEPT = 4                                                # of the newest, besides which older ones are dropped


def remembered(
    paths: Sequence[Path], contents: Sequence[dict[Path, bytes]], make: Callable[[], Catalogue]
) -> Catalogue:
    """What was kept of these files, else what `make` gives, which is kept where possible."""
    folder = folder_of_user()
    if folder is None:
        return make()
    file = folder / f"catalogue-{_key(paths, contents)}.pickle"
    kept = _read(file)
    if kept is None:
        kept = make()
        _write(file, kept)
    return kept


def folder_of_user() -> Path | None:
    """Our own folder in the user's cache, or None where there is none that only the user can write."""
    home = os.environ.get("XDG_CACHE_HOME") or (Path.home() / ".cache")
    folder = Path(home) / "taizhang"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except (OSError, RuntimeError):
        return None
    own = not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o022)
    return folder if own else None


def _key(paths: Sequence[Path], contents: Sequence[dict[Path, bytes]]) -> str:
    found = hashlib.sha256(f"{sys.version}|{_code()}".encode())
    for folder, files in zip(paths, contents, strict=True):
        for path, content in files.items():
            found.update(f"{path.relative_to(folder)}|{len(content)}|".encode() + content)
        found.update(b"|next folder|")
    return found.hexdigest()


@cache
def _code() -> str:
    """A hash of the code that makes a catalogue."""
    root = Path(__file__).parents[1]
    files = sorted([*(root / "catalogue").rglob("*.py"), *(root / "quantities").rglob("*.*")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.suffix in (".py", ".yaml"))).hexdigest()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALLOWED or (module.startswith(_OWN) and name.isidentifier()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a catalogue")


def _read(file: Path) -> Catalogue | None:
    try:
        kept = _Unpickler(io.BytesIO(file.read_bytes())).load()
    except Exception:                                    # whatever is wrong with it, it can be made again
        return None
    return kept if isinstance(kept, Catalogue) else None


def _write(file: Path, catalogue: Catalogue) -> None:
    """Keep the catalogue, all or nothing; a folder that cannot be written is no error."""
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as made:
            made.write(pickle.dumps(catalogue, protocol=5))
        os.replace(made.name, file)
        kept = sorted(file.parent.glob("catalogue-*.pickle"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in kept[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
