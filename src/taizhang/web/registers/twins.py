"""Records that may be one: the same person in two schools, or twice in one.

Two live records of a register are a pair when, but for the fields that name the person, their keys agree (another term
is another record) and

- `number`: an identity number is the same, told by its keyed digest;
- `born`: born on the same day by their identity numbers, of which one at least is missing or differs, and names alike;
- `name`: kept by the same unit, no identity number to tell them apart, and names nearly the same.

Names are alike from a ratio of rapidfuzz (share of equal characters, 0–100) of BORN_ALIKE among those born on one
day, where few meet by chance, and of UNIT_ALIKE within a unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import transaction
from django.utils import timezone
from rapidfuzz import fuzz

from taizhang.catalogue.model import Field, Register
from taizhang.web.accounts.models import Person
from taizhang.web.ledger import audit
from taizhang.web.refusals import Refused, WrongState
from taizhang.web.registers import columns, rights
from taizhang.web.registers.models import LiveRecord, Twins
from taizhang.web.registers.tables import register_of

BORN_ALIKE, UNIT_ALIKE = 60, 90
MOST_IN_A_GROUP = 200  # records that meet in one group and are compared with one another
_ID_TITLES = ("身份证", "身份号码")


@dataclass(frozen=True, slots=True)
class Looked:
    """How many new pairs were found, and how many records were compared with none or few: too many met in one group."""

    found: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _Person:
    """What tells persons apart, of one record."""

    pk: int
    unit: int
    rest: tuple[Any, ...]
    name: str
    number: str

    @property
    def born(self) -> str:
        """YYYYMMDD of the identity number, or ""."""
        return self.number[6:14] if len(self.number) == 18 else ""


def names_persons(register: Register) -> bool:
    """Whether a register has anything by which persons are told."""
    return any((one.type == "person" and one.personal) or _is_number(one) for one in register.fields.values())


def _is_number(field: Field) -> bool:
    return any(word in field.title.zh for word in _ID_TITLES)


@transaction.atomic
def look_for(register: Register, *, by: Person) -> Looked:
    """Find the pairs among the live records that `by` may read, and note those that nobody has noted."""
    rights.check(by, "record.settle", register)
    mine = rights.units(by, "record.read", register) & rights.units(by, "record.settle", register)
    rows = LiveRecord.objects.filter(register=register.code, ended_on=None, unit__in=mine).order_by("pk")
    people = [_person(register, record) for record in rows.iterator(chunk_size=2000)]
    groups = _Groups(people)
    found = dict(groups.pairs())
    known = set(Twins.objects.filter(register=register.code).values_list("one", "other"))
    fresh = [
        Twins(register=register.code, one_id=one, other_id=other, why=why)
        for (one, other), why in found.items()
        if (one, other) not in known
    ]
    Twins.objects.bulk_create(fresh, batch_size=500)
    audit.record("record.twins", by, by=by, register=register.code, found=len(fresh))
    return Looked(len(fresh), len(groups.left_out))


def _person(register: Register, record: LiveRecord) -> _Person:
    row: Mapping[str, Any] = columns.whole(record)
    named = [one for one in register.fields.values() if one.type == "person" and one.personal]
    numbers = [one.code for one in register.fields.values() if _is_number(one)]
    person = {named[0].code, *numbers} if named else set(numbers)
    # a running number of one's own is no part of what two schools would agree in
    rest = tuple(
        row.get(code)
        for code in register.key
        if code not in person and register.fields[code].type in ("period", "code", "date")
    )
    name = str(row.get(named[0].code) or "") if named else ""
    number = next((str(row[code]).upper() for code in numbers if row.get(code)), "")
    return _Person(record.pk, record.unit_id, rest, "".join(name.split()), number)


Pair = tuple[int, int]


class _Groups:
    """Those who may be one, by what they share. `left_out` are the records beyond the most that a group compares."""

    def __init__(self, people: list[_Person]) -> None:
        self._people = people
        self.left_out: set[int] = set()

    def pairs(self) -> Iterator[tuple[Pair, str]]:
        """Every pair with why it is one; the strongest reason comes last, so that it stands."""
        for group in self._sharing(lambda one: one.unit if not one.number else None):
            yield from _alike(group, UNIT_ALIKE, "name")
        for group in self._sharing(lambda one: one.born or None):
            yield from _alike(group, BORN_ALIKE, "born")
        for group in self._sharing(lambda one: one.number or None):
            yield from (((one.pk, other.pk), "number") for one, other in combinations(group, 2))

    def _sharing(self, what: Callable[[_Person], object]) -> Iterator[list[_Person]]:
        groups: dict[object, list[_Person]] = defaultdict(list)
        for one in self._people:
            if (key := what(one)) is not None:
                groups[key, one.rest].append(one)
        for group in groups.values():
            self.left_out |= {one.pk for one in group[MOST_IN_A_GROUP:]}
            yield group[:MOST_IN_A_GROUP]


def _alike(group: list[_Person], least: int, why: str) -> Iterator[tuple[Pair, str]]:
    for one, other in combinations(group, 2):
        if one.name and other.name and fuzz.ratio(one.name, other.name) >= least:
            yield (one.pk, other.pk), why


@transaction.atomic
def settle(twins: Twins, verdict: str, *, reason: str, by: Person) -> Twins:
    """Say that two records are the same or not. Raises Refused without a reason or for another verdict, NotAllowed
    where `by` may not settle for both units, WrongState where it was settled before.
    """
    register = register_of(twins.register)
    for record in (twins.one, twins.other):
        rights.check(by, "record.settle", register, record.unit)
    if verdict not in (Twins.Verdict.SAME, Twins.Verdict.DIFFERENT) or not reason.strip():
        raise Refused.because("twins-reason", str(twins))
    locked = Twins.objects.select_for_update(of=("self",)).get(pk=twins.pk)
    if locked.verdict:
        raise WrongState.because("twins-settled", str(twins))
    locked.verdict, locked.reason, locked.by, locked.at = verdict, reason.strip(), by, timezone.now()
    locked.save()
    told = {} if rights.is_confined(register) else {"reason": locked.reason}  # cleared with confidential records
    records = [twins.one_id, twins.other_id]
    audit.record("record.settle", locked, by=by, register=twins.register, verdict=verdict, records=records, **told)
    return locked
