"""Promises made into proposed tasks, for a person to confirm: owner, due date and target, and what of it is unsure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from taizhang.catalogue.model import Catalogue, Title
from taizhang.reading.model import Commitment, Document, Figure, Reading
from taizhang.supervision.guessing import (
    Guess,
    PromiseKnown,
    aim_of,
    bound_of,
    domains_of,
    due_of,
    matched,
    of_indicator,
    owners_of,
)
from taizhang.supervision.model import TaskFacts, title_from


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task as a promise gives it. `score` says how sure it is, from 0 to 1; `unsure` what a person should look at.

    `origin` is the commitment's id, and `start` and `end` its place in the text as received, where it was read.
    """

    task: TaskFacts
    score: float
    unsure: tuple[Title, ...]
    origin: str = ""
    start: int = 0
    end: int = 0


class Promise(Protocol):
    """What a written report plans, as `writing.document.PlannedTask` has it."""

    @property
    def domain(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def target(self) -> Mapping[str, Decimal]: ...
    @property
    def due(self) -> date: ...


def propose(
    reading: Reading, *, day: date, catalogue: Catalogue, owners: Sequence[str] = (), unit: str = ""
) -> list[Proposal]:
    """A proposal for each promise of a reading, in the order of the text.

    `day` is the day of the hand-over, `owners` are the sections and units that there are, and `unit` is the code of
    the one whose figures the targets bind.
    """
    known = PromiseKnown(catalogue, owners, unit)
    figures = {figure.id: figure for figure in reading.figures}
    return [_read(one, [figures[name] for name in one.figures], _document_of(reading, one), day, known)
            for one in reading.commitments]


def propose_planned(  # noqa: PLR0913 - what a plan knows of itself
    promises: Iterable[Promise], *, document: str, day: date, catalogue: Catalogue, owners: Sequence[str] = (),
    unit: str = "",
) -> list[Proposal]:
    """A proposal for each target of each promise of a report that Taizhang wrote, or for the promise if it has none.

    `document` names the report; the rest is as in `propose`.
    """
    known = PromiseKnown(catalogue, owners, unit)
    return [_planned(one, target, document, day, known)
            for one in promises for target in (one.target.items() or [None])]


def _read(
    one: Commitment, figures: list[Figure], document: Document | None, day: date, known: PromiseKnown
) -> Proposal:
    owners, due = owners_of(one, figures, document, known), due_of(one, document)
    target, domains = bound_of(figures, known), domains_of(one, figures, document)
    task = TaskFacts(
        title=title_from(one.text), what=one.text, sentence=one.text, document=document.title if document else "",
        domain=domains.pop() if len(domains) == 1 else "",
        owner="".join(owners.value[:1]), co_owners=owners.value[1:], assigned_on=day, due=due.value,
        target=target.value)
    guesses: tuple[Guess[Any], ...] = (owners, due, target)
    return Proposal(task, round(owners.sure * due.sure * target.sure, 2),
                    tuple(guess.unsure for guess in guesses if guess.unsure), one.id, one.start, one.end)


def _document_of(reading: Reading, commitment: Commitment) -> Document | None:
    return next((one for one in reading.documents if one.start <= commitment.start < one.end), None)


def _planned(
    one: Promise, target: tuple[str, Decimal] | None, document: str, day: date, known: PromiseKnown
) -> Proposal:
    owner = matched([one.owner] if one.owner else [], known)
    bound = of_indicator(*target, known) if target else None
    title = aim_of(*target, known.catalogue) if target else title_from(one.text)
    task = TaskFacts(title=title, what=one.text, sentence=one.text, document=document, domain=one.domain,
                     owner="".join(owner.value[:1]), assigned_on=day, due=one.due, target=bound)
    return Proposal(task, owner.sure, (owner.unsure,) if owner.unsure else ())
