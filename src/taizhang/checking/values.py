"""What a cell holds, read as its field asks: a typed value, a finding, or a value with a remark.

A reader takes a cell's content as a spreadsheet gives it (text, number, date, truth value) and gives back the
value and at most one finding. Empty cells and marks such as "/" give None: missing is not zero. An
error-level finding always comes with None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial

from taizhang.catalogue.model import Catalogue, CodeList, Field
from taizhang.catalogue.problems import nearest
from taizhang.checking import numbers
from taizhang.checking.codes import check_area_code, check_school_code
from taizhang.checking.dates import read_date
from taizhang.checking.identity import read_id_number
from taizhang.findings import Finding
from taizhang.periods import Period, PeriodKind
from taizhang.quantities.units import Unit, UnitError

Content = str | float | bool | date | None
Value = Decimal | str | date | bool | tuple[str, ...] | None
Answer = tuple[Value, Finding | None]
Reader = Callable[[Content], Answer]

YES = frozenset("是 有 对 √ ✓ ✔ y yes true 1 1.0".split())
NO = frozenset("否 无 不 没有 错 × ✗ ✘ n no false 0 0.0".split())
MASK = re.compile(r"[*＊×□]|^[xX]{2,}$")
SEPARATORS = re.compile(r"[、，,;；/|\s]+")
# Counted one by one: a decimal in these units is a slip.
CONTINUOUS = frozenset(("", "元", "平方米", "立方米", "米", "千克", "年", "天", "兆"))
# Words for counting anything: 12个 stands for 12人 as well as for 12所.
CLASSIFIERS = frozenset("个 项 份 件 次 名 位 条 台 套".split())
SIGNED_UNITS = frozenset(("%", "百分点", "个百分点", "‰"))
WORDED = frozenset(("yes_no", "code", "tags"))  # here 无 may be an answer
EXCEL_ERRORS = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE! #SPILL! #CALC! #GETTING_DATA".split())
LONGEST_TEXT = 2000


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


def excel_error(content: Content) -> Finding | None:
    """The finding for a cell that shows #DIV/0! or its like."""
    is_error = isinstance(content, str) and content.startswith("#") and content.upper() in EXCEL_ERRORS
    return Finding("value-excel-error", blanks={"found": content}) if is_error else None


def is_missing(content: Content) -> bool:
    """Whether the cell is empty, or holds nothing but spaces."""
    return content is None or (isinstance(content, str) and not content.strip("\u3000\u00a0\u200b\ufeff \t\r\n'"))


def reader(field: Field, catalogue: Catalogue, *, units: Mapping[str, str], today: date) -> Reader:
    """The reader for a register's field. `units` are the org units one may name: code to name; none: any."""
    match field.type:
        case "whole" | "number" | "money":
            read = number_reader(field.unit or "", whole=field.type == "whole", least=field.min, most=field.max)
        case "code":
            read = partial(_code, codes=_words(catalogue.codes(field.list or "")))
        case "tags":
            read = partial(_tags, codes=_words(catalogue.codes(field.list or "")))
        case "date":
            read = _date
        case "period":
            read = partial(_period, kind=field.kind)
        case "yes_no":
            read = _yes_no
        case "unit":
            read = partial(_unit, units={} if field.outside else units)
        case _:
            read = partial(_text, proof=_proof(field, today), person=field.type == "person")
    return partial(_framed, read=read, field=field)


def _framed(content: Content, *, read: Reader, field: Field) -> Answer:
    """What is the same for every type: missing values, the field's name in the finding, personal data unseen."""
    if is_missing(content):
        return None, None if field.optional else Finding(_required(field), blanks={"title": str(field.title)})
    if error := excel_error(content):
        return None, titled(error, str(field.title))
    is_mark = isinstance(content, str) and numbers.is_missing_mark(content)
    if is_mark and field.type not in WORDED:
        return _mark(content, field)
    value, finding = read(content)
    if is_mark and finding is not None:
        return _mark(content, field)
    if finding is not None:
        finding = replace(finding, blanks=_hidden(finding.blanks) if field.personal else finding.blanks)
        finding = titled(finding, str(field.title))
    return value, finding


def _required(field: Field) -> str:
    return "value-required" if field.type in ("whole", "number", "money") else "value-required-text"


def _mark(content: Content, field: Field) -> Answer:
    code = "value-mark-missing" if field.optional else "value-mark-required"
    return None, Finding(code, blanks={"title": str(field.title), "found": content})


def titled(finding: Finding, title: str) -> Finding:
    """The finding with the name of the field or line in question, and with numbers as Excel shows them."""
    shown = {name: as_text(value) if isinstance(value, float) else value for name, value in finding.blanks.items()}
    return replace(finding, blanks={"title": title, **shown})


def _hidden(blanks: Mapping[str, object]) -> dict[str, object]:
    return {k: (str(v)[:1] + "***" if k in ("found", "near") else v) for k, v in blanks.items()}


# --- numbers -----------------------------------------------------------------------------------------------


@cache
def counted(unit: str) -> bool:
    """Whether things of this unit are counted one by one, so that only whole numbers make sense."""
    parsed = Unit.parse(unit)
    return parsed.scale == 1 and len(parsed.powers) == 1 and parsed.powers[0][1] == 1 and parsed.powers[0][0] not in CONTINUOUS


def number_reader(unit: str, *, whole: bool, least: Decimal | None = None, most: Decimal | None = None) -> Reader:
    """Reads numbers into `unit`. Without `least`, nothing but percentages may be negative."""
    if least is None and unit not in SIGNED_UNITS:
        least = Decimal(0)
    return partial(_number, unit=unit, whole=whole, least=least, most=most)


def _number(content: Content, *, unit: str, whole: bool, least: Decimal | None, most: Decimal | None) -> Answer:
    if isinstance(content, date):
        return None, Finding("value-date-for-number", blanks={"found": content.isoformat()[:10]})
    assert content is not None
    written = numbers.read_number(content)
    if isinstance(written, Finding):
        return None, written
    value, finding = _in_unit(written, unit, content)
    if value is None:
        return None, finding
    blanks = {"found": content, "least": least, "most": most}
    if whole and value != value.to_integral_value():
        return None, Finding("value-not-whole", blanks=blanks)
    if least is not None and value < least:
        return None, Finding("value-negative" if least == 0 else "value-too-small", blanks=blanks)
    if most is not None and value > most:
        return None, Finding("value-too-large", blanks=blanks)
    if unit == "%" and 0 < value < 1 and not written.unit:
        finding = Finding("value-share-as-fraction", blanks={"found": content, "percent": f"{value * 100:f}"})
    return value, finding


def _in_unit(written: numbers.Written, unit: str, content: Content) -> tuple[Decimal | None, Finding | None]:
    """The number in the unit that is asked for, with a remark where that took more than reading digits."""
    blanks = {"found": content, "unit": unit}
    if not written.unit and written.multiple == 1:
        return written.value, None
    wanted = Unit.parse(unit)
    try:
        value = wanted.convert(written.value, wanted) if not written.unit or written.unit in CLASSIFIERS and counted(unit) \
            else Unit.parse(written.unit).convert(written.value, wanted)
    except UnitError:
        return None, Finding("value-wrong-unit", blanks=blanks)
    if not written.unit and wanted.scale == written.multiple:
        value = written.value / written.multiple  # 3.5万 in a column of 万元 is 3.5
    return value, Finding("value-unit-read", blanks={**blanks, "value": f"{value.normalize():f}"})


# --- codes -------------------------------------------------------------------------------------------------


def _words(codes: CodeList) -> dict[str, str]:
    """Every word that stands for a code, the Chinese titles last: the code, its titles, what else it is called."""
    entries = codes.codes.values()
    others = [(word, entry.code) for entry in entries for word in (*entry.called, entry.title.en, entry.code)]
    titles = [(entry.title.zh, entry.code) for entry in entries]
    return {numbers.plain(word).casefold(): code for word, code in (*others, *titles)}


def _code(content: Content, *, codes: Mapping[str, str]) -> Answer:
    word = numbers.plain(as_text(content)).casefold()
    if word in codes:
        return codes[word], None
    return None, _unknown(content, word, codes)


def _unknown(content: Content, word: str, words: Mapping[str, str]) -> Finding:
    if near := nearest(word, words):
        return Finding("value-unknown-code-near", blanks={"found": content, "near": near})
    return Finding("value-unknown-code", blanks={"found": content, "expected": "、".join(_titles(words))})


def _titles(words: Mapping[str, str]) -> Iterable[str]:
    """The last word of each code, which is its Chinese title."""
    return {code: word for word, code in words.items()}.values()


def _tags(content: Content, *, codes: Mapping[str, str]) -> Answer:
    found: list[str] = []
    for word in filter(None, SEPARATORS.split(as_text(content))):
        code, finding = _code(word, codes=codes)
        if finding:
            return None, finding
        found.append(str(code))
    return tuple(dict.fromkeys(found)), None


def _yes_no(content: Content) -> Answer:
    word = numbers.plain(as_text(content)).casefold()
    if word in YES or word in NO:
        return word in YES, None
    return None, Finding("value-not-yes-no", blanks={"found": content})


def _unit(content: Content, *, units: Mapping[str, str]) -> Answer:
    text = numbers.plain(as_text(content))
    if not units or text in units:
        return text, None
    by_name = {name: code for code, name in units.items()}
    if text in by_name:
        return by_name[text], None
    if near := nearest(text, by_name):
        return None, Finding("value-unknown-unit-near", blanks={"found": content, "near": near})
    return None, Finding("value-unknown-unit", blanks={"found": content})


# --- dates, periods, texts ---------------------------------------------------------------------------------


def _date(content: Content) -> Answer:
    assert content is not None
    day = read_date(content if isinstance(content, date | int | float) else numbers.plain(content))
    if isinstance(day, Finding):
        return None, day
    is_serial = isinstance(content, int | float) and not isinstance(content, bool) and content < 10**7
    return day, Finding("value-date-from-serial", blanks={"found": content, "day": day}) if is_serial else None


def _period(content: Content, *, kind: str | None) -> Answer:
    text = f"{content:%Y-%m}" if isinstance(content, date) else numbers.plain(as_text(content))
    try:
        period = Period.parse(text)
    except ValueError:
        return None, Finding("value-not-a-period", blanks={"found": content})
    if kind and period.kind != PeriodKind(kind):
        return None, Finding("value-wrong-kind-of-period", blanks={"found": content, "expected": PERIOD_KINDS[kind]})
    return period.code, None


PERIOD_KINDS = {"year": "年", "half": "半年", "quarter": "季度", "month": "月", "school_year": "学年", "term": "学期"}


def _text(content: Content, *, proof: Callable[[str], str | Finding], person: bool) -> Answer:
    if isinstance(content, float) and abs(content) >= 10**numbers.MOST_DIGITS:
        return None, Finding("value-digits-lost", blanks={"found": as_text(content)})
    text = as_text(content).strip("\u3000\u00a0\u200b\ufeff \t\r\n'")
    if len(text) > LONGEST_TEXT:
        return None, Finding("value-too-long", blanks={"found": text[:20] + "…", "most": LONGEST_TEXT})
    if person and MASK.search(text):
        return None, Finding("value-masked", blanks={"found": text})
    if person and re.fullmatch(r"[\u4e00-\u9fff\s\u3000]+", text):
        text = re.sub(r"\s+", "", text)  # 张 三 and 张三 are one
    proven = proof(text)
    return (None, proven) if isinstance(proven, Finding) else (proven, None)


def as_text(content: Content) -> str:
    if isinstance(content, bool):
        return "是" if content else "否"
    if isinstance(content, int | float):
        return f"{numbers.from_cell(content):f}"
    if isinstance(content, datetime):
        content = content.date()
    return content.isoformat() if isinstance(content, date) else content or ""


def _id_number(text: str, *, today: date) -> str | Finding:
    found = read_id_number(text, today=today)
    return found if isinstance(found, Finding) else found.text


def _proof(field: Field, today: date) -> Callable[[str], str | Finding]:
    """What a text must further be: of a pattern, or one of the codes that national standards define."""
    if "身份证" in field.title.zh or "身份号码" in field.title.zh:
        return partial(_id_number, today=today)
    if "标识码" in field.title.zh:
        return lambda text: check_school_code(text) or text
    if "行政区划" in field.title.zh:
        return lambda text: check_area_code(text) or text
    if field.pattern:
        return partial(_pattern, pattern=field.pattern)
    return str


def _pattern(text: str, *, pattern: str) -> str | Finding:
    return text if re.fullmatch(pattern, text) else Finding("value-pattern", blanks={"found": text, "expected": pattern})

