"""How long a whole half-year takes from a sealed release to a finished report, stage by stage.

    python benchmarks/writing.py RELEASE [--runs 3]

RELEASE is a folder with a manifest.json; `taizhang demo --dir DEMO` leaves one in DEMO/data/releases. Times are
seconds by the clock: of the first run, in which everything is loaded, and of the best of the others. Peers of the
same run: DuckDB only adding up the same observations, and python-docx writing the same words without any layout.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import docx
import duckdb
import pypdfium2

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.release import Release
from taizhang.catalogue import load
from taizhang.writing.document import Document
from taizhang.writing.report import write_report
from taizhang.writing.to_docx import to_docx
from taizhang.writing.to_html import to_html
from taizhang.writing.to_pdf import to_pdf

LIMITS = {"recompute and report": 5.0, "docx": 1.0}       # seconds on two cores, for a report of twenty pages
T = TypeVar("T")


class Clock:
    """Seconds of each stage, a list of runs each."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}

    def time(self, stage: str, work: Callable[[], T]) -> T:
        begun = time.perf_counter()
        done = work()
        self.spent.setdefault(stage, []).append(time.perf_counter() - begun)
        return done


def run(release: Release, clock: Clock) -> Document:
    """Everything once, from the release on disk."""
    catalogue = load()
    analysis = clock.time("recompute", lambda: Analysis(release, catalogue))
    document = clock.time("report", lambda: write_report(analysis, with_proof=True))
    clock.time("docx", lambda: to_docx(document))
    clock.time("pdf", lambda: to_pdf(document))
    clock.time("html", lambda: to_html(document, catalogue))
    clock.time("brief", lambda: write_report(analysis, kind="brief"))
    clock.time("peer: sums by DuckDB", lambda: sums(release))
    clock.time("peer: words by python-docx", lambda: words(document))
    return document


def sums(release: Release) -> None:
    """One total for each indicator, unit and period: what has to be done at the least."""
    file = str(release.path("observations"))
    duckdb.sql(f"select indicator, unit, period, sum(value) from '{file}' group by all").fetchall()


def words(document: Document) -> None:
    """The text in paragraphs and the tables cell by cell."""
    made = docx.Document()
    for paragraph in document.paragraphs():
        made.add_paragraph(paragraph.text)
    for table in document.attachments:
        rows = made.add_table(rows=0, cols=len(table.header))
        for row in table.rows:
            for cell, one in zip(rows.add_row().cells, row, strict=True):
                cell.text = one.text
    made.save(BytesIO())


def report(clock: Clock, document: Document) -> None:
    """The table, and whether the limits hold."""
    pages = len(pypdfium2.PdfDocument(to_pdf(document)))
    print(f"{document.title}: {pages} pages, {len(document.all_figures())} figures, "
          f"{sum(1 for _chart in document.charts())} charts")
    print(f"{'':28}{'first':>8}{'best':>8}")
    for stage, spent in clock.spent.items():
        print(f"{stage:28}{spent[0]:8.2f}{min(spent[1:] or spent):8.2f}")
    whole = [sum(clock.spent[stage][at] for stage in ("recompute", "report", "docx"))
             for at in range(len(clock.spent["docx"]))]
    for name, spent in (("recompute and report", whole), ("docx", clock.spent["docx"])):
        best = min(spent[1:] or spent)
        print(f"{name}: {best:.2f} s, limit {LIMITS[name]:.0f} s, {'holds' if best <= LIMITS[name] else 'MISSED'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    clock, release = Clock(), Release.open(options.release)
    for _at in range(options.runs):
        document = run(release, clock)
    report(clock, document)


if __name__ == "__main__":
    main()
