"""The work of `taizhang read`: files in, output on a terminal or in a file, an exit status out."""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from taizhang.csv_cells import harmless
from taizhang.findings import Finding, unwritten
from taizhang.reading import output
from taizhang.reading.batch import Result, files, read_all
from taizhang.reading.ending import UNREADABLE, beside, tell
from taizhang.reading.model import Reading

_WRITTEN = (".jsonl", ".parquet")
_PATIENCE = 1.0   # seconds before a progress bar shows


def read_files(arguments: Sequence[str], *, format: str, out: Path | None, jobs: int | None) -> int:
    """Print what was read, or write it to `out`; returns 2 when a file could not be read, else 0.

    `format` is table, json, jsonl (the same), csv or parquet. A file takes the form that its ending names, or
    else `format`; parquet is only ever written to a file.
    """
    run = Run(arguments, jobs)
    if out is not None or format == "parquet":
        try:
            _write(run, out, format)
        except OSError as error:         # of the file that is written: those that are read tell theirs
            run.refuse(unwritten(error, str(out)))
        return run.status
    if format in ("json", "jsonl"):
        for line in run.each(output.to_json):
            print(line)
    elif format == "csv":
        table = csv.DictWriter(sys.stdout, output.COLUMNS)
        table.writeheader()
        for rows in run.each(output.rows):
            table.writerows(map(_harmless, rows))
    else:
        for text in run.each(output.to_table):
            print(text)
    return run.status


def _harmless(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose texts no spreadsheet takes for formulas: they are of strangers."""
    return {name: harmless(cell) if isinstance(cell, str) else cell for name, cell in row.items()}


class Run:
    """The files of one command. What could not be read is said on stderr; `status` is then UNREADABLE; `any_read`
    tells whether anything was.

    A file in another language that was only found in a folder is said too, and does not count: it is no report.
    """

    GOOD, UNREADABLE = 0, UNREADABLE

    def __init__(self, arguments: Sequence[str], jobs: int | None) -> None:
        self.status = self.GOOD
        self._jobs = jobs
        self._named = set(map(Path, arguments))
        self._paths = files(arguments)
        self.any_read = False
        if not self._paths:
            self.refuse(Finding("file-none", blanks={"arguments": " ".join(arguments)}))

    def each(self, finish: Callable[[Reading], Result]) -> Iterator[Result]:
        """`finish(reading)` of every file that could be read, in order, with a progress bar where one helps."""
        for result in _shown(read_all(self._paths, finish, jobs=self._jobs), len(self._paths)):
            if isinstance(result, Finding):
                self.refuse(result)
            else:
                self.any_read = True
                yield result

    def refuse(self, finding: Finding) -> None:
        """Say why something could not be done."""
        if finding.code != "file-not-chinese" or Path(finding.place) in self._named:
            self.status = self.UNREADABLE
        tell(finding)


def _shown(results: Iterable[Result], total: int) -> Iterator[Result]:
    """Pass results on; on a terminal a bar shows how far it is once a second has passed."""
    if total < 2 or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import Progress

    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("读取 Reading", total=total, visible=False)
        for result in results:
            bar.update(task, advance=1, visible=time.monotonic() - began > _PATIENCE)
            yield result


def _write(run: Run, out: Path | None, format: str) -> None:
    """Write a record a file (.jsonl) or a row a figure (.parquet); any other form is refused.

    What `out` was stays where none of the files could be read.
    """
    form = out.suffix.removeprefix(".") if out and out.suffix in _WRITTEN else format
    if out is None or f".{form}" not in _WRITTEN:
        run.refuse(Finding("file-out", blanks={"name": str(out) if out else "(stdout)"}))
        return
    with beside(out) as part:
        if form == "jsonl":
            with part.open("w", encoding="utf-8") as file:
                for line in run.each(output.to_json):
                    file.write(line + "\n")
        else:
            with part.open("wb") as file:
                _write_parquet(run, file)
        if run.status == UNREADABLE and not run.any_read and part != out:
            part.unlink()


def _write_parquet(run: Run, out: BinaryIO) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    types: dict[str, Any] = dict.fromkeys(("start", "end"), pa.int64()) | {"score": pa.float64()} | dict.fromkeys(
        output.NUMBERS, pa.decimal128(*output.KEPT))
    schema = pa.schema([(column, types.get(column, pa.string())) for column in output.COLUMNS])
    waiting: list[dict[str, Any]] = []
    with ParquetWriter(out, schema) as writer:
        for rows in run.each(output.exact_rows):
            waiting += rows
            if len(waiting) >= 10_000:
                writer.write_table(pa.Table.from_pylist(waiting, schema))
                waiting.clear()
        if waiting:
            writer.write_table(pa.Table.from_pylist(waiting, schema))
