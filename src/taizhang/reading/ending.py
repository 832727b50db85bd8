"""How a command ends that a script or a shell runs: told in a line, with an exit status, and no half file behind it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from taizhang.findings import Finding, unwritten

UNREADABLE, INTERRUPTED = 2, 130      # 128 + SIGINT, as shells have it


def tell(finding: Finding) -> None:
    """A finding on stderr, in Chinese and English."""
    print(f"{finding.message('zh')}\n    {finding.message('en')}", file=sys.stderr)


def ended(work: Callable[[], int]) -> int:
    """The status of `work`; 130 where it was interrupted, 2 where what it printed could not be written (a full disk
    behind `>`), each told. A reader that closed the pipe is left to click: it ends in silence."""
    try:
        status = work()
        sys.stdout.flush()
    except KeyboardInterrupt:
        tell(Finding("file-interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        tell(unwritten(error, "标准输出 (stdout)"))
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - what is left would fail again at the end
        return UNREADABLE
    return status


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of `out` at the end and is removed where the writing fails.

    Where the writer removes it himself, `out` stays as it was. What is no ordinary file (a pipe, a device) is written
    to as it stands. Raises OSError.
    """
    if out.exists() and not out.is_file():
        yield out
        return
    whole = out.resolve()              # a link stays one
    part = whole.with_name(f".{os.getpid()}.part")
    try:
        yield part
        if part.exists():
            part.replace(whole)
    finally:
        part.unlink(missing_ok=True)
