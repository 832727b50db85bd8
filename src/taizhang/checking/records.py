"""Records held against each other: a key stands once, and rows below a record have one above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taizhang.catalogue.model import Register
from taizhang.checking.contents import Value
from taizhang.checking.submission import Records, Submission
from taizhang.findings import Finding

_MOST_LISTED = 200


def check_records(submission: Submission) -> Iterator[Finding]:
    """Keys that stand twice, and children without a record. Nothing for a form."""
    register = submission.what
    if not isinstance(register, Register) or submission.records is None:
        return
    yield from _repeated(submission.records, register.key, register)
    above = set(_keys(submission.records, register.key))
    for code, child in register.children.items():
        if rows := submission.children.get(code):
            yield from _repeated(rows, (*register.key, *child.key), register)
            yield from _orphans(rows, register, above)


def _keys(records: Records, key: Sequence[str]) -> Iterator[tuple[Value, ...]]:
    return zip(*(records.columns[code] for code in key), strict=True)


def _repeated(records: Records, key: Sequence[str], register: Register) -> Iterator[Finding]:
    """Each record whose key stood before; keys with a missing part are left to the check of required fields."""
    titles = "、".join(str(register.fields[code].title) for code in key if code in register.fields)
    first: dict[tuple[Value, ...], int] = {}
    told = 0
    for index, values in enumerate(_keys(records, key)):
        if None in values:
            continue
        before = first.setdefault(values, index)
        if before != index and told < _MOST_LISTED:
            told += 1
            blanks = {"titles": titles, "before": records.place(before, key[0])}
            yield Finding("record-twice", records.place(index, key[0]), blanks)


def _orphans(rows: Records, register: Register, above: set[tuple[Value, ...]]) -> Iterator[Finding]:
    for index, values in enumerate(_keys(rows, register.key)):
        if values not in above:
            yield Finding("record-orphan", rows.place(index, register.key[0]), {"register": str(register.title)})
