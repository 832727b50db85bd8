"""Dates, periods and texts, and what a text must further be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial

from taizhang.catalogue.model import Field
from taizhang.checking.codes import check_area_code, check_school_code
from taizhang.checking.contents import BLANK, Answer, Content, as_text
from taizhang.checking.dates import read_date
from taizhang.checking.identity import read_id_number
from taizhang.checking.numbers import MOST_DIGITS, plain
from taizhang.findings import Finding
from taizhang.periods import Period, PeriodKind

_PERIOD_KINDS = {"year": "年", "half": "半年", "quarter": "季度", "month": "月", "school_year": "学年", "term": "学期"}
MASK = re.compile(r"[*＊×□]|^[xX]{2,}$")
# Texts that are read as they stand, whatever the field: nothing in them could be a mark for "nothing", an error of
# Excel's, a space at an end, or (of persons) a mask or a space within.
_BEGINS = r"(?=[0-9A-Za-z\u4e00-\u9fff])(?![nN无没暂不未缺空])"
_CLEAN = re.compile(rf"{_BEGINS}(?s:.{{1,2000}})(?<![{BLANK}])")
_CLEAN_PERSON = re.compile(rf"{_BEGINS}(?![xX])[^\s{BLANK}*＊×□]{{1,2000}}")
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff\s]+")
LONGEST = 2000
Proof = Callable[[str], str | Finding]  # gives back the text, made uniform, or what is wrong with it


def read_day(content: Content) -> Answer:
    """The date in a cell; Excel's bare day numbers are read, and that is said."""
    if isinstance(content, bool) or content is None:
        return None, Finding("value-not-a-date", blanks={"found": as_text(content)})
    day = read_date(plain(content) if isinstance(content, str) else content)
    if isinstance(day, Finding):
        return None, day
    is_serial = isinstance(content, int | float) and content < 10**7
    return day, Finding("value-date-from-serial", blanks={"found": content, "day": day}) if is_serial else None


def read_period(content: Content, *, kind: str | None) -> Answer:
    """The period that a cell names, of the kind asked for."""
    text = f"{content:%Y-%m}" if isinstance(content, date) else plain(as_text(content))
    try:
        period = Period.parse(text)
    except ValueError:
        return None, Finding("value-not-a-period", blanks={"found": content})
    if kind and period.kind != PeriodKind(kind):
        return None, Finding("value-wrong-kind-of-period", blanks={"found": content, "expected": _PERIOD_KINDS[kind]})
    return period, None


def read_text(content: Content, *, proof: Proof, person: bool) -> Answer:
    """The text of a cell without spaces at its ends. Names of persons must be whole, and have no spaces inside."""
    if isinstance(content, float) and abs(content) >= 10**MOST_DIGITS:
        return None, Finding("value-digits-lost", blanks={"found": as_text(content)})
    text = as_text(content).strip(BLANK)
    if len(text) > LONGEST:
        return None, Finding("value-too-long", blanks={"found": text[:20] + "…", "most": LONGEST})
    if person and MASK.search(text):
        return None, Finding("value-masked", blanks={"found": text})
    if person and _CHINESE_NAME.fullmatch(text):
        text = re.sub(r"\s+", "", text)  # 张 三 and 张三 are one
    proven = proof(text)
    return (None, proven) if isinstance(proven, Finding) else (proven, None)


def _id_number(text: str, *, today: date) -> str | Finding:
    found = read_id_number(text, today=today)
    return found if isinstance(found, Finding) else found.text


def _pattern(text: str, *, pattern: re.Pattern[str]) -> str | Finding:
    if pattern.fullmatch(text):
        return text
    return Finding("value-pattern", blanks={"found": text, "expected": pattern.pattern})


def clean_text(field: Field) -> Callable[[str], object]:
    """Tells at once of most texts that reading them gives the text itself and no finding; of all others, nothing."""
    if field.type not in ("text", "person") or _standard_of(field, date.max):
        return lambda text: None
    begins = (_CLEAN_PERSON if field.type == "person" else _CLEAN).fullmatch
    if field.pattern is None:
        return begins
    pattern = re.compile(field.pattern).fullmatch
    return lambda text: pattern(text) and begins(text)


def proof_of(field: Field, today: date) -> Proof:
    """What the texts of a field must be: what a national standard defines, told by the field's title, or a pattern."""
    pattern = partial(_pattern, pattern=re.compile(field.pattern)) if field.pattern else str
    return _standard_of(field, today) or pattern


def _standard_of(field: Field, today: date) -> Proof | None:
    proofs: dict[str, Proof] = {
        "身份证": partial(_id_number, today=today),
        "身份号码": partial(_id_number, today=today),
        "标识码": lambda text: check_school_code(text) or text,
        "行政区划": lambda text: check_area_code(text) or text,
    }
    return next((proof for word, proof in proofs.items() if word in field.title.zh), None)
