"""Every figure of a paper is accepted, corrected or rejected by a person, and can be taken back.

What is accepted enters the ledger with its sentence as source. The ledger only grows: what is taken back there is
corrected, with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from taizhang.checking.against_ledger import LedgerValue
from taizhang.periods import Period
from taizhang.quantities import format_number
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit, chain, hidden
from taizhang.web.ledger.entering import Entry, enter, note_corrected
from taizhang.web.ledger.entering import correct as correct_observation
from taizhang.web.ledger.models import Observation, Source, SourceKind
from taizhang.web.papers.decided import check_open
from taizhang.web.papers.entries import Below, FigureSaid, entry_of, printed_beside, said_by, sentence_of
from taizhang.web.papers.models import Figure
from taizhang.web.papers.standing import Stand, Standing, agrees
from taizhang.web.refusals import Refused

RIGHT = "sentence.accept"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, when, and why."""

    by: Person
    reason: str = ""
    at: datetime = field(default_factory=timezone.now)


@transaction.atomic
def accept(figure: Figure, *, by: Person) -> Figure:
    """Take the figure into the ledger as it was read, or note that the ledger says the same.

    Raises Refused where it cannot be entered as it stands or where the ledger says otherwise.
    """
    figure = _locked(figure, "accept")
    said = said_by(figure, Below(figure.paper.unit))
    return take_in(figure, "accept", said, Standing([said]), Decision(by))


@transaction.atomic
def correct(figure: Figure, said: FigureSaid, *, by: Person) -> Figure:
    """Take the figure into the ledger as the person reads it. Raises Refused as `accept` does."""
    figure = _locked(figure, "correct")
    return take_in(figure, "correct", said, Standing([said]), Decision(by))


@transaction.atomic
def accept_against(figure: Figure, said: FigureSaid, *, reason: str, by: Person) -> Figure:
    """Correct what the ledger says to what the figure says: takes the right to correct it, and a reason."""
    figure = _locked(figure, "accept")
    standing = Standing([said])
    if (known := standing.known(said)) is None or standing.is_hidden(said):
        return take_in(figure, "accept", said, standing, Decision(by))
    _check(figure, said, by)
    if not reason.strip():
        raise Refused.because("web-reason-missing", figure.quote)
    words = f"{reason.strip()}（{figure.paper.name}：{sentence_of(figure.paper, figure.start, figure.end)}）"
    made = correct_observation(known, value=said.value, reason=words, by=by)
    return _settle(figure, "accept", Decision(by, reason), observation=made, entered=True)


@transaction.atomic
def reject(figure: Figure, *, by: Person, reason: str = "") -> Figure:
    """Say that the figure is no value to keep: misread, or not meant as one."""
    figure = _locked(figure, "reject")
    check_may(by, RIGHT, unit=figure.paper.unit)
    return _settle(figure, "reject", Decision(by, reason))


@transaction.atomic
def take_back(figure: Figure, *, by: Person, reason: str = "") -> Figure:
    """Let the figure wait for review again. What it brought into the ledger is corrected to what stood there before.

    Raises Refused without a reason where the ledger is changed by it.
    """
    figure = _locked(figure, "take_back")
    check_may(by, RIGHT, unit=figure.paper.unit, domain=_domain(figure))
    if figure.entered:
        _withdraw(figure, reason.strip(), by)
    return _settle(figure, "take_back", Decision(by, reason))


def take_in(figure: Figure, action: str, said: FigureSaid, standing: Standing, decision: Decision) -> Figure:
    """Accept or correct a figure that `_locked` holds. Raises Refused where the ledger speaks against it."""
    _check(figure, said, decision.by)
    known = standing.known(said)
    match standing.of(figure, said):
        case Stand.CONTRADICTS:
            told = _both(figure, said, standing.told(said))
            raise Refused.because("paper-contradicts", figure.quote, **told)
        case Stand.HIDDEN:
            raise Refused.because("paper-hidden", figure.quote, quote=figure.quote, indicator=said.indicator.title.zh)
        case Stand.TWICE if (total := standing.released(said)) and agrees(figure, said, total.value):
            return _settle(figure, action, decision)
        case Stand.TWICE:
            raise Refused.because("paper-twice", figure.quote, quote=figure.quote, indicator=said.indicator.title.zh)
        case Stand.AGREES:
            return _settle(figure, action, decision, observation=known)
    [made] = enter([entry_of(said, figure, by=decision.by)], by=decision.by)
    return _settle(figure, action, decision, observation=made, entered=True)


def _check(figure: Figure, said: FigureSaid, by: Person) -> None:
    if figure.paper.withdrawn_at:
        raise Refused.because("paper-withdrawn", figure.quote, quote=figure.quote, paper=str(figure.paper))
    for unit in {figure.paper.unit, said.unit}:
        check_may(by, RIGHT, unit=unit, domain=said.indicator.domain)


def _both(figure: Figure, said: FigureSaid, known: LedgerValue) -> dict[str, object]:
    return {
        "indicator": said.indicator.title.zh, "unit": said.indicator.unit, "found": format_number(said.value),
        "expected": printed_beside(figure, known.value, said.indicator), "source": known.where, "quote": figure.quote,
    }  # fmt: skip


def _withdraw(figure: Figure, reason: str, by: Person) -> None:
    """Correct the observation to what stood before it, unless another figure says the same: that one answers for it."""
    observation = figure.observation
    if heir := observation.figures.exclude(pk=figure.pk).first():
        heir.entered = True
        heir.save(update_fields=["entered"])
        return
    if not reason:
        raise Refused.because("web-reason-missing", figure.quote)
    if Observation.objects.filter(supersedes=observation).exists():
        return
    before: Decimal | None = observation.supersedes.value if observation.supersedes else None
    source = Source(
        kind=SourceKind.CORRECTION, file=figure.paper.name, sha256=figure.paper.sha256, text=str(observation.value),
        reported_by=by.username, reported_at=timezone.now(), approved_by=by.username, approved_at=timezone.now(),
        reason=reason,
    )  # fmt: skip
    period = Period.parse(observation.period)
    [made] = enter([Entry(observation.indicator, observation.unit, period, before, source, observation.dims)], by=by)
    note_corrected(made, by=by)


def _domain(figure: Figure) -> str | None:
    return figure.observation.indicator.partition(".")[0] if figure.observation else None


def _locked(figure: Figure, action: str) -> Figure:
    """The figure, with the end of the ledger's chain: what is in force stays so until this is done.

    Raises WrongState where somebody else was quicker.
    """
    chain.hold(Observation)
    rows = Figure.objects.select_for_update(of=("self",))
    figure = rows.select_related("paper__unit", "observation__supersedes", "decided_by").get(pk=figure.pk)
    check_open(figure, action)
    return figure


def _settle(
    figure: Figure, action: str, decision: Decision, *, observation: Observation | None = None, entered: bool = False
) -> Figure:
    before, figure.state = figure.state, check_open(figure, action)
    about = observation or figure.observation
    figure.reason, figure.decided_by, figure.decided_at = decision.reason.strip(), decision.by, decision.at
    figure.observation, figure.entered = observation, entered
    figure.save()
    audit.record(
        f"figure.{action}", figure, by=decision.by, before=before, after=figure.state,
        observation=observation and observation.pk,
        reason="" if about and not hidden.may_tell_why(about) else figure.reason,
    )  # fmt: skip
    return figure
