"""A paper held against the bureau's other papers on the shelf, whichever came in first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q

from taizhang.checking.across import compare, same_bureau
from taizhang.periods import Period
from taizhang.web.papers.changes import ReadingChange
from taizhang.web.papers.found import keep_findings
from taizhang.web.papers.models import Paper, PaperFinding
from taizhang.web.papers.moved import Moved
from taizhang.web.papers.queries import reading_of
from taizhang.web.papers.versions import compared, versions_of

BACK = timedelta(days=366)  # how long before a paper's period the other's may have ended: last year's still counts
_STILL = Moved("", "")


def hold_against_shelf(paper: Paper, moved: Moved) -> list[ReadingChange]:
    """Compare the paper with those up to a year before it, and those up to a year after it with the paper.

    `moved` leads places of its earlier text to the present one. Tells what changed in it and in the others.
    """
    current = list(_pairs(paper))
    ended = [pair for pair in _held(paper) if pair not in current]
    return [change for pair in (*current, *ended) for change in _hold(*pair, paper, moved, holds=pair in current)]


def hold_anew(*papers: Paper) -> None:
    """Compare papers that came, went or changed, and the versions of the same reports, of which one alone is compared.
    """
    for one in dict.fromkeys(other for paper in papers for other in (paper, *versions_of(paper))):
        hold_against_shelf(one, _STILL)


def _hold(later: Paper, earlier: Paper, paper: Paper, moved: Moved, *, holds: bool) -> list[ReadingChange]:
    findings = compare(reading_of(later), reading_of(earlier)) if holds else []
    return keep_findings(later, findings, moved if later == paper else _STILL, earlier=earlier)


def _held(paper: Paper) -> Iterator[tuple[Paper, Paper]]:
    """The pairs in which the paper was held against another, or another against it."""
    either = PaperFinding.objects.exclude(earlier=None).filter(Q(paper=paper) | Q(earlier=paper))
    for later, earlier in either.order_by().values_list("paper", "earlier").distinct():
        yield Paper.objects.get(pk=later), Paper.objects.get(pk=earlier)


def _pairs(paper: Paper) -> Iterator[tuple[Paper, Paper]]:
    if not paper.period:
        return
    shelf = list(compared().filter(unit=paper.unit).exclude(period=""))
    if paper not in shelf:
        return
    for other in (one for one in shelf if one != paper and same_bureau(one.bureau, paper.bureau)):
        yield from (pair for pair in ((paper, other), (other, paper)) if _follows(*pair))


def _follows(later: Paper, earlier: Paper) -> bool:
    """Whether the one reports on a time after the other's, and not on one long after."""
    now, then = Period.parse(later.period), Period.parse(earlier.period)
    return now.start - BACK <= then.end < now.end
