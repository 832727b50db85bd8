"""Cells read as their field asks: a typed value, a finding, or a value with a remark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from taizhang.catalogue.model import Catalogue, Field
from taizhang.checking.amounts import number_reader
from taizhang.checking.contents import BLANK, Answer, Content, Reader, Value, excel_error, is_mark, is_missing, titled
from taizhang.checking.numbers import LONGEST_MARK
from taizhang.checking.texts import proof_of, read_day, read_period, read_text
from taizhang.checking.words import read_code, read_tags, read_unit, read_yes_no, words_of
from taizhang.findings import Finding

_ODD_STARTS = f"{BLANK}#"
NUMBERS = frozenset(("whole", "number", "money"))
_WORDED = frozenset(("yes_no", "code", "tags"))  # here 无 may be an answer


@dataclass(frozen=True, slots=True)
class Reading:
    """A column as read: one value for each cell, and the findings with the index of their cell."""

    values: list[Value]
    findings: list[tuple[int, Finding]]


def read_column(contents: Sequence[Content], read: Reader, *, clean: Callable[[str], object] | None = None) -> Reading:
    """Read a column of cells, quickly in long registers: equal contents are read once, and texts that `clean` (of
    `clean_text`) knows to be their own value are not looked at again.
    """
    keys: Sequence[Any] = contents
    if bool in set(map(type, contents)):    # True equals 1 and is another content
        keys = [(content.__class__, content) for content in contents]
    distinct = dict(zip(keys, contents, strict=True))
    answers = {key: read(content) for key, content in distinct.items()
               if clean is None or not isinstance(content, str) or not clean(content)}
    values = {**distinct, **{key: answer[0] for key, answer in answers.items()}}
    told = {key: answer[1] for key, answer in answers.items() if answer[1] is not None}
    findings = [(index, told[key]) for index, key in enumerate(keys) if key in told] if told else []
    return Reading(list(map(values.__getitem__, keys)), findings)


def reader(field: Field, catalogue: Catalogue, *, units: Mapping[str, str], today: date) -> Reader:
    """The reader for a register's field. `units` are the org units one may name: code to name; none: any."""
    return partial(_framed, read=_typed(field, catalogue, units, today), field=field)


def _typed(field: Field, catalogue: Catalogue, units: Mapping[str, str], today: date) -> Reader:
    read: Reader = partial(read_text, proof=proof_of(field, today), person=field.type == "person")
    match field.type:
        case "whole" | "number" | "money":
            read = number_reader(field.unit or "", whole=field.type == "whole", least=field.min, most=field.max)
        case "code":
            read = partial(read_code, codes=words_of(catalogue.codes(field.list or "")))
        case "tags":
            read = partial(read_tags, codes=words_of(catalogue.codes(field.list or "")))
        case "date":
            read = read_day
        case "period":
            read = partial(read_period, kind=field.kind)
        case "yes_no":
            read = read_yes_no
        case "unit":
            read = partial(read_unit, units={} if field.outside else units)
    return read


def _framed(content: Content, *, read: Reader, field: Field) -> Answer:
    """What is the same for every type: missing values, the field's name in the finding, personal data unseen."""
    if (isinstance(content, str) or content is None) and (answer := _nothing(content, field)):
        return answer
    value, finding = read(content)
    if finding is None:
        return value, None
    if value is None and is_mark(content):
        return _mark(content, field)
    return value, titled(_masked(finding) if field.personal else finding, str(field.title))


def _nothing(content: str | None, field: Field) -> Answer | None:
    """The answer where the cell holds no value, else None."""
    if content and len(content) > LONGEST_MARK and content[0] not in _ODD_STARTS:
        return None    # as most texts: too long to be a mark, and neither blank nor an error of Excel's
    title = str(field.title)
    if is_missing(content):
        required = "value-required" if field.type in NUMBERS else "value-required-text"
        return None, None if field.optional else Finding(required, blanks={"title": title})
    if error := excel_error(content):
        return None, titled(error, title)
    return _mark(content, field) if field.type not in _WORDED and is_mark(content) else None


def _mark(content: Content, field: Field) -> Answer:
    code = "value-mark-missing" if field.optional else "value-mark-required"
    return None, Finding(code, blanks={"title": str(field.title), "found": content})


def _masked(finding: Finding) -> Finding:
    """The finding with no more than the first character of what was found."""
    shown = {name: f"{value!s:.1}***" if name in ("found", "near") else value for name, value in finding.blanks.items()}
    return replace(finding, blanks=shown)
