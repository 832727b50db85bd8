"""Records read from a sheet, column by column: a register of 50,000 rows is taken in within seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from operator import itemgetter

from taizhang.catalogue.model import Catalogue, Field
from taizhang.checking.contents import Value, is_missing
from taizhang.checking.submission import Records
from taizhang.checking.texts import clean_text
from taizhang.checking.values import read_column, reader
from taizhang.findings import Finding
from taizhang.workbooks.manifest import MARK
from taizhang.workbooks.opening import Sheet, letters
from taizhang.workbooks.register_sheet import Table
from taizhang.workbooks.sheets import HEAD_ROW

MOST_FINDINGS = 200   # of one column; after these comes how many more there are
HEAD_WITHIN = 40      # rows below the top in which the heads must stand
TOTALS = frozenset(
    a + space + b for a, b in ("合计", "总计", "小计", "共计") for space in ("", " ", "  ", "　", "　　"))


@dataclass(frozen=True, slots=True)
class RecordsRead:
    """What a sheet says: the records, None where its columns are not all there, and findings."""

    records: Records | None
    findings: list[Finding]


def read_records(
    sheet: Sheet, table: Table, catalogue: Catalogue, *, units: Mapping[str, str], today: date
) -> RecordsRead:
    """The records of `table` on `sheet`. `units` are the org units that fields may name: code to name."""
    columns, head, findings = _columns(sheet, table)
    if any(finding.severity == "error" for finding in findings):
        return RecordsRead(None, findings)
    rows, skipped = _rows(sheet, head, table, columns)
    findings += skipped
    kept = [sheet.rows[row] for row in rows]
    raw = {code: list(map(itemgetter(column), kept)) for code, column in columns.items()}
    values: dict[str, list[Value]] = {}
    at = Records(values, raw, sheet.name, [row + 1 for row in rows], {code: letters(c) for code, c in columns.items()})
    for code, field in table.fields.items():
        if code not in columns:
            values[code] = [None] * len(rows)
            continue
        read = reader(field, catalogue, units=units, today=today)
        column = read_column(raw[code], read, clean=clean_text(field))
        values[code] = column.values
        findings += _listed(at, code, field, column.findings)
    findings += _unread_cells(sheet, at, columns)
    return RecordsRead(at, findings)


def find_columns(sheet: Sheet, table: Table) -> dict[str, int]:
    """The column of each field of `table` that `sheet` has."""
    return _columns(sheet, table)[0]


def _columns(sheet: Sheet, table: Table) -> tuple[dict[str, int], int, list[Finding]]:
    """The column of each field, the row of the heads, and what is wrong: by hidden codes, else by the heads."""
    mark = sheet.find(MARK)
    head = _head_row(sheet, table, below=mark[0] if mark else -1)
    row, name = (mark[0], lambda text: text) if mark else (head, partial(_field_of, names=_names(table)))
    width = len(sheet.rows[row]) if row < len(sheet.rows) else 0
    keyed = [(name(sheet.text(row, column)), column) for column in range(width)]
    keyed = [(code, column) for code, column in keyed if code in table.fields]
    count = Counter(code for code, _ in keyed)
    findings = [] if mark else [Finding("sheet-found-by-labels", sheet.name, {"sheet": sheet.name})]
    for code, column in keyed:
        if count[code] > 1:
            place = f"{sheet.name}!{letters(column)}"
            findings.append(Finding("sheet-column-twice", place, {"title": str(table.fields[code].title)}))
    for code, field in table.fields.items():
        if code not in count:
            lost = "sheet-column-missing" if field.optional else "sheet-column-lost"
            findings.append(Finding(lost, sheet.name, {"title": str(field.title)}))
    return dict(keyed), head, findings


def _head_row(sheet: Sheet, table: Table, *, below: int) -> int:
    """The row in which most heads stand, half of all or those of the key; else the one in which we wrote them."""
    names = _names(table)
    found: dict[int, set[str]] = {}
    for (row, _), text in sheet.texts(rows=HEAD_WITHIN, columns=500):
        if row > below and (code := _field_of(text, names=names)):
            found.setdefault(row, set()).add(code)
    row, codes = max(found.items(), key=lambda item: len(item[1]), default=(0, set[str]()))
    return row if 2 * len(codes) >= len(table.fields) or (codes and codes.issuperset(table.key)) else below + HEAD_ROW


def _field_of(head: str, *, names: Mapping[str, str]) -> str:
    """The field that a head names; a unit in brackets is no part of it."""
    plain = head.replace("(", "（").partition("（")[0].strip().rstrip("*＊")
    return names.get(head.strip()) or names.get(plain, "")


def _names(table: Table) -> dict[str, str]:
    """The fields by all that they are called; of two that are called the same, the first."""
    every = [(name, code) for code, field in table.fields.items()
             for name in (field.title.zh, field.title.en, *field.called)]
    return dict(reversed(every))


def _rows(
    sheet: Sheet, head: int, table: Table, columns: Mapping[str, int]
) -> tuple[list[int], list[Finding]]:  # fmt: skip
    """The rows that hold records. Empty ones are passed over, and a line of totals is said not to be one.

    It says so in a column of the table; beside the table, where people keep notes, it counts only of a row without key.
    """
    rows: list[int] = []
    findings: list[Finding] = []
    wanted, key = sorted(columns.values()), [columns[code] for code in table.key if code in columns]
    for row in range(head + 1, len(sheet.rows)):
        cells = sheet.rows[row]
        if all(is_missing(cells[column]) for column in wanted):
            continue
        named = not TOTALS.isdisjoint(cells)  # mostly not: then the columns need not be looked at one by one
        if named and (any(cells[column] in TOTALS for column in wanted) or any(is_missing(cells[at]) for at in key)):
            findings.append(Finding("sheet-total-row", f"{sheet.name}!{row + 1}", {"row": row + 1}))
        else:
            rows.append(row)
    return rows, findings


def _listed(at: Records, code: str, field: Field, found: list[tuple[int, Finding]]) -> Iterator[Finding]:
    """The findings of a column with their places; of very many, the first and how many more."""
    for index, finding in found[:MOST_FINDINGS]:
        yield replace(finding, place=at.place(index, code))
    more = found[MOST_FINDINGS:]
    for severity in dict.fromkeys(finding.severity for _, finding in more):
        count = sum(finding.severity == severity for _, finding in more)
        place = f"{at.sheet}!{at.letters[code]}"
        yield Finding(f"sheet-more-{severity}s", place, {"title": str(field.title), "count": count})


def _unread_cells(sheet: Sheet, at: Records, columns: Mapping[str, int]) -> Iterator[Finding]:
    """Formulas, which count with their last value, and merged cells, of which only the first holds one."""
    wanted, rows = set(columns.values()), {row - 1 for row in at.rows}
    formulas = {p for p in sheet.formulas if p[1] in wanted and p[0] in rows}
    empty = {p for p in formulas if is_missing(sheet.at(*p))}
    if read := formulas - empty:
        yield Finding("sheet-formulas-read", sheet.name, {"count": len(read), "cells": sheet.place(*min(read))})
    for position in sorted(empty)[:MOST_FINDINGS]:
        yield Finding("sheet-formula-empty", sheet.place(*position), {"title": ""})
    merged = sorted(position for position in sheet.merged if position[1] in wanted and position[0] in rows)
    for position in merged[:MOST_FINDINGS]:
        first = sheet.place(*sheet.merged[position])
        yield Finding("sheet-merged", sheet.place(*position), {"title": "", "first": first})
