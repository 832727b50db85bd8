"""The work of `taizhang audit`: reports in, what a careful reader would question out, an exit status."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from taizhang.checking.across import compare
from taizhang.checking.audit import audit
from taizhang.findings import Finding, Severity
from taizhang.reading import Reading
from taizhang.reading.commands import Run
from taizhang.reading.output import headline

GOOD, CONTRADICTED, UNREADABLE = 0, 1, Run.UNREADABLE
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "！", Severity.NOTE: "·"}


def audit_files(arguments: Sequence[str], *, earlier: Sequence[Path], jobs: int | None) -> int:
    """Print what is wrong or doubtful in each report, also against `earlier` ones of the same bureau.

    Returns 2 when a file could not be read, 1 when any figure is contradicted, else 0.
    """
    known = Run([str(path) for path in earlier], jobs=1) if earlier else None
    before = list(known.each(_itself)) if known else []
    if known and known.status == UNREADABLE:
        return UNREADABLE
    run, contradicted = Run(arguments, jobs), False
    for text, wrong in run.each(partial(_audited, earlier=before)):
        print(text)
        contradicted = contradicted or wrong
    return run.status or (CONTRADICTED if contradicted else GOOD)


def _itself(reading: Reading) -> Reading:
    return reading


def _audited(reading: Reading, *, earlier: Sequence[Reading]) -> tuple[str, bool]:
    """The findings of one report in words, and whether any of them is a contradiction."""
    findings = audit(reading) + [finding for one in earlier for finding in compare(reading, one)]
    wrong = any(finding.code.startswith("claim-contradicted") for finding in findings)
    return "\n".join([headline(reading), *map(_words, findings)]), wrong


def _words(finding: Finding) -> str:
    return f"  {_SIGNS[finding.severity]} {finding.place}\n    {finding.message('zh')}\n    {finding.message('en')}"
