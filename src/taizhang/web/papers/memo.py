"""The audit of a paper as a memo to its author: what people dismissed is left out, what they confirmed says so."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from taizhang.findings import without
from taizhang.web.papers.against_ledger import beside
from taizhang.web.papers.entries import printed_beside, sentence_of
from taizhang.web.papers.models import Paper, PaperFinding
from taizhang.web.papers.queries import reading_of
from taizhang.writing.memo import About, Memo, Point, held, unchecked


def memo_on(paper: Paper, *, signature: str) -> Memo:
    """The memo on a paper as the findings stand today, signed by a unit."""
    read = reading_of(paper)
    return Memo(
        title=paper.title or paper.name, bureau=paper.bureau or paper.unit.name, signature=signature,
        day=timezone.localdate(), figures=len(read.figures), points=[*_found(paper), *_unlike_ledger(paper)],
        held=held(read), unchecked=unchecked(read.claims),
    )  # fmt: skip


def _found(paper: Paper) -> Iterator[Point]:
    for finding in paper.findings.exclude(state=PaperFinding.State.DISMISSED).select_related("decided_by"):
        told = finding.told
        by = finding.decided_by.name if finding.decided_by and finding.state == PaperFinding.State.ACCEPTED else ""
        sentence = told.get("sentence") or sentence_of(paper, finding.start, finding.end)
        says = told.get("message") or without(sentence, finding.zh)
        yield Point(_about(finding), sentence, says, told.get("cause", ""), by)


def _about(finding: PaperFinding) -> About:
    if finding.earlier_id:
        return About.EARLIER
    return About.WRONG if finding.code.startswith("claim-contradicted") else About.DOUBTFUL


def _unlike_ledger(paper: Paper) -> Iterator[Point]:
    figures = {figure.number: figure for figure in paper.figures.exclude(state="rejected")}
    for number, one in beside(paper, figures.values()).items():
        if not one.agrees:
            figure, known = figures[number], one.known
            stands = f"{printed_beside(figure, known.value)}{known.unit}"
            says = f"文中为{figure.quote}，台账中为{stands}（{known.where}）"
            yield Point(About.LEDGER, sentence_of(paper, figure.start, figure.end), says)
