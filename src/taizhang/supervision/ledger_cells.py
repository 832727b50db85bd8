"""How one cell of a ledger of tasks is read: by the kind of its column, into a value or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from taizhang.catalogue.problems import nearest
from taizhang.checking.amounts import number_reader
from taizhang.checking.contents import Content, as_text, excel_error, is_mark, is_missing
from taizhang.checking.dates import read_date
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.reading.deadlines import deadline
from taizhang.supervision.model import Milestone, State

FOR_GOOD = re.compile(r"长期(?:坚持|推进)?|常态化(?:推进)?|持续推进")
_SPLIT = re.compile(r"[、，,;；/\n]+")
_STEP = re.compile(r"\s*(?P<due>\S*?\d[日号]?)[：:\s]\s*(?P<name>.+?)\s*")
_DONE = re.compile(r"(?P<name>.+?)\s*[（(]\s*(?P<done>\d+[-年月./]\S*?)\s*完成\s*[）)]")
_BETWEEN_STEPS = re.compile(r"\n|[;；](?=\s*(?:\d{4}\s*[-年./]|\d{1,2}\s*[-月./]))")     # another ； is of the name
LOWER_IS_BETTER = "越低越好"
DIRECTIONS = {"越高越好": False, LOWER_IS_BETTER: True}
_HUNDRED = Decimal(100)
_CALLED = {"办结": State.CLOSED, "已办结": State.CLOSED, "已完成": State.CLOSED, "完成": State.CLOSED,
           "销号": State.CLOSED, "正在推进": State.ACTIVE, "正在完成": State.ACTIVE, "进行中": State.ACTIVE,
           "在办": State.ACTIVE, "未签收": State.AWAITING, "未启动": State.AWAITING, "退回": State.SENT_BACK,
           "终止": State.SUSPENDED, "暂停": State.SUSPENDED, "长期": State.LONG_STANDING}
Answer = tuple[Any, list[Finding]]
Reader = Callable[[Content], Answer]


@dataclass(frozen=True, slots=True)
class LedgerKnown:
    """What cells are held against: names of owners (none: any name will do) and the period just reported."""

    owners: Sequence[str] = ()
    period: str | None = None


def reader(kind: str, known: LedgerKnown) -> Reader:
    """What reads the cells of a column of this kind. Empty cells and marks such as 无 give None."""
    read = _READERS[kind]
    return partial(_framed, read=read, known=known)


def _framed(content: Content, *, read: Callable[[Content, LedgerKnown], Answer], known: LedgerKnown) -> Answer:
    if is_missing(content) or is_mark(content):
        return None, []
    if error := excel_error(content):
        return None, [error]
    return read(content, known)


def _text(content: Content, known: LedgerKnown) -> Answer:
    return as_text(content).strip(), []


def _names(content: Content, known: LedgerKnown) -> Answer:
    return tuple(name.strip() for name in _SPLIT.split(as_text(content)) if name.strip()), []


def _owners(content: Content, known: LedgerKnown) -> Answer:
    names, _ = _names(content, known)
    wrong = [_unknown(name, known.owners) for name in names if known.owners and name not in known.owners]
    return names, wrong


def _unknown(name: str, owners: Sequence[str]) -> Finding:
    near = nearest(name, owners)
    blanks = {"found": name, "near": near}
    return Finding("value-unknown-unit-near" if near else "value-unknown-unit", blanks=blanks)


def _date(content: Content, known: LedgerKnown) -> Answer:
    """A day, or words that name one: 2026年6月底, 年底前. What is read out of words is said."""
    found = read_date(content)  # type: ignore[arg-type]
    if isinstance(found, date):
        return found, []
    day = _worded(as_text(content), known.period)
    if day is None:
        return None, [found]
    return day, [Finding("ledger-date-read", blanks={"found": as_text(content), "day": day.isoformat()})]


def _worded(text: str, period: str | None) -> date | None:
    named = deadline(text, period)
    if named is None:
        return None
    try:
        return date.fromisoformat(named)
    except ValueError:
        return _end_of(named)


def _end_of(period: str) -> date | None:
    try:
        return Period.parse(period).end
    except ValueError:
        return None


def _due(content: Content, known: LedgerKnown) -> Answer:
    if isinstance(content, str) and FOR_GOOD.fullmatch(content.strip()):
        return State.LONG_STANDING, []
    return _date(content, known)


def _number(
    content: Content, known: LedgerKnown, *, least: Decimal | None = None, most: Decimal | None = None
) -> Answer:
    if isinstance(content, str):
        content = content.strip().removesuffix("%").removesuffix("％")     # the unit has a column of its own
    value, finding = number_reader("", whole=False, least=least, most=most)(content)
    return value, [finding] if finding else []


def _share(content: Content, known: LedgerKnown) -> Answer:
    """A share in per cent; Excel keeps 50 % as 0.5, and a text says its sign."""
    if isinstance(content, str):
        content = content.strip().rstrip("%％")
    elif isinstance(content, float) and 0 < content <= 1:
        percent = as_text(content * 100)
        note = Finding("ledger-share-read", blanks={"found": as_text(content), "percent": percent})
        return Decimal(repr(content)), [note]
    value, findings = _number(content, known, least=Decimal(0), most=_HUNDRED)
    return None if value is None else value / _HUNDRED, findings


def _state(content: Content, known: LedgerKnown) -> Answer:
    text = as_text(content).strip()
    labels: Mapping[str, State] = {state.label.zh: state for state in State} | _CALLED
    if text in labels:
        return labels[text], []
    blanks = {"found": text, "expected": "、".join(state.label.zh for state in State)}
    return None, [Finding("value-unknown-code", blanks=blanks)]


def _direction(content: Content, known: LedgerKnown) -> Answer:
    """Whether lower is better."""
    text = as_text(content).strip()
    if text in DIRECTIONS:
        return DIRECTIONS[text], []
    blanks = {"found": text, "expected": "、".join(DIRECTIONS)}
    return None, [Finding("value-unknown-code", blanks=blanks)]


def _milestones(content: Content, known: LedgerKnown) -> Answer:
    steps, findings = [], []
    for line in filter(str.strip, _BETWEEN_STEPS.split(as_text(content))):
        step = _milestone(line, known)
        if step:
            steps.append(step)
        else:
            findings.append(Finding("ledger-milestone", blanks={"found": line.strip()}))
    return tuple(steps), findings


def _milestone(line: str, known: LedgerKnown) -> Milestone | None:
    found = _STEP.fullmatch(line)
    due = _date(found["due"], known)[0] if found else None
    if found is None or due is None:
        return None
    closed = _DONE.fullmatch(found["name"])
    if closed is None:
        return Milestone(found["name"], due)
    done = _date(closed["done"], known)[0]
    return Milestone(closed["name"], due, done) if done else None


_READERS: Mapping[str, Callable[[Content, LedgerKnown], Answer]] = {
    "text": _text, "names": _names, "owner": _owners, "owners": _owners, "date": _date, "due": _due,
    "number": partial(_number, least=Decimal(0)), "signed": _number, "share": _share, "state": _state,
    "direction": _direction,
    "milestones": _milestones,
}
