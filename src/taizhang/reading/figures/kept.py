"""Keeps the names of the shipped catalogue, so that `taizhang audit` starts without loading all of it.

What is kept is found by a hash of every file that the names are made from, so it is never stale. It is JSON, from
which nothing but text can be made.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from taizhang.catalogue.cache import folder_of_user
from taizhang.reading.figures.vocabulary import Name

_ROOT = Path(__file__).parents[2]
_MADE_FROM = ("catalogue", "quantities", "reading/figures")


def kept_names(make: Callable[[], list[Name]]) -> list[Name]:
    """What was kept of the names, else what `make` gives, which is kept where possible."""
    folder = folder_of_user()
    if folder is None:
        return make()
    file = folder / f"names-{_key()}.json"
    names = _read(file)
    if not names:
        names = make()
        _write(file, names)
    return names


def _key() -> str:
    found = hashlib.sha256()
    for part in _MADE_FROM:
        for file in sorted((_ROOT / part).rglob("*")):
            if file.suffix in (".py", ".yaml"):
                content = file.read_bytes()
                found.update(f"{file.relative_to(_ROOT)}|{len(content)}|".encode() + content)
    return found.hexdigest()


def _read(file: Path) -> list[Name]:
    try:
        rows = json.loads(file.read_bytes())
        return [Name(word, *(tuple(map(tuple, pairs)) for pairs in rest)) for word, *rest in rows]
    except (OSError, ValueError, TypeError):             # whatever is wrong with it, it can be made again
        return []


def _write(file: Path, names: list[Name]) -> None:
    """Keep the names, all or nothing, and drop older ones; a folder that cannot be written is no error."""
    rows = [(name.word, name.domains, name.indicators, name.codes) for name in names]
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as made:
            json.dump(rows, made, ensure_ascii=False)
        for old in file.parent.glob("names-*.json"):
            old.unlink(missing_ok=True)
        os.replace(made.name, file)
    except OSError:
        return
