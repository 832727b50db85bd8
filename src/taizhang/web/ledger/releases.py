"""Sealing a period: what is approved is written to the data folder, read back, and never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from taizhang.analysis import release as on_disk
from taizhang.analysis.sealing import write_release
from taizhang.analysis.timing import speaking
from taizhang.catalogue.model import Catalogue
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.collection.models import Submission
from taizhang.web.ledger import audit, chain
from taizhang.web.ledger.fields import Instant, as_text
from taizhang.web.ledger.models import Observation, ObservationQuerySet, Release, Source
from taizhang.web.ledger.queries import root, tree_at
from taizhang.web.refusals import Refused
from taizhang.web.registers import events

_BATCH = 20_000
_OBSERVATION = (
    as_text("id"), "indicator", "unit__code", "period", as_text("value"), as_text("source_id"), as_text("dims"),
)  # fmt: skip


def folder_of(release: Release) -> Path:
    """Where a release's files stand; what `analysis` is given."""
    return Path(settings.TAIZHANG_HOME) / "releases" / release.name


def seal_release(period: Period, *, catalogue: Catalogue, by: Person) -> Release:
    """Write the release of a period and read it back; nobody can add to the ledger meanwhile.

    A period that was sealed before gets a further release, `2026H1-2`. It is of the whole tree, and so is the right to
    seal it: raises NotAllowed for whoever has that only for a part. Raises Refused where the ledger does not
    verify, since nothing that was tampered with may be sealed.
    """
    check_may(by, "release.seal", unit=root())
    with transaction.atomic():
        head = chain.hold(Observation)
        if problems := list(chain.verify(Observation)):
            raise Refused(*problems)
        before = Release.objects.filter(period=period.code).count()
        release = Release(name=f"{period.code}-{before + 1}" if before else period.code, period=period.code, made_by=by)
        sealed = _write(release, period, catalogue)
        release.digest = sealed.digest
        release.save()
        ledger = {"length": head.length, "hash": head.hash}
        audit.record("release.seal", release, by=by, name=release.name, digest=release.digest, ledger=ledger)
    return release


def _write(release: Release, period: Period, catalogue: Catalogue) -> on_disk.Release:
    folder = folder_of(release)
    if folder.exists():  # left by a sealing that was broken off before it was noted: no release has this name
        folder.rename(folder.with_name(f".{folder.name}.{release.made_at:%Y%m%d%H%M%S%f}"))
    by, at = release.made_by.username, release.made_at
    return write_to(folder, period, catalogue, name=release.name, made_at=at, made_by=by)


def write_to(  # noqa: PLR0913 - what a manifest says
    folder: Path, period: Period, catalogue: Catalogue, *, name: str, made_at: datetime, made_by: str,
    around: Mapping[str, pa.Table] | None = None,
) -> on_disk.Release:  # fmt: skip
    """Write what stands now as a release in a folder; `around` are its `tables_around`, where they are known already.

    Raises Refused where it cannot be read back.
    """
    try:
        return write_release(
            folder,
            observations=_observations(period, sorted(catalogue.dimensions)),
            sources=_sources(period),
            **(around or tables_around(period)),
            name=name,
            period=period.code,
            made_at=made_at.isoformat(),
            made_by=made_by,
            catalogue=catalogue.digest,
        )
    except on_disk.ReleaseError as error:
        raise Refused(error.finding) from error


def tables_around(period: Period) -> dict[str, pa.Table]:
    """What a release holds beside the ledger, by the name of its table."""
    held = pa.Table.from_pylist(events.held_in(period), on_disk.EVENTS)
    return {"units": _units(period), "asked": _asked(period), "events": held}


def stands_around(release: Release) -> bool:
    """Whether the tree, who was asked and the work record are still as the release holds them."""
    now = tables_around(Period.parse(release.period))
    return all(table.equals(_sealed(release, name, table.column_names)) for name, table in now.items())


def _sealed(release: Release, name: str, columns: list[str]) -> pa.Table:
    """Those columns of a table of a release; empty where it was sealed without them."""
    file = folder_of(release) / f"{name}.parquet"
    if not file.exists() or not {*columns} <= {*pq.read_schema(file).names}:
        return pa.table({column: pa.array([], pa.string()) for column in columns})
    return pq.read_table(file, columns=columns)


def check(release: Release) -> Iterator[Finding]:
    """Read a release back from disk; yields a finding where it is not what was sealed."""
    try:
        found = on_disk.Release.open(folder_of(release))
    except on_disk.ReleaseError as error:
        yield error.finding
        return
    if found.digest != release.digest:
        blanks = {"file": on_disk.MANIFEST, "found": found.digest, "expected": release.digest}
        yield Finding("release-changed", str(found.folder), blanks)


def _observations(period: Period, dimensions: list[str]) -> pa.Table:
    """Raises Refused where an observation is split by a dimension that the catalogue has not: nothing is dropped."""
    table = _table(_of(period).values_list(*_OBSERVATION), (*on_disk.OBSERVATIONS.names, "dims"))
    told = table["dims"].combine_chunks().dictionary_encode()
    splits = [json.loads(split) for split in told.dictionary.to_pylist()]  # many rows, few splits
    for at, split in enumerate(splits):
        if unknown := split.keys() - set(dimensions):
            place = str(Observation.objects.get(pk=table["id"][told.indices.index(at).as_py()].as_py()))
            raise Refused.because("release-unknown-dimension", place, dimensions=", ".join(sorted(unknown)))
    for name in dimensions:
        codes = pa.array([split.get(name) for split in splits], pa.string())
        table = table.append_column(name, codes.take(told.indices))
    return table.drop_columns("dims")


def _table(rows: QuerySet, names: Sequence[str]) -> pa.Table:
    """Rows that are all text as columns, some thousands at a time, so that a ledger of any length fits in memory."""
    schema = pa.schema([(name, pa.string()) for name in names])
    left, batches = rows.iterator(chunk_size=_BATCH), []
    while batch := list(islice(left, _BATCH)):
        columns = zip(*batch, strict=True)
        batches.append(pa.record_batch([pa.array(column, pa.string()) for column in columns], schema))
    return pa.Table.from_batches(batches, schema)


def _units(period: Period) -> pa.Table:
    names = [name for name in on_disk.UNITS.names if name != "path"]
    units = tree_at(period.end).values()
    rows = [{name: getattr(unit, name) or None for name in names} | {"stages": ",".join(unit.stages)} for unit in units]
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in names]))


def _sources(period: Period) -> pa.Table:
    rows = Source.objects.filter(pk__in=_of(period).order_by().values("source")).order_by("pk")
    written = {"id": as_text("id"), "reported_at": Instant("reported_at"), "approved_at": Instant("approved_at")}
    names = on_disk.SOURCES.names
    return _table(rows.values_list(*(written.get(name, F(name)) for name in names)), names)


def _asked(period: Period) -> pa.Table:
    """The units that rounds asked, for what, for the periods that speak for this one."""
    rows = Submission.objects.exclude(round=None).order_by("what", "period", "unit__code")
    periods = _speaking(period, rows.order_by().values_list("period", flat=True).distinct())
    asked = rows.filter(period__in=periods).values_list("what", "unit__code", "period")
    return pa.Table.from_pylist([dict(zip(on_disk.ASKED.names, row, strict=True)) for row in asked], on_disk.ASKED)


def _of(period: Period) -> ObservationQuerySet:
    """The observations of the period and those before it, and of every other period that speaks for one of them."""
    later = Observation.objects.filter(period_end__gt=period.end).order_by().values_list("period", flat=True).distinct()
    carried = Q(period_end__lte=period.end) | Q(period__in=_speaking(period, later))
    return Observation.objects.in_force().filter(carried).order_by("id")


def _speaking(period: Period, codes: Iterable[str]) -> list[str]:
    return [one.code for one in speaking(period, map(Period.parse, codes))]
