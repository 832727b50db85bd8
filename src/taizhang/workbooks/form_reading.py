"""A form read from its sheet: every cell found wherever it has moved, read, and compared with the totals beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from taizhang.catalogue.model import Catalogue, Form
from taizhang.checking.amounts import number_reader
from taizhang.checking.contents import as_text, is_missing
from taizhang.checking.inputs import Input, inputs, read_input
from taizhang.checking.submission import Cell, OrgUnit
from taizhang.findings import Finding
from taizhang.workbooks.keys import Keys, find_keys
from taizhang.workbooks.layout import EXPLANATION, column_key, key_text
from taizhang.workbooks.manifest import Handed
from taizhang.workbooks.opening import Position, Sheet, address

MOST_LISTED = 8
Places = Mapping[str, Position]  # where each input stands, by "line|column"


@dataclass(frozen=True, slots=True)
class FormRead:
    """What a sheet says: cells, the sender's explanations by place, and findings."""

    cells: tuple[Cell, ...]
    explanations: dict[str, str]
    findings: list[Finding]


def read_form(sheet: Sheet, form: Form, handed: Handed, catalogue: Catalogue) -> FormRead:
    """The cells of `form` on `sheet`; those that `handed` lists must all be there."""
    known = _known_inputs(form, handed, catalogue)
    keys = find_keys(sheet, known.values())
    places, lost = _places(sheet, handed, keys)
    findings = [*keys.findings, *lost]
    cells: list[Cell] = []
    for key, position in places.items():
        if key in known:
            cell, finding = _read_cell(sheet, known[key], position)
            cells.append(cell)
            findings += [finding] if finding else []
        else:
            findings.append(Finding("sheet-unknown-line", sheet.place(*position), {"key": key}))
    findings += _totals(sheet, keys, places, cells, {cell.indicator: cell.unit for cell in known.values()})
    findings += _remarks(sheet, handed, places)
    return FormRead(tuple(cells), _explanations(sheet, keys, places), findings)


def _known_inputs(form: Form, handed: Handed, catalogue: Catalogue) -> dict[str, Input]:
    """The inputs that were handed out, by "line|column"; the other units of a matrix are among those columns."""
    columns = (key.partition("|")[2].partition("=") for key in handed.cells)
    partners = {code: code for name, _, code in columns if name == "partner"}
    every = inputs(form, catalogue, OrgUnit("", ""), partners=partners)
    by_key = {f"{key_text(cell.line)}|{column_key(cell)}": cell for cell in every}
    return {key: cell for key, cell in by_key.items() if key in handed.cells}


def _places(sheet: Sheet, handed: Handed, keys: Keys) -> tuple[Places, list[Finding]]:
    places: dict[str, Position] = {}
    lost: list[Finding] = []
    for key, was in handed.cells.items():
        line, _, column = key.partition("|")
        row, at = keys.lines.get(f"input:{line}"), keys.columns.get(column)
        if row is None or at is None:
            lost.append(Finding("sheet-line-lost", f"{sheet.name}!{was}", {"key": key, "was": was}))
        else:
            places[key] = row, at
    return places, lost


def _read_cell(sheet: Sheet, cell: Input, position: Position) -> tuple[Cell, Finding | None]:
    place, content = sheet.place(*position), sheet.at(*position)
    unread = Cell(cell.indicator, cell.by, None, place)
    if position in sheet.merged:
        first = address(*sheet.merged[position])
        return unread, Finding("sheet-merged", place, {"title": cell.name, "first": first})
    if position in sheet.formulas and is_missing(content):
        return unread, Finding("sheet-formula-empty", place, {"title": cell.name})
    value, finding = read_input(content, cell)
    number = value if isinstance(value, Decimal) else None
    return Cell(cell.indicator, cell.by, number, place, content), finding and replace(finding, place=place)


def _totals(
    sheet: Sheet, keys: Keys, places: Places, cells: list[Cell], units: Mapping[str, str]
) -> Iterator[Finding]:
    """A total that the sender typed over our formula must be the sum of its parts."""
    at = {cell.place: cell for cell in cells}
    totals = {key.removeprefix("total:"): row for key, row in keys.lines.items() if key.startswith("total:")}
    for column in sorted({column for _, column in places.values()}):
        below = [at[place] for position in places.values()
                 if position[1] == column and (place := sheet.place(*position)) in at]
        for indicator, row in totals.items():
            stated = _stated(sheet, row, column, units.get(indicator, ""))
            parts = [cell.value for cell in below if cell.indicator == indicator and cell.value is not None]
            if stated is not None and parts and sum(parts) != stated:
                blanks = {"found": as_text(sheet.at(row, column)), "expected": f"{sum(parts):f}"}
                yield Finding("sheet-total-differs", sheet.place(row, column), blanks)


def _stated(sheet: Sheet, row: int, column: int, unit: str) -> Decimal | None:
    """The number that stands where our formula stood, typed in any way in which numbers are."""
    content = sheet.at(row, column)
    if (row, column) in sheet.formulas or is_missing(content):
        return None
    return number_reader(unit, whole=False)(content)[0]


def _remarks(sheet: Sheet, handed: Handed, places: Places) -> Iterator[Finding]:
    """What the sender should know although nothing is wrong."""
    moved = [key for key, position in places.items() if address(*position) != handed.cells[key]]
    if moved:
        was, now = handed.cells[moved[0]], address(*places[moved[0]])
        yield Finding("sheet-cells-moved", sheet.name, {"count": len(moved), "was": was, "now": now})
    formulas = sorted(position for position in places.values()
                      if position in sheet.formulas and not is_missing(sheet.at(*position)))
    if formulas:
        listed = "、".join(address(*position) for position in formulas[:MOST_LISTED])
        yield Finding("sheet-formulas-read", sheet.name, {"count": len(formulas), "cells": listed})


def _explanations(sheet: Sheet, keys: Keys, places: Places) -> dict[str, str]:
    """The sender's words in the explanation column, by the place of the cell they stand beside."""
    column = keys.columns.get(EXPLANATION)
    if column is None:
        return {}
    return {sheet.place(*position): said for position in places.values() if (said := sheet.text(position[0], column))}
