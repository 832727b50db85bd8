"""Which papers somebody may see, and what waits in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from pydantic import TypeAdapter

from taizhang.periods import Period
from taizhang.reading.model import Commitment as ReadCommitment
from taizhang.reading.model import Figure as ReadFigure
from taizhang.reading.model import Reading
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach
from taizhang.web.papers.entries import sentence_of
from taizhang.web.papers.models import Figure, Paper, PaperFinding

CONTRADICTION = "claim-contradict"  # how the codes of findings begin that speak of numbers that do not agree
_SEARCHED = ("title", "name", "bureau", "unit__name", "uploaded_by__name")
_READING = TypeAdapter(Reading)


def papers(by: Person) -> QuerySet[Paper]:
    """The reports of others that `by` may see, newest first."""
    return Paper.objects.filter(reach(by, "report.audit")).select_related("unit", "uploaded_by").defer("reading")


def in_use(by: Person) -> QuerySet[Paper]:
    """Those of them that were not withdrawn."""
    return papers(by).filter(withdrawn_at=None)


def found(by: Person, asked: str, *, withdrawn: bool = False) -> QuerySet[Paper]:
    """Those in use, or those withdrawn, in which each of the words is found: in title, file name, bureau, unit or who
    sent it; or which report on the period of that name.
    """
    rows = papers(by).filter(withdrawn_at__isnull=False) if withdrawn else in_use(by)
    for word in asked.split():
        alike = (Q(**{f"{name}__icontains": word}) for name in _SEARCHED)
        rows = rows.filter(reduce(or_, alike, Q(period=_period(word)) if _period(word) else Q()))
    return rows


def _period(word: str) -> str:
    try:
        return Period.parse(word).code
    except ValueError:
        return ""


def same(data: bytes, by: Person) -> QuerySet[Paper]:
    """The papers with this very file that `by` may see."""
    return papers(by).filter(sha256=hashlib.sha256(data).hexdigest())


def counted(rows: QuerySet[Paper]) -> QuerySet[Paper]:
    """Papers with how many figures they have, how many of them wait, how many findings there are, and how many
    contradictions among them nobody has judged yet.
    """
    figures, findings = (model.objects.filter(paper=OuterRef("pk")) for model in (Figure, PaperFinding))
    waiting = figures.filter(state=Figure.State.READ)
    wrong = findings.filter(state=PaperFinding.State.OPEN, code__startswith=CONTRADICTION)
    return rows.annotate(
        figures_read=_count(figures), waiting=_count(waiting), found=_count(findings), wrong=_count(wrong)
    )


def waiting(by: Person) -> QuerySet[Paper]:
    """The papers on which `by` may decide that have undecided figures or unjudged contradictions, the worst first."""
    rows = counted(in_use(by).filter(reach(by, "sentence.accept")))
    return rows.filter(Q(waiting__gt=0) | Q(wrong__gt=0)).order_by("-wrong", "-uploaded_at")


def _count(rows: QuerySet) -> Coalesce:
    """How many rows, as a subquery: joining two lists would multiply them."""
    return Coalesce(Subquery(rows.order_by().values("paper").annotate(count=Count("pk")).values("count")), 0)


def reading_of(paper: Paper) -> Reading:
    """What was read from the paper, as the reader gave it."""
    return _READING.validate_python(paper.reading)


@dataclass(frozen=True, slots=True)
class Target:
    """How much is promised: the figure as printed, and what is known of it. `value` is in base units."""

    quote: str
    value: str | None
    unit: str
    measures: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a plan promises, ready to become a task.

    `id` is unique within the paper. `due` is an ISO date, a period's code, or the words of the plan; None where it says
    nothing. `start` and `end` are the place in the text of the paper, `line` its line there, `sentence` what it says.
    """

    id: str
    what: str
    owner: str | None
    due: str | None
    targets: tuple[Target, ...]
    section: str
    start: int
    end: int
    line: int
    sentence: str


def reviewed(paper: Paper) -> Reading:
    """What was read from the paper, without the figures that somebody rejected: what tasks are made from."""
    read = reading_of(paper)
    rejected = set(paper.figures.filter(state=Figure.State.REJECTED).values_list("ref", flat=True))
    kept = [one._replace(figures=[ref for ref in one.figures if ref not in rejected]) for one in read.commitments]
    return replace(read, figures=[one for one in read.figures if one.id not in rejected], commitments=kept)


def commitments(paper: Paper) -> list[Commitment]:
    """What the plan part of a paper promises, in the order of the text."""
    read = reviewed(paper)
    figures = {figure.id: figure for figure in read.figures}
    return [_commitment(paper, one, [figures[ref] for ref in one.figures]) for one in read.commitments]


def _commitment(paper: Paper, one: ReadCommitment, figures: Iterable[ReadFigure]) -> Commitment:
    return Commitment(
        one.id, one.text, one.owner, one.deadline, tuple(map(_target, figures)), _section(paper, one.start), one.start,
        one.end, paper.reading["text"].count("\n", 0, one.start) + 1, sentence_of(paper, one.start, one.end),
    )  # fmt: skip


def _target(figure: ReadFigure) -> Target:
    value = None if figure.value is None else f"{figure.value:f}"
    return Target(figure.quote, value, figure.unit, figure.indicator, figure.code or "")


def _section(paper: Paper, start: int) -> str:
    """The innermost heading under which a place stands."""
    sections = [one for document in paper.reading["documents"] for one in document["sections"]]
    inside = [one for one in sections if one["start"] <= start < one["end"]]
    return max(inside, key=lambda one: (one["level"], one["start"]))["title"] if inside else ""
