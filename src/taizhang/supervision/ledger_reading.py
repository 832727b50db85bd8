"""A ledger of tasks taken in from .xlsx: all of it or nothing, and every bad cell said with its place and remedy.

Columns may stand in any order under other names, with others beside them; what several rows share may be merged.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from taizhang.checking.contents import Content, is_missing, titled
from taizhang.findings import Finding, Severity
from taizhang.supervision.ledger_cells import Answer, LedgerKnown, reader
from taizhang.supervision.ledger_columns import Column, column_of, columns
from taizhang.supervision.ledger_rows import Sameness, check_task, sameness, task_of
from taizhang.supervision.model import TaskFacts
from taizhang.workbooks.opening import Book, Sheet, open_book
from taizhang.workbooks.safety import Refused

_TASK = ("what", "title")
_HEADS_WITHIN, _FEWEST_HEADS = 30, 3
_Columns = Mapping[str, int]
Faults = Callable[[TaskFacts], Iterable[tuple[str, Finding]]]  # of a task that was read whole: column and finding


@dataclass(frozen=True, slots=True)
class LedgerRead:
    """What a file gave: its tasks, none where a finding is an error, and findings with their cells."""

    tasks: tuple[TaskFacts, ...]
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        return _sound(self.findings)


def _sound(findings: Iterable[Finding]) -> bool:
    return all(finding.severity != Severity.ERROR for finding in findings)


def read_ledger(  # noqa: PLR0913 - each tells something else that the ledger is read against
    data: bytes, name: str, *, day: date, owners: Sequence[str] = (), period: str | None = None,
    faults: Faults | None = None,
) -> LedgerRead:  # fmt: skip
    """The tasks of an .xlsx ledger, all of them or none.

    `day` stands in where the ledger does not say when a task was handed over or reported on. `owners` are the names
    that a responsible unit may have, none for any. `period` is the code of the period just reported: 年底前 without
    it has no year. `faults` tell what else is wrong with a task in which the ledger itself has no error.
    """
    try:
        book = open_book(data, name)
    except Refused as refused:
        return LedgerRead((), (refused.finding,))
    rows: list[TaskFacts] = []
    findings = list(book.findings)
    for sheet, head in _ledgers(book):
        heads = list(_check_heads(sheet, head))
        found, told = _read(sheet, head, LedgerKnown(owners, period), day, faults if _sound(heads) else None)
        rows += found
        findings += [*heads, *told]
    findings += _nothing(book, rows, findings)
    read = LedgerRead(tuple(rows), tuple(findings))
    return read if read.usable else replace(read, tasks=())


def _ledgers(book: Book) -> Iterator[tuple[Sheet, int]]:
    """The sheets that have a row of heads, and which row that is."""
    for sheet in book.sheets:
        row = max(range(min(len(sheet.rows), _HEADS_WITHIN)), key=lambda row: len(_columns(sheet, row)), default=None)
        if not sheet.hidden and row is not None and len(_columns(sheet, row)) >= _FEWEST_HEADS:
            yield sheet, row


def _heads(sheet: Sheet, row: int) -> Iterator[tuple[int, str]]:
    for at in range(len(sheet.rows[row])):
        text = sheet.text(*sheet.merged.get((row, at), (row, at)))
        if text:
            yield at, text


def _columns(sheet: Sheet, row: int) -> _Columns:
    """The column in which each thing stands, the first where two have its name."""
    found: dict[str, int] = {}
    for at, head in _heads(sheet, row):
        if column := column_of(head):
            found.setdefault(column.code, at)
    return found


def _check_heads(sheet: Sheet, row: int) -> Iterator[Finding]:
    """Columns that must be there and are not, that stand twice, and those that are not used."""
    known = _columns(sheet, row)
    for code in ("what", "owner", "due"):
        if code not in known and not (code == "what" and "title" in known):
            column = columns()[code]
            blanks = {"title": column.title.zh, "called": "、".join(column.called[:6])}
            yield Finding("ledger-column-missing", sheet.place(row, 0), blanks)
    unused = []
    for at, head in _heads(sheet, row):
        named = column_of(head)
        if named is None or named.shown:
            unused.append(head)
        elif known[named.code] != at and (row, at) not in sheet.merged:
            blanks = {"found": head, "first": sheet.place(row, known[named.code])}
            yield Finding("ledger-column-twice", sheet.place(row, at), blanks)
    if unused:
        yield Finding("ledger-columns-unused", sheet.place(row, 0), {"heads": "、".join(unused)})


def _read(
    sheet: Sheet, head: int, known: LedgerKnown, day: date, faults: Faults | None
) -> tuple[list[TaskFacts], list[Finding]]:  # fmt: skip
    at = _columns(sheet, head)
    readers = {code: reader(columns()[code].kind, known) for code in at if not columns()[code].shown}
    tasks: list[TaskFacts] = []
    before: set[Sameness] = set()
    findings: list[Finding] = []
    for row in range(head + 1, len(sheet.rows)):
        contents = {code: _content(sheet, row, at[code]) for code in readers}
        if all(is_missing(contents.get(code)) for code in (*_TASK, "owner", "due")):
            continue
        answers = {code: read(contents[code]) for code, read in readers.items()}
        task, told = _task(answers, day, before)
        told += _required(sheet, row, at, answers)
        if faults and _sound(one for _code, one in told):
            told += faults(task)
        findings += [_placed(one, sheet, row, at.get(code, 0), columns()[code]) for code, one in told]
        tasks.append(task)
        before.add(sameness(task))
    return tasks, findings


def _task(
    answers: Mapping[str, Answer], day: date, before: Container[Sameness]
) -> tuple[TaskFacts, list[tuple[str, Finding]]]:  # fmt: skip
    """The task of a row, and what is wrong or odd in its cells and between them."""
    values = {code: value for code, (value, _wrong) in answers.items()}
    task, said = task_of(values, day)
    wrong = [(code, one) for code, (_value, found) in answers.items() for one in found]
    return task, [*wrong, *said, *check_task(task, values, before)]


def _content(sheet: Sheet, row: int, column: int) -> Content:
    """What a cell holds, or what the cells merged into it share; a line merged across is a heading, no content."""
    first = sheet.merged.get((row, column))
    if first is None:
        across = sheet.merged.get((row, column + 1)) == (row, column)
        return None if across else sheet.at(row, column)
    return sheet.at(*first) if first[1] == column else None


def _required(
    sheet: Sheet, row: int, at: _Columns, answers: Mapping[str, Answer]
) -> Iterator[tuple[str, Finding]]:  # fmt: skip
    """What a row lacks: columns of which nothing was read, nor anything said."""
    task = next((code for code in _TASK if code in at), None)
    if task and not any(any(answers.get(code, ())) for code in _TASK):
        yield task, Finding("value-required-text")
    elif task and (row, at[task]) in sheet.merged:
        yield task, Finding("ledger-task-merged")
    if "owner" in at and not any(answers["owner"]):
        yield "owner", Finding("value-required-text")
    if "due" in at and not any(answers["due"]):
        yield "due", Finding("ledger-no-due")


def _placed(finding: Finding, sheet: Sheet, row: int, column: int, what: Column) -> Finding:
    return replace(titled(finding, what.title.zh), place=sheet.place(row, column))


def _nothing(book: Book, rows: Sequence[TaskFacts], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Said where a file has no ledger, or one without tasks, and nothing else explains it."""
    if not rows and not any(finding.code == "ledger-column-missing" for finding in findings):
        yield Finding("ledger-empty", book.name, {"name": book.name})
