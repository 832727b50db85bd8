"""What the checks of a paper found, kept with it; of what they found before, what people judged stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Max

from taizhang.findings import Finding
from taizhang.web.ledger.inserting import insert
from taizhang.web.papers.changes import ReadingChange, What, of_findings
from taizhang.web.papers.models import Paper, PaperFinding
from taizhang.web.papers.moved import Moved

Identity = tuple[str, int, int, str]
_PLACE = re.compile(r":(\d+)-(\d+)$")
_ELSEWHERE = frozenset({"claim-promise-forgotten"})  # its place lies in the earlier paper
_TOLD = (
    "claim", "sentence", "stated", "computed", "unit", "what", "quote", "promise", "message", "message_en", "cause",
    "cause_en",
)  # fmt: skip


def keep_findings(
    paper: Paper, findings: Iterable[Finding], moved: Moved, *, earlier: Paper | None = None
) -> list[ReadingChange]:
    """Keep what a check says of the paper, as it is said now, and tell what changed since it was checked before.

    `moved` leads places of the text as it was then to the text as it is now. What the check says no more is dropped,
    unless somebody judged it.
    """
    now = {_identity(one): one for one in (_kept(paper, finding, earlier) for finding in findings)}
    dropped, judged = [], []
    for old in paper.findings.select_for_update(of=("self",)).filter(earlier=earlier):
        was = _told(old)
        heir = _bring_up(old, now, moved)
        if not heir and old.state == PaperFinding.State.OPEN:
            dropped.append(old)
            continue
        judged += [] if heir or not old.found else [old]
        old.found = heir is not None
        if _told(old) != was:
            old.save()
    PaperFinding.objects.filter(pk__in=[one.pk for one in dropped]).delete()
    _store(paper, list(now.values()))
    return [
        *of_findings(What.NEW, now.values()), *of_findings(What.GONE, dropped), *of_findings(What.DECIDED_GONE, judged)
    ]  # fmt: skip


def _told(finding: PaperFinding) -> tuple[object, ...]:
    return finding.start, finding.end, finding.told, finding.severity, finding.en, finding.found


def _bring_up(old: PaperFinding, now: dict[Identity, PaperFinding], moved: Moved) -> PaperFinding | None:
    """Lead a finding to its place in the present text; gives the one that says the same now, taken out of `now`."""
    if old.located:
        old.start, old.end = moved(old.start, old.end) or (0, 0)
    if heir := now.pop(_identity(old), None):
        old.told, old.severity, old.en = heir.told, heir.severity, heir.en
    return heir


def _identity(finding: PaperFinding) -> Identity:
    return finding.code, finding.start, finding.end, finding.zh


def _store(paper: Paper, new: Sequence[PaperFinding]) -> None:
    """Store new findings, numbered after those that there are: a number is never given twice."""
    last = paper.findings.aggregate(last=Max("number"))["last"] or 0
    for number, one in enumerate(new, last + 1):
        one.number = number
    insert(new)
    keys = dict(paper.findings.filter(number__gt=last).values_list("number", "pk"))
    for one in new:
        one.pk = keys[one.number]


def _kept(paper: Paper, finding: Finding, earlier: Paper | None) -> PaperFinding:
    here = finding.code not in _ELSEWHERE and _PLACE.search(finding.place)
    start, end = map(int, here.groups()) if here else (0, 0)
    told = {name: _plain(finding.blanks[name]) for name in _TOLD if finding.blanks.get(name) is not None}
    return PaperFinding(
        paper=paper, earlier=earlier, code=finding.code, severity=finding.severity.value,
        start=start, end=end, zh=finding.message("zh"), en=finding.message("en"), told=told,
    )  # fmt: skip


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


