"""A city small enough to check by hand: two counties, five schools, one domain. Tests build on it with real parts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from catalogue_files import write_files
from taizhang.analysis.release import ASKED, OBSERVATIONS, SOURCES, Release
from taizhang.analysis.sealing import write_release
from taizhang.catalogue import Catalogue, read

SHARED = """
dimensions:
  stage:
    title: {zh: 学段, en: Stage}
    codes:
      primary: {zh: 小学, en: Primary}
      junior: {zh: 初中, en: Junior secondary}
  residence:
    title: {zh: 就读地, en: Residence}
    codes:
      local: {zh: 区内, en: Local}
      other: {zh: 区外, en: Other}
"""
DOMAIN = """
title: {zh: 学生资助, en: Student aid}
section: 学生资助管理中心
purpose: What is promised is paid.
order: 1
"""
INDICATORS = """
recipients:
  title: {zh: 资助学生, en: Students aided}
  unit: 人
  by: [stage, residence]
amount_due: {title: {zh: 应发资助金, en: Aid due}, unit: 元, by: [stage]}
amount_paid: {title: {zh: 发放资助金, en: Aid paid}, unit: 元, by: [stage]}
paid_in_full:
  title: {zh: 足额发放率, en: Paid in full}
  unit: "%"
  by: [stage]
  formula: amount_paid / amount_due
  better: higher
  standard: AID-FULL
arrears: {title: {zh: 资助金缺口, en: Arrears}, unit: 万元, formula: amount_due - amount_paid, better: lower}
paid_growth: {title: {zh: 发放增长率, en: Growth}, unit: "%", formula: growth(amount_paid)}
schools_short: {title: {zh: 未足额发放学校, en: Schools short}, unit: 所, formula: units(paid_in_full < 100)}
all_paid_schools: {title: {zh: 学校数, en: Schools}, unit: 所, formula: units()}
pupils: {title: {zh: 在校生, en: Pupils}, unit: 人, by: [stage], over_time: last}
books: {title: {zh: 图书, en: Books}, unit: 册, by: [stage], over_time: last}
books_each: {title: {zh: 生均图书, en: Books each}, unit: 册/人, decimals: 2, by: [stage], formula: books / pupils}
books_variation:
  {title: {zh: 图书差异系数, en: Variation of books}, unit: "1", decimals: 3, by: [stage],
   formula: "variation(books, pupils)", better: lower}
largest_class: {title: {zh: 最大班额, en: Largest class}, unit: 人, over_units: max, over_time: last}
fullest_day: {title: {zh: 最多一天用餐人数, en: Meals on the fullest day}, unit: 人, over_units: max, over_time: max}
satisfaction: {title: {zh: 满意度, en: Satisfaction}, unit: "%", over_time: last}
served_days: {title: {zh: 供餐天数, en: Days served}, unit: 天, by: [stage], over_units: max}
punctual: {title: {zh: 准时率, en: On time}, unit: "%"}
"""
STANDARDS = """
AID-FULL:
  title: {zh: 资助金足额发放, en: Aid paid in full}
  unit: "%"
  op: ge
  values:
    - {from: 2020-01-01, value: 100, sure: V, source: 市资助管理办法}
"""
FORM = """
title: {zh: 资助报表, en: Aid form}
filled_by: school
every: half
items: [recipients, amount_due, amount_paid, pupils, books, largest_class, satisfaction, served_days, fullest_day,
        punctual]
"""
OUTLINE = """
done:
  - when: recipients > 0
    say: >-
      {{ period }}共资助家庭经济困难学生{{ recipients }}{{ versus(recipients, 'last_year')
      }}，发放资助金{{ amount_paid|wan }}。
  - when: recipients > 0
    say: >-
      其中，{% for s in recipients.by.stage %}{{ s.name }}{{ s.value }}、资金{{ amount_paid.of(s)|wan
      }}{{ '；' if not loop.last }}{% endfor %}。
problems:
  - when: paid_in_full < 100
    say: "{{ behind(paid_in_full)|units }}尚未足额发放，缺口{{ (amount_due - amount_paid)|wan }}。"
next:
  - when: paid_in_full < 100
    say: "于{{ deadline }}前补足{{ (amount_due - amount_paid)|wan }}，做到不漏一人。"
    task: {owner: section, target: {paid_in_full: 100}}
"""
UNITS = """
code  name            parent kind   stages         area  ownership
city  云川市教育局    -      city   -              -     -
a     清溪区教育局    city   county -              -     -
b     南塘县教育局    city   county -              -     -
a1    清溪第一小学    a      school primary        urban public
a2    清溪九年制学校  a      school primary,junior town  public
a3    清溪实验中学    a      school junior         urban private
b1    南塘中心小学    b      school primary        rural public
b2    南塘初级中学    b      school junior         rural public
"""


def table(text: str) -> list[dict[str, str | None]]:
    """The rows of a table drawn as text; `-` is nothing."""
    head, *rows = (line.split() for line in text.strip().splitlines())
    return [{name: None if cell == "-" else cell for name, cell in zip(head, row, strict=True)} for row in rows]


def make_catalogue(folder: Path, **files: str) -> Catalogue:
    """The catalogue of the small city; `files` replaces or adds files of its domain, e.g. outline=…"""
    given = {"domain": DOMAIN, "indicators": INDICATORS, "standards": STANDARDS, "outline": OUTLINE, "forms/aid": FORM}
    own = {f"domains/aid/{name}.yaml": text for name, text in (given | files).items()}
    return read(write_files(folder / "catalogue", {"shared.yaml": SHARED, **own}))


def make_release(folder: Path, observations: str, *, units: str = UNITS, approved: bool = True,
                 asked: str = "") -> Release:
    """A release of 2026H1 with these observations; every one has a cell of its own as source."""
    rows = [{**row, "id": f"o{at}", "source": f"s{at}"} for at, row in enumerate(table(observations))]
    dimensions = [name for name in rows[0] if name not in OBSERVATIONS.names]
    schema = pa.schema([*OBSERVATIONS, *(pa.field(name, pa.string()) for name in dimensions)])
    full = [{**row, "indicator": f"aid.{row['indicator']}", "value": row["value"] and Decimal(row["value"])}
            for row in rows]
    return write_release(
        folder / "release", observations=pa.Table.from_pylist(full, schema=schema),
        units=pa.Table.from_pylist(table(units)), sources=_sources(rows, approved=approved),
        asked=pa.Table.from_pylist(table(asked), schema=ASKED) if asked else None,
        name="2026年上半年", period="2026H1", made_at="2026-07-05T09:00:00+08:00", made_by="李雯", catalogue="test")


def _sources(rows: list[dict[str, str | None]], *, approved: bool) -> pa.Table:
    made = [
        {"id": row["source"], "kind": "cell", "submission": "sub-1", "file": f"{row['unit']}.xlsx", "sha256": "0" * 64,
         "sheet": "资助报表", "cell": f"C{at + 3}", "text": row["value"], "reported_by": "王敏",
         "reported_at": "2026-07-01T10:00:00+08:00", "approved_by": "赵立" if approved else None,
         "approved_at": "2026-07-03T10:00:00+08:00" if approved else None}
        for at, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(made, schema=SOURCES)
