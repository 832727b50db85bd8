"""The work of `taizhang audit --memo`: one report in, the memo to its author out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

from taizhang import reading
from taizhang.findings import Finding, unopened, unwritten
from taizhang.reading import batch
from taizhang.reading.ending import UNREADABLE, beside, tell
from taizhang.writing.document import Document
from taizhang.writing.memo import memo_of


def write_memo(files: Sequence[str], out: Path, *, earlier: Sequence[Path] = ()) -> int:
    """Write the memo on a report to `out`, a .docx or .pdf; returns 0, or 2 after printing why there is none."""
    make = _maker(out.suffix)
    reports = batch.files(files)
    if make is None or len(reports) != 1:
        return _refuse(Finding("memo-out", str(out), {"name": out.name, "files": len(reports)}))
    try:
        read = batch.read_path(reports[0])
        before = [batch.read_path(path) for path in batch.files(map(str, earlier))]
    except reading.Unreadable as error:
        return _refuse(error.finding)
    except OSError as error:
        return _refuse(unopened(error))
    today = datetime.date.today()  # noqa: DTZ011 - the day where the memo is written
    return _write(out, make(memo_of(read, earlier=before, day=today).document()))


def _write(out: Path, memo: bytes) -> int:
    try:
        with beside(out) as part:
            part.write_bytes(memo)
    except OSError as error:
        return _refuse(unwritten(error, str(out)))
    return 0


def _maker(suffix: str) -> Callable[[Document], bytes] | None:
    """What makes files of that kind; loaded only when it is asked for."""
    if suffix == ".docx":
        from taizhang.writing.to_docx import to_docx
        return to_docx
    if suffix == ".pdf":
        from taizhang.writing.to_pdf import to_pdf
        return to_pdf
    return None


def _refuse(finding: Finding) -> int:
    tell(finding)
    return UNREADABLE
