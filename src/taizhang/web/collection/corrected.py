"""What somebody set right in the ledger, beside what its sender says again: to approve that would undo it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise, takewhile

from taizhang.catalogue.model import Register, Title
from taizhang.checking import submission as checked
from taizhang.checking.known import rows_of
from taizhang.checking.submission import Key, key_of
from taizhang.findings import Finding
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.approval import NO_LONGER
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import Observation, SourceKind
from taizhang.web.ledger.queries import history
from taizhang.web.registers import rights
from taizhang.web.registers.rollup import roll_up
from taizhang.workbooks.register_sheet import tables


def corrections(unit: str, period: str) -> dict[Key, Observation]:
    """The corrections in force of a unit, by its code, and a period. One query."""
    rows = Observation.objects.in_force().filter(unit__code=unit, period=period, source__kind=SourceKind.CORRECTION)
    rows = rows.exclude(source__reason=NO_LONGER).select_related("source", "entered_by")
    return {key_of(row.indicator, row.dims): row for row in rows}


def against_corrections(sent: checked.Submission) -> list[Finding]:
    """Where a value is sent again that a correction in force replaced. Counts of confidential cases are left out: of
    few nobody beyond the unit is told how many.
    """
    confined = isinstance(sent.what, Register) and rights.is_confined(sent.what)
    known = {} if confined else corrections(sent.unit.code, sent.period.code)
    if not known:
        return []
    return [
        _finding(place, value, known[key]) for key, value, place in _values(sent)
        if key in known and value is not None and value in _replaced(known[key])
    ]  # fmt: skip


def _values(sent: checked.Submission) -> Iterator[tuple[Key, Decimal | None, str]]:
    """Each value with where it stands: a cell, or the sheet of the register that it comes out of."""
    if not isinstance(sent.what, Register):
        yield from ((cell.key, cell.value, cell.place) for cell in sent.cells)
        return
    for table in tables(sent.what):
        child = table.code.removeprefix(sent.what.code).lstrip(".")
        if (records := sent.children.get(child) if child else sent.records) is not None:
            for one in roll_up(table.code, list(rows_of(sent, table.code)), catalogue(), sent.period):
                yield key_of(one.indicator, one.dims), one.value, records.sheet or str(sent.what.title)


def _replaced(correction: Observation) -> Iterable[Decimal | None]:
    """The values that were corrected, one after the other, until this one."""
    line = takewhile(lambda pair: pair[0].source.kind == SourceKind.CORRECTION, pairwise(history(correction)))
    return {before.value for _after, before in line} - {correction.value}


def _finding(place: str, value: Decimal, correction: Observation) -> Finding:
    return Finding("correction-undone", place, {
        "title": _named(correction), "value": plain(value), "reason": correction.source.reason,
        "corrected": "—" if correction.value is None else plain(correction.value), "by": str(correction.entered_by),
    })  # fmt: skip


def _named(value: Observation) -> Title:
    """Its indicator, with the codes of its split: of a register's sheet many values come."""
    known = catalogue()
    title = known.indicators[value.indicator].title
    dimensions = [(known.dimensions.get(name), code) for name, code in sorted(value.dims.items())]
    labels = [one.codes[code].title for one, code in dimensions if one and code in one.codes]
    if not labels:
        return title
    said = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
    return Title(f"{title.zh}（{said[0]}）", f"{title.en} ({said[1]})")
