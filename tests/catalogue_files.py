"""A catalogue that a test has as a table of its files: laid out in a folder, or read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from taizhang.catalogue import Catalogue, read


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder, with the text of each file at its path there."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def read_files(factory: pytest.TempPathFactory, files: Mapping[str, str]) -> Catalogue:
    """The catalogue of the files; nothing is left in the user's cache."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(factory.mktemp("cache")))
        return read(write_files(factory.mktemp("catalogue"), files))
