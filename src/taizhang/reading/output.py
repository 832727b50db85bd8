"""A Reading as JSON, as rows, and as a table for a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from taizhang.reading.model import Figure, Reading, Section, Verdict
from taizhang.reading.subject import UNRELATED

COLUMNS = ("name", "id", "start", "end", "quote", "value", "unit", "kind", "qualifier", "indicator", "code", "domain",
           "score", "period", "org", "by", "low", "high")
NUMBERS = ("value", "low", "high")
KEPT = 38, 6      # digits of an exact number, and of them behind the point: as the ledger keeps values
_PARTS = ("documents", "figures", "claims", "commitments", "cleanings")


def to_json(reading: Reading) -> str:
    """The Reading as one line of JSON: its lists as they stand, without the text.

    Numbers are whole or floating, null where a figure is masked, lost or ambiguous.
    """
    record = {"name": reading.name} | {part: [_record(item) for item in getattr(reading, part)] for part in _PARTS}
    return json.dumps(record, ensure_ascii=False, default=_plain)


def _record(item: Any) -> dict[str, Any]:
    """An item's fields by name; what they hold is left as it is, for `asdict` would copy every number."""
    return {name: getattr(item, name) for name in getattr(item, "_fields", None) or item.__slots__}


def rows(reading: Reading) -> list[dict[str, Any]]:
    """One row for each figure, under COLUMNS; values are numbers or None."""
    return _rows(reading, _number)


def exact_rows(reading: Reading) -> list[dict[str, Any]]:
    """The same rows with decimals of KEPT digits, so that no amount loses any; what is larger is None."""
    return _rows(reading, _exact)


def _rows(reading: Reading, written: Callable[[Decimal], object]) -> list[dict[str, Any]]:
    return [{"name": reading.name} | _record(figure)
            | {name: None if (number := getattr(figure, name)) is None else written(number) for name in NUMBERS}
            | {"kind": str(figure.kind), "qualifier": str(figure.qualifier),
               "by": json.dumps(figure.by, ensure_ascii=False) if figure.by else None}
            for figure in reading.figures]


def to_table(reading: Reading) -> str:
    """What was read, for a terminal: a line for each figure and each commitment under a headline."""
    figures = [f"  {figure.id:<6} {_line(reading, figure.start):>5}  {_shown(figure)}" for figure in reading.figures]
    promised = [f"  {promise.id:<6} {_line(reading, promise.start):>5}  {promise.text}"
                f"{f'（{promise.deadline}）' if promise.deadline else ''}" for promise in reading.commitments]
    titles = [f"{document.title or '（无题）'}  {document.bureau or ''}  {document.period or '报告期不明'}"
              for document in reading.documents]
    return "\n".join([headline(reading), *titles, *figures, *(["承诺 Commitments"] if promised else []), *promised])


def headline(reading: Reading) -> str:
    """One line on what a file held; a text without figures is said to have none."""
    if reading.documents and all(document.kind == UNRELATED for document in reading.documents):
        return f"{reading.name}：不是教育工作的报告，没有读取数字  not a report on education, no figures taken"
    if not reading.figures:
        return f"{reading.name}：没有读到数字  no figures"
    verdicts = [claim.verdict for claim in reading.claims]
    recomputed = sum(verdict is not Verdict.UNCHECKABLE for verdict in verdicts)
    wrong = verdicts.count(Verdict.CONTRADICTED)
    return (f"{reading.name}：{len(reading.figures)} 个数字，复算 {recomputed} 处关系，{wrong} 处不符  "
            f"{len(reading.figures)} figures, {recomputed} claims recomputed, {wrong} contradicted")


def _shown(figure: Figure) -> str:
    unsure = "？" if figure.low is None or figure.high is None else f"{figure.low:f}–{figure.high:f}"
    value = unsure if figure.value is None else f"{figure.value:f}"
    quote = "".join(figure.quote.split())
    return f"{quote} = {value}{figure.unit}  {figure.kind}  {figure.indicator}  {figure.code or ''}".rstrip()


def _line(reading: Reading, place: int) -> int:
    return reading.text.count("\n", 0, place) + 1


def _plain(value: object) -> Any:
    return _record(value) if isinstance(value, Section) else _number(value)


def _exact(value: Decimal) -> Decimal | None:
    try:
        return value.quantize(Decimal(1).scaleb(-KEPT[1]), context=Context(prec=KEPT[0]))
    except InvalidOperation:
        return None


def _number(value: object) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(f"{value!r} is no number")
    return int(value) if value == value.to_integral_value() else float(value)
