"""When this installation was last backed up, noted in its data folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils import timezone


def _mark(home: Path) -> Path:
    return home / "last-backup"


def note_backup(home: Path) -> None:
    _mark(home).write_text(timezone.now().isoformat())


def last_backup(home: Path) -> datetime | None:
    """When the last backup was made; None where none was, or the note cannot be read."""
    try:
        return datetime.fromisoformat(_mark(home).read_text())
    except (OSError, ValueError):
        return None
