"""How values enter the ledger: as observations that supersede what was in force, never in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.action_words import both
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import audit, chain, hidden
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.inserting import insert
from taizhang.web.ledger.models import Observation, OrgUnit, Source, SourceKind
from taizhang.web.ledger.queries import split_of
from taizhang.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that is about to become an observation."""

    indicator: str
    unit: OrgUnit
    period: Period
    value: Decimal | None
    source: Source
    dims: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, str, str, str]:
        return self.unit.pk, self.period.code, self.indicator, split_of(self.dims)


@transaction.atomic
def enter(entries: Sequence[Entry], *, by: Person) -> list[Observation]:
    """Write entries into the ledger; each supersedes what is in force for its indicator, unit, period and split.

    What two forms both ask for comes twice in one call: the later one supersedes the earlier, and a value what is
    missing in the other. Raises Refused where the two say different numbers.
    """
    # the head is locked before asking what is in force, so that two writers cannot both supersede the same one
    with chain.appending(Observation) as link:
        in_force, now = _in_force(entries), timezone.now()
        made = []
        for entry in _in_turn(entries):
            observation = _observation(entry, in_force.get(entry.key), by, now)
            link(observation)  # numbers it, for the next one to name
            in_force[entry.key] = observation
            made.append(observation)
        insert(_new_sources(made))
    return made


def _in_turn(entries: Sequence[Entry]) -> list[Entry]:
    """What is missing stands before the values, so that none is superseded by it."""
    told: dict[tuple[int, str, str, str], Entry] = {}
    for entry in entries:
        if entry.value is not None and (other := told.setdefault(entry.key, entry)).value != entry.value:
            raise Refused.because("web-two-values", entry.unit.name, **_both_values(other, entry))
    return sorted(entries, key=lambda entry: entry.value is not None)


def _both_values(one: Entry, other: Entry) -> dict[str, object]:
    indicator = catalogue().indicators.get(one.indicator)
    values = {"first": plain(one.value), "second": plain(other.value)}
    return values | {
        "indicator": indicator.title if indicator else one.indicator,
        "one": both(lambda: str(one.source)), "other": both(lambda: str(other.source)),
    }  # fmt: skip


def _new_sources(observations: Sequence[Observation]) -> list[Source]:
    """The sources that are not stored yet, each numbered after the first observation that rests on it."""
    new = []
    for observation in observations:
        source = observation.source
        if source.pk is None:
            source.pk = observation.pk
            new.append(source)
        observation.source = source
    return new


def _in_force(entries: Sequence[Entry]) -> dict[tuple[int, str, str, str], Observation]:
    rows = Observation.objects.in_force().filter(
        unit__in={entry.unit.pk for entry in entries}, period__in={entry.period.code for entry in entries}
    )
    return {(row.unit_id, row.period, row.indicator, row.split): row for row in rows}


def _observation(entry: Entry, before: Observation | None, by: Person, now: datetime) -> Observation:
    return Observation(
        indicator=entry.indicator, unit=entry.unit, period=entry.period.code, period_end=entry.period.end,
        dims=entry.dims, split=split_of(entry.dims), value=entry.value, source=entry.source, supersedes=before,
        entered_by=by, entered_at=now,
    )


@transaction.atomic
def correct(observation: Observation, *, value: Decimal | None, reason: str, by: Person) -> Observation:
    """Set a value right without asking its sender: the old one stays, superseded, with who, when and why.

    Raises Refused without a reason, and where the observation is superseded already.
    """
    domain = observation.indicator.partition(".")[0]
    check_may(by, "observation.correct", unit=observation.unit, domain=domain)
    if not reason.strip():
        raise Refused.because("web-reason-missing", str(observation))
    chain.hold(Observation)  # else two who correct it at once both find that nobody has
    if Observation.objects.filter(supersedes=observation).exists():
        raise Refused.because("web-superseded", str(observation))
    source = Source(
        kind=SourceKind.CORRECTION, submission=observation.source.submission, text=str(observation.value),
        reported_by=by.username, reported_at=timezone.now(), approved_by=by.username, approved_at=timezone.now(),
        reason=reason.strip(),
    )
    entry = Entry(
        observation.indicator, observation.unit, Period.parse(observation.period), value, source, observation.dims
    )
    [made] = enter([entry], by=by)
    note_corrected(made, by=by)
    return made


def note_corrected(made: Observation, *, by: Person) -> None:
    """Leave the event of a correction, with its reason where the audit log may keep it."""
    told = {"reason": reason} if (reason := hidden.why(made)) else {}
    audit.record("observation.correct", made, by=by, supersedes=made.supersedes_id, **told)
