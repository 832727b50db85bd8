"""Taking in and checking a register of 50,000 records by 20 fields, against Frictionless and Pandera.

All three read the same .xlsx file and hold it to the same rules: types, required fields, code lists, limits, patterns,
a key that stands once, and two amounts of which one never exceeds the other. Pandera has no reader of its own: its
users read with pandas, whose default for .xlsx is openpyxl (`pandera`). Some name calamine instead, the reader that
we use too (`pandera_calamine`): then both wait for the same parser most of the time. Ours also looks at every byte
before anything is parsed, and keeps the place of every cell. Frictionless's own reader for .xlsx is openpyxl. Each
runs in a process of its own, whose greatest memory is measured. What is aimed at: 2 x Pandera, 5 x Frictionless, 1 GB.

    pip install -e '.[bench]' && python benchmarks/register_import.py [--records 50000]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

STAGES = {"小学": "primary", "初中": "junior", "高中": "senior"}
SCHEMES = ["国家助学金", "生活补助", "营养膳食", "免学杂费"]
TODAY = date(2026, 7, 1)
CATALOGUE = """
title: {zh: 资助台账, en: Aid}
filled_by: school
key: [number]
fields:
  number: {type: text, pattern: "P[0-9]{6}", title: {zh: 编号, en: Number}}
  pupil: {type: person, personal: true, title: {zh: 姓名, en: Name}}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  scheme: {type: code, list: scheme, title: {zh: 资助项目, en: Scheme}}
  grade: {type: whole, min: 1, max: 12, title: {zh: 年级, en: Grade}}
  boards: {type: yes_no, title: {zh: 寄宿, en: Boards}}
  due: {type: money, unit: 元, min: 0, max: 20000, title: {zh: 应发, en: Due}}
  paid: {type: money, unit: 元, min: 0, max: 20000, title: {zh: 实发, en: Paid}}
  paid_on: {type: date, title: {zh: 发放日期, en: Paid on}}
  since: {type: date, title: {zh: 起始日期, en: Since}}
  class_no: {type: text, title: {zh: 班级, en: Class}}
  village: {type: text, title: {zh: 村社, en: Village}}
  phone: {type: text, pattern: "1[0-9]{10}", title: {zh: 电话, en: Telephone}}
  bank: {type: text, pattern: "[0-9]{19}", title: {zh: 账号, en: Account}}
  household: {type: whole, min: 1, max: 20, title: {zh: 家庭人口, en: Household}}
  income: {type: number, unit: 元, min: 0, max: 1000000, title: {zh: 家庭收入, en: Income}}
  days: {type: whole, min: 0, max: 366, title: {zh: 就餐天数, en: Days}}
  meal: {type: money, unit: 元, min: 0, max: 10, title: {zh: 餐标, en: Meal}}
  checked: {type: yes_no, title: {zh: 已核对, en: Checked}}
  remark: {type: text, optional: true, title: {zh: 备注, en: Remark}}
"""
SHARED = """
dimensions:
  stage: {title: {zh: 学段, en: Stage}, codes: {primary: {zh: 小学, en: P}, junior: {zh: 初中, en: J}, senior: {zh: 高中, en: S}}}
lists:
  scheme: {title: {zh: 项目, en: S}, codes: {a: {zh: 国家助学金, en: A}, b: {zh: 生活补助, en: B}, c: {zh: 营养膳食, en: C}, d: {zh: 免学杂费, en: D}}}
"""  # noqa: E501
RULES = """
never-more: {level: hard, on: payments, that: paid <= due, says: {zh: 多发, en: too much}}
"""
HEADS = [
    "编号",
    "姓名",
    "学段",
    "资助项目",
    "年级",
    "寄宿",
    "应发",
    "实发",
    "发放日期",
    "起始日期",
    "班级",
    "村社",
    "电话",
    "账号",
    "家庭人口",
    "家庭收入",
    "就餐天数",
    "餐标",
    "已核对",
    "备注",
]
WRONG = 25  # records of which the paid amount exceeds the due one: all three must find them


def make(path: Path, records: int) -> None:
    """The file, with WRONG records that break the rule."""
    import xlsxwriter

    chance = random.Random(7)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("资助台账")
        sheet.write_row(0, 0, HEADS)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at in range(1, records + 1):
            due = chance.choice([500, 625, 750, 1000])
            paid = due + 100 if at <= WRONG else due
            born = date(2025, 9, 1) + timedelta(days=chance.randrange(300))
            row = [
                f"P{at:06d}",
                chance.choice("张王李赵") + chance.choice("小大") + chance.choice("花山石河"),
                chance.choice([*STAGES]),
                chance.choice(SCHEMES),
                chance.randrange(1, 13),
                chance.choice("是否"),
                due,
                paid,
                born,
                date(2025, 9, 1),
                f"{chance.randrange(1, 20)}班",
                f"{chance.randrange(1, 400)}社",
                f"1{chance.randrange(10**10):010d}",
                f"{chance.randrange(10**19):019d}",
                chance.randrange(1, 9),
                chance.randrange(5000, 90000),
                chance.randrange(0, 110),
                5,
                chance.choice("是否"),
                "" if at % 7 else "转入",
            ]
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                else:
                    sheet.write(at, column, value)


def taizhang(path: Path) -> int:
    """Findings of our own reader and rules."""
    from taizhang.catalogue import read
    from taizhang.checking.submission import OrgUnit, Submission
    from taizhang.checking.submissions import check
    from taizhang.periods import Period
    from taizhang.workbooks.opening import open_book
    from taizhang.workbooks.register_reading import read_records
    from taizhang.workbooks.register_sheet import tables

    domain = path.parent / "catalogue" / "domains" / "aid"
    (domain / "registers").mkdir(parents=True, exist_ok=True)
    (path.parent / "catalogue" / "shared.yaml").write_text(SHARED, "utf-8")
    (domain / "domain.yaml").write_text("title: {zh: 资助, en: Aid}\nsection: 资助中心\n", "utf-8")
    (domain / "rules.yaml").write_text(RULES, "utf-8")
    (domain / "registers" / "payments.yaml").write_text(CATALOGUE, "utf-8")
    catalogue = read(path.parent / "catalogue")
    register = catalogue.registers["aid.payments"]
    [table] = tables(register)
    book = open_book(path.read_bytes(), path.name)
    found = read_records(book.sheets[0], table, catalogue, units={}, today=TODAY)
    assert found.records is not None, found.findings
    sent = Submission(register, OrgUnit("S", "S"), Period.parse("2026H1"), records=found.records)
    findings = [*found.findings, *check(sent, catalogue)]
    return sum(finding.severity == "error" for finding in findings)


def pandera(path: Path, engine: str | None = None) -> int:
    """Rows that Pandera's schema refuses. Without an `engine`, pandas reads by its default one."""
    import pandas as pd
    import pandera.pandas as pa

    texts = {"编号": str, "电话": str, "账号": str}
    frame = pd.read_excel(path, engine=engine, dtype=texts)
    whole = {"年级": (1, 12), "家庭人口": (1, 20), "就餐天数": (0, 366)}
    money = {"应发": 20000, "实发": 20000, "家庭收入": 1_000_000, "餐标": 10}
    patterns = {"编号": r"P[0-9]{6}", "电话": r"1[0-9]{10}", "账号": r"[0-9]{19}"}
    lists = {"学段": [*STAGES], "资助项目": SCHEMES, "寄宿": ["是", "否"], "已核对": ["是", "否"]}
    columns = {
        **{name: pa.Column(int, pa.Check.in_range(*limits)) for name, limits in whole.items()},
        **{name: pa.Column(float, pa.Check.in_range(0, most), coerce=True) for name, most in money.items()},
        **{
            name: pa.Column(str, pa.Check.str_matches(f"^{one}$"), unique=name == "编号")
            for name, one in patterns.items()
        },
        **{name: pa.Column(str, pa.Check.isin(codes)) for name, codes in lists.items()},
        **{name: pa.Column("datetime64[ns]", coerce=True) for name in ("发放日期", "起始日期")},
        **{name: pa.Column(str) for name in ("姓名", "班级", "村社")},
        "备注": pa.Column(str, nullable=True),
    }
    schema = pa.DataFrameSchema(columns, checks=pa.Check(lambda one: one["实发"] <= one["应发"], name="never-more"))
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        return int(error.failure_cases["index"].nunique())
    return 0


def pandera_calamine(path: Path) -> int:
    return pandera(path, "calamine")


def frictionless(path: Path) -> int:
    """Errors that Frictionless's schema and one row check tell."""
    from frictionless import Checklist, Resource, Schema, checks

    def field(name: str, type: str, **limits: object) -> dict[str, object]:
        return {"name": name, "type": type, "constraints": {"required": name != "备注", **limits}}

    fields = [
        field("编号", "string", pattern="P[0-9]{6}", unique=True),
        field("姓名", "string"),
        field("学段", "string", enum=[*STAGES]),
        field("资助项目", "string", enum=SCHEMES),
        field("年级", "integer", minimum=1, maximum=12),
        field("寄宿", "string", enum=["是", "否"]),
        field("应发", "number", minimum=0, maximum=20000),
        field("实发", "number", minimum=0, maximum=20000),
        field("发放日期", "date"),
        field("起始日期", "date"),
        field("班级", "string"),
        field("村社", "string"),
        field("电话", "string", pattern="1[0-9]{10}"),
        field("账号", "string", pattern="[0-9]{19}"),
        field("家庭人口", "integer", minimum=1, maximum=20),
        field("家庭收入", "number", minimum=0, maximum=1_000_000),
        field("就餐天数", "integer", minimum=0, maximum=366),
        field("餐标", "number", minimum=0, maximum=10),
        field("已核对", "string", enum=["是", "否"]),
        field("备注", "string"),
    ]
    source = Resource(path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor({"fields": fields}))
    rules = Checklist(checks=[checks.row_constraint(formula="实发 <= 应发")])
    report = source.validate(rules, limit_errors=1000)
    return len(report.tasks[0].errors)


RUNS = {"taizhang": taizhang, "pandera": pandera, "pandera_calamine": pandera_calamine, "frictionless": frictionless}


def measured(name: str, path: Path) -> dict[str, float]:
    """Seconds, those of them that a processor was busy, greatest memory in MB, and errors found, of one run in a
    process of its own."""
    told = subprocess.run(
        [sys.executable, __file__, "--run", name, "--file", str(path)], check=True, capture_output=True
    )
    return json.loads(told.stdout.splitlines()[-1])


def run(name: str, path: Path) -> None:
    start, busy = time.perf_counter(), time.process_time()
    errors = RUNS[name](path)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "busy": busy, "memory": memory, "errors": errors}))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=50_000)
    asked.add_argument("--run", choices=RUNS)
    asked.add_argument("--file", type=Path)
    given = asked.parse_args()
    if given.run:
        run(given.run, given.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        make(path, given.records)
        print(
            f"{given.records} records x {len(HEADS)} fields, {path.stat().st_size / 2**20:.1f} MB, {WRONG} of them wrong"  # noqa: E501
        )
        results = {name: measured(name, path) for name in RUNS}
    own = results["taizhang"]["busy"]  # what else the machine does counts for none of them
    for name, one in results.items():
        print(
            f"{name:18} {one['seconds']:7.2f} s  {one['busy']:7.2f} s busy  {one['busy'] / own:6.2f} x  "
            f"{one['memory']:6.0f} MB  {one['errors']} found"
        )


if __name__ == "__main__":
    main()
