"""A submission laid out for a page: each cell in the catalogue's words, with what was found and noted there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from taizhang.catalogue.model import Register, Title
from taizhang.checking.submission import Key, key_of
from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.comparing import Before, Past, values_before
from taizhang.web.collection.corrected import corrections
from taizhang.web.collection.models import ReturnNote, Submission, SubmissionFinding, SubmissionState, Version
from taizhang.web.ledger.models import Observation, SourceKind
from taizhang.web.registers import rights, showing
from taizhang.workbooks.register_sheet import tables

MOST_RECORDS = 200


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One cell: `split` are the titles of its codes; `notes` were written since it was last sent back.

    `was` is what it said then, where that was something else: empty where it was not filled. `entered` is what the
    ledger says of it now, once it was approved, and before that what somebody set right there. `past` is what it was
    in earlier periods.
    """

    title: Title | str
    split: list[Title | str]
    unit: str
    value: str | None
    raw: str
    place: str
    findings: list[SubmissionFinding]
    notes: list[ReturnNote]
    was: str | None
    past: Past
    entered: Observation | None = None

    @property
    def corrected(self) -> Observation | None:
        """The correction in force, if what was last approved was corrected."""
        return self.entered if self.entered and self.entered.source.kind == SourceKind.CORRECTION else None


@dataclass(frozen=True, slots=True)
class Returned:
    """What was sent back, by indicator and split, so that it is found again whichever way the next version came, and
    what reviewers noted then and since."""

    number: int | None  # of the version that was sent back
    values: Mapping[Key, str | None]
    notes: Mapping[Key, list[ReturnNote]]

    def changes(self, version: Version) -> int | None:
        """How many cells say something else in a later version; None where there is no such pair."""
        if self.number is None or self.number >= version.number:
            return None
        now = {_key(cell): cell["value"] for cell in version.cells}
        return sum(self.values.get(key) != now.get(key) for key in {*self.values, *now})


@dataclass(frozen=True, slots=True)
class Sheet:
    """`lines` of a form, or `heads` and masked `records` of a register, of which only the first are shown.

    `count` is None where one may not see the records; `changes` counts the cells of a form that differ from what was
    sent back, where it was, and `has_past` says whether there are earlier values.
    """

    title: Title | str
    lines: list[SheetLine]
    heads: list[Title]
    records: list[list[object]]
    count: int | None
    findings: list[SubmissionFinding]
    changes: int | None = None

    @property
    def has_past(self) -> bool:
        return any(line.past for line in self.lines)


def sheet(submission: Submission, *, by: Person) -> Sheet:
    """The submission's current version, laid out for `by`: confidential records only where they are kept."""
    known, version = catalogue(), submission.current
    what = known.forms.get(submission.what) or known.registers.get(submission.what)
    title = what.title if what else submission.what
    if version is None:
        return Sheet(title, [], [], [], 0, [])
    findings = list(version.findings.all())
    if isinstance(what, Register):
        seen = not rights.is_confined(what) or rights.may_do(by, "record.read", what, unit=submission.unit)
        return _of_records(what, version, findings, seen=seen)
    returned = _returned(submission)
    lines = _lines(version, findings, returned, _entered(submission), values_before(submission))
    return Sheet(title, lines, [], [], len(lines), findings, returned.changes(version))


def _of_records(register: Register, version: Version, findings: list[SubmissionFinding], *, seen: bool) -> Sheet:
    rows = version.records.filter(register=register.code)
    table, fields = next(tables(register)), list(register.fields.values())
    shown = showing.lines(table, fields, rows[:MOST_RECORDS]) if seen else []
    count = rows.count() if seen else None
    return Sheet(register.title, [], [field.title for field in fields], [one.values for one in shown], count, findings)


def _lines(
    version: Version, findings: list[SubmissionFinding], returned: Returned, entered: Mapping[Key, Observation],
    before: Before,
) -> list[SheetLine]:  # fmt: skip
    by_place: dict[str, list[SubmissionFinding]] = defaultdict(list)
    for finding in findings:
        by_place[finding.place].append(finding)
    return [
        replace(
            _line(cell, by_place.get(cell["place"], []), returned), entered=entered.get(_key(cell)),
            past=before.of(_key(cell), cell["value"]),
        )
        for cell in version.cells
    ]  # fmt: skip


def _line(cell: Mapping[str, object], findings: list[SubmissionFinding], returned: Returned) -> SheetLine:
    known = catalogue()
    indicator = known.indicators.get(cell["indicator"])
    split = [
        known.dimensions[name].codes[code].title
        if name in known.dimensions and code in known.dimensions[name].codes else code
        for name, code in cell["by"].items()
    ]  # fmt: skip
    title, unit = (indicator.title, indicator.unit) if indicator else (cell["indicator"], "")
    before = returned.values.get(_key(cell), cell["value"])
    return SheetLine(
        title, split, unit, cell["value"], cell["raw"], cell["place"], findings, returned.notes.get(_key(cell), []),
        None if before == cell["value"] else before or "", Past(),
    )  # fmt: skip


def _entered(submission: Submission) -> dict[Key, Observation]:
    """What the ledger says now of what was approved; as long as it waits, what its approval would undo."""
    if submission.state != SubmissionState.APPROVED:
        return corrections(submission.unit.code, submission.period)
    rows = Observation.objects.in_force().filter(unit=submission.unit, period=submission.period)
    mine = rows.filter(source__submission__startswith=f"{submission.pk}.").select_related("source", "entered_by")
    return {key_of(row.indicator, row.dims): row for row in mine}


def _returned(submission: Submission) -> Returned:
    """The version that was last sent back, and the notes on cells since then, or all where it never was."""
    reviews = list(submission.reviews.select_related("version").prefetch_related("notes"))
    last = max((at for at, review in enumerate(reviews) if review.action == "return"), default=None)
    notes: dict[Key, list[ReturnNote]] = defaultdict(list)
    for review in reviews[last or 0 :]:
        keys = {cell["place"]: _key(cell) for cell in (review.version.cells if review.version else ())}
        for note in review.notes.all():
            notes[keys.get(note.place, (note.place, ()))].append(note)
    if last is None or (back := reviews[last].version) is None:
        return Returned(None, {}, notes)
    return Returned(back.number, {_key(cell): cell["value"] for cell in back.cells}, notes)


def _key(cell: Mapping[str, Any]) -> Key:
    return key_of(cell["indicator"], cell["by"])
