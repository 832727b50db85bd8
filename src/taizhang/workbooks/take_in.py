"""Workbooks taken in: a sender's file to submissions and findings. Nothing is half taken in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.model import Catalogue, Register
from taizhang.checking.contents import is_missing
from taizhang.checking.submission import OrgUnit, Records, Submission
from taizhang.findings import Finding, Severity
from taizhang.periods import Period
from taizhang.workbooks import manifest
from taizhang.workbooks.form_reading import read_form
from taizhang.workbooks.manifest import FINDINGS, LISTS, MARK, Handed, Manifest
from taizhang.workbooks.opening import Book, Sheet, open_book
from taizhang.workbooks.register_reading import read_records
from taizhang.workbooks.register_sheet import Table, tables
from taizhang.workbooks.safety import LIMITS, Limits, Refused


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one file gave.

    `submissions` are free of errors; `refused` are those of which at least one cell, record or sheet is in error,
    kept for showing them to the sender: none of their values may be used.
    """

    name: str
    submissions: tuple[Submission, ...] = ()
    refused: tuple[Submission, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == Severity.ERROR]


def take_in(  # noqa: PLR0913 - each is something else that is known beforehand
    data: bytes,
    name: str,
    *,
    catalogue: Catalogue,
    today: date,
    unit: OrgUnit | None = None,
    period: Period | None = None,
    units: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
) -> TakenIn:
    """Read a workbook that `hand_out` made and somebody filled.

    `unit` and `period` are who and when it must be for, where that is known; `units` are the org units that
    fields may name, code to name. Never raises for what is in the file: all that is wrong stands in `findings`.
    """
    try:
        book = open_book(data, name, limits=limits)
        said = _manifest(book)
        _refuse_wrong_addressee(said, unit, period, name)
    except Refused as refused:
        return TakenIn(name, findings=(refused.finding,))
    sender = unit or OrgUnit(said.unit, said.unit_name)
    known = {} if units is None else units  # not asked whether it is empty: it may have to be fetched first
    return _taken_in(book, said, _About(catalogue, sender, Period.parse(said.period), known, today))


def handed_in(data: bytes, name: str) -> frozenset[str]:
    """The codes of the forms and registers that a workbook was handed out with; none where it does not say or must not
    be opened."""
    try:
        return frozenset(_manifest(open_book(data, name)).handed)
    except Refused:
        return frozenset()


def _taken_in(book: Book, said: Manifest, about: _About) -> TakenIn:
    catalogue = about.catalogue
    taken = [_take(book, code, said, about) for code in said.handed
             if code in catalogue.forms or code in catalogue.registers]
    return TakenIn(
        book.name,
        submissions=tuple(submission for submission, found in taken if submission and not _has_error(found)),
        refused=tuple(submission for submission, found in taken if submission and _has_error(found)),
        findings=(*book.findings, *_unknown_forms(book, said, catalogue), *_other_sheets(book, said),
                  *(finding for _, found in taken for finding in found)))


@dataclass(frozen=True, slots=True)
class _About:
    """What every sheet of a workbook is read with."""

    catalogue: Catalogue
    unit: OrgUnit
    period: Period
    units: Mapping[str, str]
    today: date


def _manifest(book: Book) -> Manifest:
    sheet = next((sheet for sheet in book.sheets if sheet.name == manifest.SHEET), None)
    said = manifest.read(sheet.rows) if sheet else None
    if said is None:
        ours = any(other.find(MARK) for other in book.sheets)
        raise Refused("sheet-manifest-lost" if ours else "sheet-not-ours", name=book.name)
    try:
        Period.parse(said.period)
    except ValueError as error:
        raise Refused("sheet-manifest-lost", name=book.name) from error
    return said


def _refuse_wrong_addressee(said: Manifest, unit: OrgUnit | None, period: Period | None, name: str) -> None:
    if unit is not None and said.unit != unit.code:
        found, expected = f"{said.unit_name}（{said.unit}）", f"{unit.name}（{unit.code}）"
        raise Refused("sheet-wrong-unit", name=name, found=found, expected=expected)
    if period is not None and said.period != period.code:
        raise Refused("sheet-wrong-period", name=name, found=Period.parse(said.period).zh, expected=period.zh)


def _take(book: Book, code: str, said: Manifest, about: _About) -> tuple[Submission | None, list[Finding]]:
    """One form or register with everything that was found about it; None for a form in which nothing was filled."""
    what = about.catalogue.forms.get(code) or about.catalogue.registers[code]
    findings: list[Finding] = []
    if said.handed[code].version != manifest.version(what, about.catalogue):
        findings.append(Finding("sheet-older-version", said.handed[code].sheet, {"title": str(what.title)}))
    if isinstance(what, Register):
        return _take_register(book, what, said, about, findings)
    sheet = _sheet(book, said.handed[code], findings)
    if sheet is None:
        return Submission(what, about.unit, about.period), findings
    read = read_form(sheet, what, said.handed[code], about.catalogue)
    if len(read.cells) == len(said.handed[code].cells) and all(is_missing(cell.raw) for cell in read.cells):
        return None, [*findings, Finding("sheet-not-filled", sheet.name, {"title": str(what.title)})]
    submission = Submission(what, about.unit, about.period, cells=read.cells, explanations=read.explanations)
    return submission, [*findings, *read.findings]


def _take_register(
    book: Book, register: Register, said: Manifest, about: _About, findings: list[Finding]
) -> tuple[Submission, list[Finding]]:
    read: dict[str, Records] = {}
    for table in tables(register):
        records = _records(book, table, said, about, findings)
        if records is not None:
            read[table.code] = records
    own = read.get(register.code)
    if own is not None and not len(own):
        findings.append(Finding("sheet-no-records", own.sheet, {"title": str(register.title)}))
    children = {code.rpartition(".")[2]: records for code, records in read.items() if code != register.code}
    return Submission(register, about.unit, about.period, records=own, children=children), findings


def _records(book: Book, table: Table, said: Manifest, about: _About, findings: list[Finding]) -> Records | None:
    sheet = _sheet(book, said.handed.get(table.code, Handed(table.code, "", table.title)), findings)
    if sheet is None:
        return None
    read = read_records(sheet, table, about.catalogue, units=about.units, today=about.today)
    findings += read.findings
    return read.records


def _sheet(book: Book, handed: Handed, findings: list[Finding]) -> Sheet | None:
    """The sheet of a form by its hidden mark, whatever it is called now; without a mark, by its name."""
    marked = [sheet for sheet in book.sheets if (at := sheet.find(MARK)) and sheet.text(*at) == MARK + handed.code]
    named = [sheet for sheet in book.sheets if sheet.name == handed.sheet and not sheet.find(MARK)]
    found = marked or named
    if len(found) > 1:
        findings.append(Finding("sheet-twice", "、".join(sheet.name for sheet in found), {"sheet": handed.sheet}))
        return None
    if not found:
        findings.append(Finding("sheet-lost", handed.sheet, {"sheet": handed.sheet}))
        return None
    if found[0].name != handed.sheet:
        findings.append(Finding("sheet-renamed", found[0].name, {"was": handed.sheet, "now": found[0].name}))
    if found[0].hidden:
        findings.append(Finding("sheet-hidden", found[0].name, {"sheet": found[0].name}))
    return found[0]


def _unknown_forms(book: Book, said: Manifest, catalogue: Catalogue) -> Iterator[Finding]:
    """Forms that were handed out and have since left the catalogue."""
    for code in said.handed:
        register = code if code in catalogue.registers else code.rpartition(".")[0]  # of the rows below records
        if code not in catalogue.forms and register not in catalogue.registers:
            yield Finding("sheet-unknown-form", book.name, {"name": book.name, "code": code})


def _other_sheets(book: Book, said: Manifest) -> Iterator[Finding]:
    """Sheets that the sender added: they are not read, and that is said."""
    ours = {manifest.SHEET, LISTS, FINDINGS, *(handed.sheet for handed in said.handed.values())}
    for sheet in book.sheets:
        if sheet.name not in ours and not sheet.find(MARK) and any(map(any, sheet.rows)):
            yield Finding("sheet-not-read", sheet.name, {"sheet": sheet.name})


def _has_error(findings: list[Finding]) -> bool:
    return any(finding.severity == Severity.ERROR for finding in findings)
