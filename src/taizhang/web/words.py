"""The English of the screen, and what Django says in Chinese otherwise: the code and templates are in Chinese."""

from __future__ import annotations

import os
from pathlib import Path

SOURCES = Path(__file__).parent / "locale"


def compile_into(target: Path) -> None:
    """Compile each `django.po` to a `django.mo` below `target` where that is older.

    Django reads only the compiled form, which is no source and so does not stand beside it.
    """
    for source in SOURCES.glob("*/LC_MESSAGES/django.po"):
        made = (target / source.relative_to(SOURCES)).with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            _compile(source, made)


def _compile(source: Path, made: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made.parent.mkdir(parents=True, exist_ok=True)
    part = made.with_suffix(f".{os.getpid()}")
    with source.open("rb") as read, part.open("wb") as write:
        write_mo(write, read_po(read, abort_invalid=True))
    part.replace(made)
