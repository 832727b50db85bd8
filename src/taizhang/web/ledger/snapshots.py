"""The ledger as it stands now, written to the data folder for analysis between releases; sealed by nobody."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taizhang.analysis import release as on_disk
from taizhang.catalogue.model import Catalogue
from taizhang.periods import Period
from taizhang.web.ledger import chain
from taizhang.web.ledger.models import Observation
from taizhang.web.ledger.releases import tables_around, write_to

_UNUSED = timedelta(minutes=30)  # longer than any page or task reads a snapshot that it was given


def snapshot(period: Period, *, catalogue: Catalogue) -> on_disk.Release:
    """The approved observations as they stand now: for figures that are followed between releases.

    Written anew once anything in it has changed. Others are removed when nobody has asked for them for a while: an
    analysis reads its tables when it needs them.
    """
    around = tables_around(period)
    told = _digest(around)[:8]  # before the ledger is held: those who write wait only for what is written of it
    with transaction.atomic():
        name = f"{period.code}-{chain.hold(Observation).length}-{catalogue.digest[:8]}-{told}"
        folder = Path(settings.TAIZHANG_HOME) / "snapshots" / name
        _remove_unused(folder.parent.glob(f"{period.code}-*"), but=folder)
        if folder.exists():
            os.utime(folder)
            return on_disk.Release.open(folder)
        return write_to(folder, period, catalogue, name=name, made_at=timezone.now(), made_by="", around=around)


def _digest(tables: Mapping[str, pa.Table]) -> str:
    told = json.dumps({name: table.to_pydict() for name, table in tables.items()})
    return hashlib.sha256(told.encode()).hexdigest()


def _remove_unused(folders: Iterable[Path], *, but: Path) -> None:
    before = time.time() - _UNUSED.total_seconds()
    for old in folders:
        if old != but and old.stat().st_mtime < before:
            shutil.rmtree(old)
