"""How fast one sees what a correction would change, beside working the whole half-year out again.

    taizhang demo --dir FOLDER --no-serve
    python benchmarks/correction.py FOLDER/data

Seconds of the clock, the best of three. The preview names every total above the corrected unit and every sentence of
every report from what to what; its peer is the computation that it spares, of the same release in the same run.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from taizhang.web.server import setup

if TYPE_CHECKING:
    from taizhang.web.ledger.models import Observation

LIMIT = 2.0        # seconds that a person waits for the preview
PREVIEWS = 6       # values that are corrected, each of another indicator


def best(work: Callable[[], object]) -> float:
    """Seconds of the best of three runs."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    """Print the seconds of previews and of the whole, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, help="a data folder with a release and a report")
    setup(parser.parse_args().home)

    from taizhang.analysis.analysis import Analysis
    from taizhang.web.catalogue import catalogue
    from taizhang.web.ledger.models import Observation
    from taizhang.web.reports.drafting import analysis_of, document_of
    from taizhang.web.reports.models import Report

    report = Report.objects.filter(kind="summary").select_related("release").first()
    sealed = analysis_of(report.release).release
    whole = best(lambda: Analysis(sealed, catalogue()))
    print(f"the whole computed again                 {whole:6.2f} s")
    printed = dict.fromkeys(one.result.code for one in document_of(report).figures() if one.result.code)
    reported = Observation.objects.in_force().filter(period=report.period, value__isnull=False)
    corrected = (reported.filter(indicator=code).first() for code in printed)
    spent = [preview(one, whole) for one in islice(filter(None, corrected), PREVIEWS)]
    print(f"slowest {max(spent):.2f} s, limit {LIMIT:.0f} s: {'holds' if max(spent) <= LIMIT else 'DOES NOT HOLD'}")


def preview(one: Observation, whole: float) -> float:
    """Print and return the seconds of one preview."""
    from taizhang.web.reports.touching import touched_by
    from taizhang.web.reports.what_if import WhatIf

    spent = best(lambda: touched_by(WhatIf(one, one.value + 7)))
    found = touched_by(WhatIf(one, one.value + 7))
    print(f"{one.indicator:40} {spent:6.2f} s  {spent / whole:5.0%} of the whole  "
          f"{len(found.totals)} totals, {len(found.sentences)} sentences")
    return spent


if __name__ == "__main__":
    main()
