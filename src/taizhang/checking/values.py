"""Cells read as their field asks: a typed value, a finding, or a value with a remark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from taizhang.catalogue.model import Catalogue, Field
from taizhang.checking.amounts import number_reader
from taizhang.checking.contents import Answer, Content, Reader, Value, excel_error, is_mark, is_missing, titled
from taizhang.checking.texts import proof_of, read_day, read_period, read_text
from taizhang.checking.words import read_code, read_tags, read_unit, read_yes_no, words_of
from taizhang.findings import Finding

NUMBERS = frozenset(("whole", "number", "money"))
WORDED = frozenset(("yes_no", "code", "tags"))  # here 无 may be an answer


@dataclass(frozen=True, slots=True)
class Reading:
    """A column as read: one value for each cell, and the findings with the index of their cell."""

    values: list[Value]
    findings: list[tuple[int, Finding]]


def read_column(contents: Sequence[Content], read: Reader) -> Reading:
    """Read a column of cells; equal contents are read once, which keeps long registers quick."""
    remembered: dict[tuple[type, Content], Answer] = {}
    values: list[Value] = []
    findings: list[tuple[int, Finding]] = []
    for index, content in enumerate(contents):
        key = (content.__class__, content)
        answer = remembered.get(key)
        if answer is None:
            answer = remembered[key] = read(content)
        values.append(answer[0])
        if answer[1] is not None:
            findings.append((index, answer[1]))
    return Reading(values, findings)


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


def _nothing(content: Content, field: Field) -> Answer | None:
    """The answer where the cell holds no value, else None."""
    title = str(field.title)
    if is_missing(content):
        required = "value-required" if field.type in NUMBERS else "value-required-text"
        return None, None if field.optional else Finding(required, blanks={"title": title})
    if error := excel_error(content):
        return None, titled(error, title)
    return _mark(content, field) if field.type not in WORDED and is_mark(content) else None


def _mark(content: Content, field: Field) -> Answer:
    code = "value-mark-missing" if field.optional else "value-mark-required"
    return None, Finding(code, blanks={"title": str(field.title), "found": content})


def _masked(finding: Finding) -> Finding:
    """The finding with no more than the first character of what was found."""
    shown = {name: f"{value!s:.1}***" if name in ("found", "near") else value for name, value in finding.blanks.items()}
    return replace(finding, blanks=shown)
