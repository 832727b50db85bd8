"""A paper held against the bureau's other papers on the shelf, whichever came in first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from taizhang.checking.across import compare
from taizhang.periods import Period
from taizhang.web.papers.judging import keep_findings
from taizhang.web.papers.memo import reading_of
from taizhang.web.papers.models import Paper

BACK = timedelta(days=366)  # how long before a paper's period the other's may have ended: last year's still counts


def hold_against_shelf(paper: Paper) -> None:
    """Compare the paper with those up to a year before it, and those up to a year after it with the paper."""
    for later, earlier in _pairs(paper):
        findings = compare(reading_of(later), reading_of(earlier))
        keep_findings(later, findings, earlier=earlier)


def _pairs(paper: Paper) -> Iterator[tuple[Paper, Paper]]:
    if not paper.period:
        return
    shelf = Paper.objects.filter(unit=paper.unit).exclude(period="").exclude(pk=paper.pk)
    for other in (one for one in shelf if _same_bureau(one, paper)):
        yield from (pair for pair in ((paper, other), (other, paper)) if _follows(*pair))


def _follows(later: Paper, earlier: Paper) -> bool:
    """Whether the one reports on a time after the other's, and not on one long after."""
    now, then = Period.parse(later.period), Period.parse(earlier.period)
    return now.start - BACK <= then.end < now.end


def _same_bureau(one: Paper, other: Paper) -> bool:
    """Whether two papers of a unit may be by the same bureau: 教育局 may be any, 青汀市教育局 is not 临浦区教育局."""
    return one.bureau.endswith(other.bureau) or other.bureau.endswith(one.bureau)
