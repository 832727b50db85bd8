"""Many files at once: found by folder or pattern, read on all cores, written as they come, memory flat."""

from __future__ import annotations

import gc
import glob
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from taizhang.findings import Finding, unopened
from taizhang.reading import Unreadable, read
from taizhang.reading.model import Reading
from taizhang.reading.report import shipped_vocabulary

Result = TypeVar("Result")

SUFFIXES = (".txt", ".docx", ".doc", ".html", ".htm", ".pdf", ".wps", ".ofd", ".md")
_NO_REPORTS = {".DS_Store", "Thumbs.db", "desktop.ini"}    # which systems leave in folders
_AHEAD = 4   # tasks waiting for each worker: enough to keep it busy, few enough to keep memory flat


def files(arguments: Iterable[str]) -> list[Path]:
    """The files that paths, folders and patterns (`reports/**/*.docx`) name, each once, in order.

    What programs leave beside reports is passed over, such as the file by which Word locks an open one (~$总结.docx);
    hidden files are read only where they are named. A folder that cannot be opened stands among them, so that it is
    told as a file would be.
    """
    found: dict[Path, None] = {}
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            every = sorted(_below(path))
        elif path.exists() or not glob.has_magic(argument):
            every = [path]
        else:
            every = [Path(match) for match in sorted(glob.glob(argument, recursive=True)) if Path(match).is_file()]
        found |= dict.fromkeys(path for path in every if not _is_left_over(path.name))
    return list(found)


def _below(folder: Path) -> Iterator[Path]:
    closed: list[OSError] = []
    for above, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = (name for name in folders if not name.startswith("."))
        paths = (Path(above, name) for name in names if not name.startswith("."))
        yield from (path for path in paths if path.suffix.lower() in SUFFIXES and path.is_file())
    yield from (Path(error.filename) for error in closed)


def _is_left_over(name: str) -> bool:
    return name.startswith("~$") or name in _NO_REPORTS


def read_all(paths: list[Path], finish: Callable[[Reading], Result], *, jobs: int | None = None
             ) -> Iterator[Result | Finding]:
    """`finish(reading)` for each file, in order; the finding where a file could not be read.

    `finish` runs in the worker, so that only what it returns travels; it must be a function of a module. A
    single file or `jobs=1` stays in this process.
    """
    jobs = min(jobs or os.cpu_count() or 1, len(paths))
    if jobs <= 1:
        yield from (_read_one(path, finish) for path in paths)
        return
    shipped_vocabulary()      # before the workers are forked, so that they share it,
    gc.freeze()               # and it stays shared where the collector passes it by
    with ProcessPoolExecutor(jobs) as pool:
        waiting: deque[Future[Result | Finding]] = deque()
        for path in paths:
            waiting.append(pool.submit(_read_one, path, finish))
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read_one(path: Path, finish: Callable[[Reading], Result]) -> Result | Finding:
    try:
        return finish(read(path))
    except Unreadable as error:
        return error.finding
    except OSError as error:
        return unopened(error, str(path))
