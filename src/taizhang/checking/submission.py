"""What one unit sent for one form or register and period, read from its file or from the web and not yet judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from taizhang.catalogue.model import Form, Register
from taizhang.checking.contents import Content, Value
from taizhang.periods import Period

By = tuple[tuple[str, str], ...]
Key = tuple[str, By]
Values = Mapping[Key, Decimal | None]


def key_of(indicator: str, by: Mapping[str, str]) -> Key:
    """What a value is of, whichever way it came: its indicator and its split in one order."""
    return indicator, tuple(sorted(by.items()))


@dataclass(frozen=True, slots=True)
class OrgUnit:
    """A unit as forms see it. `splits` names the codes of a dimension that apply to it: {"stage": ("primary",)}."""

    code: str
    name: str
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a form: `indicator` is its full code, `by` the split as sorted (dimension, code) pairs."""

    indicator: str
    by: By
    value: Decimal | None
    place: str = ""            # "学生资助!E7"
    raw: Content = None        # as received

    @property
    def key(self) -> Key:
        return self.indicator, self.by


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a register, by column: `columns[field][i]` is a value of record i, `raw[field][i]` as received.

    `rows[i]` is the row of the sheet it stood in, `letters[field]` the column.
    """

    columns: Mapping[str, Sequence[Value]]
    raw: Mapping[str, Sequence[Content]] = field(default_factory=dict)
    sheet: str = ""
    rows: Sequence[int] = ()
    letters: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def place(self, index: int, code: str = "") -> str:
        """Where a record, or one field of it, stood: "资助台账!D18"; without a file, the record's number."""
        if not self.rows:
            return f"#{index + 1}" + (f" {code}" if code else "")
        return f"{self.sheet}!{self.letters.get(code, '')}{self.rows[index]}"


@dataclass(frozen=True, slots=True)
class Submission:
    """Cells where it is for a form, records where it is for a register; the other is empty.

    `children` are the rows below the records, by the child's code. `explanations` are the sender's words on soft
    findings, by place.
    """

    what: Form | Register
    unit: OrgUnit
    period: Period
    cells: tuple[Cell, ...] = ()
    records: Records | None = None
    children: Mapping[str, Records] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[Key, Decimal | None]:
        """The cells' values by indicator and split."""
        return {cell.key: cell.value for cell in self.cells}
