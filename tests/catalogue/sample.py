"""A small domain that is complete: every kind of file, every kind of source."""

from __future__ import annotations

from pathlib import Path

from catalogue_files import write_files
from taizhang.catalogue import Catalogue, CatalogueError, read

SHARED = """
dimensions:
  stage:
    title: {zh: 学段, en: Stage}
    codes:
      primary: {zh: 小学, en: Primary, called: [小学阶段]}
      junior: {zh: 初中, en: Junior secondary}
  area:
    title: {zh: 城乡, en: Area}
    codes: {urban: {zh: 城区, en: Urban}, rural: {zh: 乡村, en: Rural}}
lists:
  gender: {title: {zh: 性别, en: Gender}, codes: {male: {zh: 男, en: Male}, female: {zh: 女, en: Female}}}
"""
AID = {
    "domain.yaml": """
title: {zh: 学生资助, en: Student aid}
section: 资助中心
purpose: Families get what is promised.
order: 3
lists:
  scheme: {title: {zh: 项目, en: Scheme}, codes: {grant: {zh: 助学金, en: Grant}, board: {zh: 寄宿补助, en: Boarding}}}
""",
    "indicators.yaml": """
recipients:
  title: {zh: 资助学生, en: Students aided}
  called: [受助学生]
  unit: 人
  counts: payments.student
  where: paid > 0
  by: [stage]
amount_paid:
  title: {zh: 发放资助金, en: Aid paid}
  unit: 万元
  sums: payments.paid
  by: [stage]
amount_due:
  title: {zh: 应发资助金, en: Aid due}
  unit: 元
  sums: payments.due
  by: [stage]
average_paid:
  title: {zh: 人均资助, en: Average}
  unit: 元
  averages: payments.paid
paid_in_full:
  title: {zh: 足额发放率, en: Paid in full}
  unit: "%"
  formula: amount_paid / amount_due
  better: higher
pupils:
  title: {zh: 在校生, en: Pupils}
  unit: 人
  by: [stage, area]
  over_time: last
teachers:
  title: {zh: 专任教师, en: Teachers}
  unit: 人
  by: [stage]
books:
  title: {zh: 图书, en: Books}
  unit: 册
teachers_per_hundred:
  title: {zh: 每百名学生教师数, en: Teachers for each hundred pupils}
  unit: 人/百生
  formula: teachers / pupils
  standard: YZ-TEACHERS
largest_class:
  title: {zh: 最大班额, en: Largest class}
  unit: 人
  over_units: max
book_variation:
  title: {zh: 图书差异系数, en: Variation of books}
  unit: ""
  formula: variation(books, pupils)
  level: county
retention:
  title: {zh: 巩固率, en: Retention}
  unit: "%"
  formula: pupils / teachers
  versions:
    - {from: 2026-01-01, formula: teachers / pupils, comparable: false, note: {zh: 新口径, en: A new definition}}
""",
    "forms/basics.yaml": """
title: {zh: 基本情况, en: Basics}
filled_by: [school, kindergarten]
every: half
items:
  - pupils
  - {indicator: teachers, required: false, min: 0, max: 500}
  - books
""",
    "registers/payments.yaml": """
title: {zh: 资助台账, en: Aid payments}
filled_by: school
key: [student, scheme]
fields:
  student: {type: person, title: {zh: 学生, en: Student}, personal: true}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  scheme: {type: code, list: scheme, title: {zh: 项目, en: Scheme}}
  due: {type: money, unit: 元, title: {zh: 应发, en: Due}}
  paid: {type: money, unit: 元, title: {zh: 实发, en: Paid}, optional: true}
  paid_on: {type: date, title: {zh: 日期, en: Paid on}, optional: true}
children:
  visits: {title: {zh: 走访, en: Visits}, key: [on], fields: {on: {type: date, title: {zh: 日期, en: Date}}}}
states: {draft: [submitted], submitted: [approved, draft], approved: []}
""",
    "rules.yaml": """
never-more-than-due:
  level: hard
  on: payments
  that: paid <= due
  says: {zh: "实发 {paid} 元大于应发 {due} 元", en: "paid {paid} exceeds {due} due"}
half-of-the-allowance:
  level: soft
  on: payments
  where: scheme == "board"
  that: due == standard("AID-BOARD", stage, paid_on) / 2
  says: {zh: "应发 {due} 元，按标准应为 {expected} 元", en: "due {due}, the standard gives {expected}"}
enough-teachers:
  level: soft
  on: basics
  that: teachers >= pupils / 20
  says: {zh: "教师 {teachers} 人偏少，在校生 {pupils} 人", en: "{teachers} teachers are few for {pupils} pupils"}
""",
    "standards.yaml": """
AID-BOARD:
  title: {zh: 寄宿生生活费补助, en: Boarders' allowance}
  unit: 元/年
  values:
    - {from: 2011-09-01, primary: 1000, junior: 1250, sure: S, source: 甲文件}
    - {from: 2024-02-01, primary: 1250, junior: 1500, sure: V, source: 乙文件, clause: 第三条}
YZ-TEACHERS:
  title: {zh: 每百名学生高学历教师, en: Teachers}
  unit: 人/百生
  op: ge
  values:
    - {from: 2017-04-01, value: 4.2, sure: M+, source: 丙文件}
""",
    "outline.yaml": """
done:
  - when: recipients > 0 and not missing(amount_paid)
    say: "{{ period }}共资助{{ recipients }}，发放{{ amount_paid|wan }}{{ versus(recipients, 'last_year') }}。"
next:
  - when: paid_in_full < 100
    say: ["于{{ deadline }}前补足。", "尽快补足。"]
    task: {owner: section, target: {paid_in_full: 100}}
""",
    "cases.yaml": """
- name: stages make the total
  payments: |
    student stage   scheme due  paid
    a       primary grant  1000 1000
    b       junior  grant  625  625
    c       junior  grant  625  0
    c       junior  board  750  -
  last_year: {recipients: 1}
  expect:
    recipients: 2
    recipients[stage=junior]: 1
    amount_paid: 0.1625
    amount_due: 3000
    average_paid: 541.67
    paid_in_full: 54.17
    growth(recipients): 100.0
    previous(recipients): missing
    paid_in_full < 100: true
- name: five schools
  units: |
    unit pupils[stage=primary] books largest_class
    s1   45 279 44
    s2   37 137 56
    s3   89 935 40
    s4   76 160 30
    s5   55 402 -
  expect:
    book_variation: 0.515
    units(largest_class > 40): 2
    units(): 5
    every(pupils > 30): true
    every(largest_class > 20): missing
    largest_class: missing
    pupils: 302
- name: more than due is refused
  payments: |
    student stage   scheme due  paid
    a       primary grant  1000 1200
  refused: never-more-than-due
- name: half of the allowance of the day
  payments: |
    student stage   scheme due paid paid_on
    a       primary board  625 625  2024-03-01
    b       junior  board  625 625  2023-10-01
- name: last year's figure does not fit the new definition
  values: {pupils: 200, teachers: 10}
  last_year: {pupils: 100, teachers: 10}
  expect: {retention: 5.0, last_year(retention): missing, teachers_per_hundred: 5, growth(pupils): 100}
""",
}


def write(folder: Path, changed: dict[str, str | None] | None = None) -> Path:
    """The sample as a catalogue's folder; `changed` replaces files of the domain, None leaves one out."""
    own = {f"domains/aid/{name}": text for name, text in {**AID, **(changed or {})}.items()}
    files = {"shared.yaml": SHARED, **own}
    return write_files(folder, {name: text for name, text in files.items() if text is not None})


def problems(*folders: Path, language: str = "en") -> list[str]:
    """What loading the folders says, without the folders' own paths."""
    try:
        read(*folders)
    except CatalogueError as error:
        texts = [problem.message(language) for problem in error.problems]
    else:
        return []
    for folder in folders:
        texts = [text.replace(f"{folder}/", "").replace("domains/aid/", "") for text in texts]
    return texts


def sample(folder: Path) -> Catalogue:
    return read(write(folder))
