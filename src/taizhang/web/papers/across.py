"""A paper held against the bureau's other papers on the shelf, whichever came in first."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.checking.across import compare
from taizhang.periods import Period
from taizhang.web.papers.judging import keep_findings
from taizhang.web.papers.memo import reading_of
from taizhang.web.papers.models import Paper

BACK = 3  # how many earlier papers each is held against


def hold_against_shelf(paper: Paper) -> None:
    """Compare the paper with those shortly before it, and those shortly after it with the paper."""
    for later, earlier in _pairs(paper):
        findings = compare(reading_of(later), reading_of(earlier))
        keep_findings(later, findings, earlier=earlier)


def _pairs(paper: Paper) -> Iterator[tuple[Paper, Paper]]:
    if not paper.period:
        return
    shelf = [one for one in Paper.objects.filter(unit=paper.unit).exclude(period="") if _same_bureau(one, paper)]
    shelf.sort(key=lambda one: Period.parse(one.period))
    for at, later in enumerate(shelf):
        earlier = [one for one in shelf[:at] if Period.parse(one.period) < Period.parse(later.period)]
        yield from ((later, one) for one in earlier[-BACK:] if paper in (later, one))


def _same_bureau(one: Paper, other: Paper) -> bool:
    """Whether two papers of a unit may be by the same bureau: 教育局 may be any, 青汀市教育局 is not 临浦区教育局."""
    return one.bureau.endswith(other.bureau) or other.bureau.endswith(one.bureau)
