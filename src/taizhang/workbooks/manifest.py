"""What the hidden sheet of a handed-out workbook says: for whom, for when, which forms in which version.

The sheet is a plain table of texts: a kind of row in the first column, what it says in the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from taizhang.catalogue.model import Catalogue, Form, Register
from taizhang.checking.inputs import inputs
from taizhang.checking.submission import OrgUnit

SHEET = "_taizhang"
FINDINGS = "核查发现"  # the sheet that annotating adds
LISTS = "_lists"     # the other hidden sheet: the labels of code lists
FORMAT = "1"
MARK = "taizhang:"  # in the first hidden cell of every sheet, before the code of its form


@dataclass(frozen=True, slots=True)
class Handed:
    """One form or register of a workbook: its code, version, the sheet it was on, and its cells by key.

    `cells` maps "line|column" to the address as handed out, for saying what was moved.
    """

    code: str
    version: str
    sheet: str
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """For whom and for when a workbook was handed out, and what is in it."""

    unit: str
    unit_name: str
    period: str
    handed: dict[str, Handed]

    def rows(self) -> Iterable[tuple[str, ...]]:
        """The table as it is written."""
        yield "format", FORMAT
        yield "unit", self.unit, self.unit_name
        yield "period", self.period
        for one in self.handed.values():
            yield "form", one.code, one.version, one.sheet
            for key, address in one.cells.items():
                yield "cell", one.code, key, address


def read(rows: Iterable[Sequence[object]]) -> Manifest | None:
    """The manifest that a table of cells holds, or None where it is none that we can read."""
    said: dict[str, tuple[str, ...]] = {}
    handed: dict[str, Handed] = {}
    for row in rows:
        kind, *rest = (str(cell).strip() for cell in [*row, "", "", ""])
        if kind == "form":
            handed[rest[0]] = Handed(rest[0], rest[1], rest[2])
        elif kind == "cell" and rest[0] in handed:
            handed[rest[0]].cells[rest[1]] = rest[2]
        else:
            said[kind] = tuple(rest)
    if said.get("format", ("",))[0].removesuffix(".0") != FORMAT or "unit" not in said or "period" not in said:
        return None
    return Manifest(said["unit"][0], said["unit"][1], said["period"][0], handed)


def version(what: Form | Register, catalogue: Catalogue) -> str:
    """A digest of what a form asks: it changes when a line, a field, a unit or a code list does, not with wording."""
    asked: list[object]
    if isinstance(what, Register):
        asked = [(f.code, f.type, f.unit, f.optional, f.list and [*catalogue.codes(f.list).codes])
                 for f in what.fields.values()]
        asked += [[*child.fields] for child in what.children.values()]
    else:
        asked = [(cell.indicator, cell.by, cell.unit, cell.item.required)
                 for cell in inputs(what, catalogue, OrgUnit("", ""), partners={"": ""})]
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:12]
