"""A small catalogue read from files, and a way to fill a handed-out workbook as a clerk would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from taizhang.catalogue import Catalogue
from taizhang.checking.submission import OrgUnit
from taizhang.periods import Period
from taizhang.workbooks.take_in import TakenIn, take_in

FILES = {
    "shared.yaml": """
dimensions:
  stage:
    title: {zh: 学段, en: Stage}
    codes:
      preschool: {zh: 学前, en: Preschool, called: [幼儿园]}
      primary: {zh: 小学, en: Primary}
      junior: {zh: 初中, en: Junior secondary}
lists: {}
""",
    "domains/aid/domain.yaml": """
title: {zh: 学生资助, en: Student aid}
section: 资助中心
lists:
  scheme:
    title: {zh: 资助项目, en: Scheme}
    codes: {grant: {zh: 国家助学金, en: Grant}, boarding: {zh: 寄宿生生活补助, en: Boarding}}
""",
    "domains/aid/indicators.yaml": """
enrolled: {title: {zh: 在校学生, en: Enrolled}, unit: 人, by: [stage], over_time: last}
aided: {title: {zh: 资助学生, en: Aided}, unit: 人, by: [stage], note: {zh: 同一学生只计一次, en: each once}}
amount: {title: {zh: 发放资助金, en: Paid}, unit: 元}
coverage: {title: {zh: 资助覆盖率, en: Coverage}, unit: "%", formula: aided / enrolled}
staff: {title: {zh: 资助专干, en: Staff}, unit: 人}
""",
    "domains/aid/forms/basics.yaml": """
title: {zh: 学生资助基本情况, en: Basics}
filled_by: school
every: half
items:
  - enrolled
  - aided
  - coverage
  - amount
  - {indicator: staff, required: false, max: 50}
""",
    "domains/aid/registers/payments.yaml": """
title: {zh: 资助发放台账, en: Payments}
filled_by: school
key: [id_number, scheme]
fields:
  student: {type: person, title: {zh: 学生姓名, en: Student}, personal: true}
  id_number: {type: text, title: {zh: 身份证号, en: ID number}, personal: true}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  scheme: {type: code, list: scheme, title: {zh: 资助项目, en: Scheme}}
  due: {type: money, unit: 元, title: {zh: 应发, en: Due}}
  paid: {type: money, unit: 元, title: {zh: 实发, en: Paid}}
  paid_on: {type: date, title: {zh: 发放日期, en: Paid on}, optional: true}
  boards: {type: yes_no, title: {zh: 是否寄宿, en: Boards}, optional: true}
  term: {type: period, kind: term, title: {zh: 学期, en: Term}, optional: true}
children:
  visits:
    title: {zh: 走访, en: Visits}
    key: [visited_on]
    fields: {visited_on: {type: date, title: {zh: 走访日期, en: Visited on}}}
""",
    "domains/aid/rules.yaml": """
never-more-than-due:
  level: hard
  on: payments
  that: paid <= due
  says: {zh: "实发 {paid} 元大于应发 {due} 元", en: "paid {paid} yuan exceeds {due} due"}
aided-are-enrolled:
  level: hard
  on: basics
  that: aided <= enrolled
  says: {zh: "资助学生 {aided} 人多于在校学生 {enrolled} 人", en: "{aided} aided, {enrolled} enrolled"}
money-for-the-aided:
  level: soft
  on: basics
  that: amount / aided <= 2000
  says: {zh: "生均资助 {found} 元偏高", en: "{found} yuan a head is high"}
""",
}
SCHOOL = OrgUnit("2162000123", "临江区第三小学", {"stage": ("primary", "junior")})
HALF = Period.parse("2026H1")
TODAY = date(2026, 7, 1)


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """The workbook after somebody opened it, did something and saved it."""
    book = load_workbook(BytesIO(data))
    edit(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def filled(data: bytes, cells: Mapping[str, object], records: str = "") -> bytes:
    """The workbook with cells of the form filled by address, and records from a table of `|` columns."""

    def fill(book: Any) -> None:
        for address, value in cells.items():
            book["学生资助基本情况"][address] = value
        for row in table(records):
            book["资助发放台账"].append([None, *row])

    return edited(data, fill)


def table(text: str) -> list[list[object]]:
    """Rows of a Markdown-like grid; empty cells are None, whole numbers are numbers, `'12` is the text 12."""
    lines = [line.strip().strip("|") for line in text.strip().splitlines()]
    return [[_cell(cell.strip()) for cell in line.split("|")] for line in lines if line]


def _cell(text: str) -> object:
    if not text:
        return None
    if text.startswith("'"):
        return text[1:]
    return float(text) if text.lstrip("-").replace(".", "", 1).isdigit() else text


def received(data: bytes, catalogue: Catalogue, **more: Any) -> TakenIn:
    return take_in(data, "报表.xlsx", catalogue=catalogue, today=TODAY, **more)


def told(taken: TakenIn) -> list[tuple[str, str]]:
    """The findings as (place, code)."""
    return [(finding.place, finding.code) for finding in taken.findings]
