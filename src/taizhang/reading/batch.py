"""Many files at once: found by folder or pattern, read on all cores, written as they come, memory flat."""

from __future__ import annotations

import gc
import glob
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, TypeVar

from taizhang.findings import Finding, unopened
from taizhang.reading import Unreadable, load, read, read_text
from taizhang.reading.model import Reading
from taizhang.reading.received import LARGEST_FILE
from taizhang.reading.report import shipped_vocabulary

Result = TypeVar("Result")

SUFFIXES = (".txt", ".docx", ".doc", ".html", ".htm", ".pdf", ".wps", ".ofd", ".md")
STANDARD_INPUT = Path("-")
_NO_REPORTS = {".DS_Store", "Thumbs.db", "desktop.ini"}    # which systems leave in folders
_AHEAD = 4   # tasks waiting for each worker: enough to keep it busy, few enough to keep memory flat


def files(arguments: Iterable[str]) -> list[Path]:
    """The files that paths, folders and patterns (`reports/**/*.docx`) name, each once, in order; `-` is
    standard input.

    What programs leave beside reports is passed over, such as the file by which Word locks an open one (~$总结.docx);
    hidden files are read only where they are named. A folder that cannot be opened stands among them, so that it is
    told as a file would be.
    """
    found: dict[str, Path] = {}
    for argument in arguments:
        path = Path(argument)
        if path == STANDARD_INPUT:
            every = [path]
        elif path.is_dir():
            every = sorted(_below(path))
        elif path.exists() or not glob.has_magic(argument):
            every = [path]
        else:
            every = [Path(match) for match in sorted(glob.glob(argument, recursive=True)) if Path(match).is_file()]
        for one in every:
            if not _is_left_over(one.name):
                found.setdefault(os.path.abspath(one), one)      # a link is a file of its own
    return list(found.values())


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
        yield from (_read_one(path, finish, _content(path)) for path in paths)
        return
    shipped_vocabulary()      # before the workers are forked, so that they share it,
    gc.freeze()               # and it stays shared where the collector passes it by
    pool = ProcessPoolExecutor(jobs, initializer=_leave_interrupts)
    try:
        waiting: deque[Future[Result | Finding]] = deque()
        for path in paths:
            waiting.append(pool.submit(_read_one, path, finish, _content(path)))
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C reaches all processes of a terminal; the first of them ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def read_path(path: Path) -> Reading:
    """The reading of a file, or of what came on standard input. Raises Unreadable and OSError."""
    return _read_from(path, _content(path))


def _content(path: Path) -> bytes | None:
    """What came on standard input where `path` is that: workers have none. Else None."""
    return _all_of(sys.stdin.buffer) if path == STANDARD_INPUT else None


@lru_cache(maxsize=1)      # a memo reads again what the audit read
def _all_of(stream: BinaryIO) -> bytes:
    return stream.read(LARGEST_FILE + 1)


def _read_from(path: Path, content: bytes | None) -> Reading:
    if content is None:
        return read(path)
    received = load(content, "标准输入")
    return read_text(received.text, received.name)


def _read_one(path: Path, finish: Callable[[Reading], Result], content: bytes | None) -> Result | Finding:
    try:
        return finish(_read_from(path, content))
    except Unreadable as error:
        return error.finding
    except OSError as error:
        return unopened(error, str(path))
