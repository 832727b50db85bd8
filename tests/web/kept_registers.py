"""More registers for the small bureau, of every kind, laid over its catalogue; and identity numbers that are right."""

from __future__ import annotations

from pathlib import Path

from catalogue_files import write_files
from taizhang.checking.identity import check_character

REGISTERS = {
    "shared.yaml": """
lists:
  gender: {title: {zh: 性别, en: Gender}, codes: {male: {zh: 男, en: Male}, female: {zh: 女, en: Female}}}
  help: {title: {zh: 帮扶, en: Help}, codes: {money: {zh: 资金, en: Money}, visits: {zh: 走访, en: Visits}, books: {zh: 图书, en: Books}}}
""",  # noqa: E501
    "domains/student_aid/registers/pupils.yaml": """
title: {zh: 学生台账, en: Pupils}
filled_by: [school, section]
key: [number]
fields:
  number: {type: text, title: {zh: 编号, en: Number}}
  pupil: {type: person, personal: true, title: {zh: 姓名, en: Name}}
  id_number: {type: text, personal: true, optional: true, title: {zh: 身份证号, en: Identity number}}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  grant: {type: money, unit: 元, min: 0, max: 5000, title: {zh: 金额, en: Grant}}
  due: {type: money, unit: 元, optional: true, title: {zh: 应发, en: Due}}
  since: {type: date, optional: true, title: {zh: 起始日期, en: Since}}
  boards: {type: yes_no, optional: true, title: {zh: 寄宿, en: Boards}}
  term: {type: period, kind: term, optional: true, title: {zh: 学期, en: Term}}
  helped: {type: tags, list: help, optional: true, title: {zh: 帮扶, en: Help}}
  from_school: {type: unit, outside: true, optional: true, title: {zh: 转出学校, en: From}}
  aid: {type: link, register: aid_payments, optional: true, title: {zh: 资助记录, en: Aid}}
children:
  visits:
    title: {zh: 家访, en: Visits}
    key: [visited_on]
    fields:
      visited_on: {type: date, title: {zh: 家访日期, en: Visited}}
      who: {type: person, personal: true, title: {zh: 家访人, en: Who}}
      note: {type: text, optional: true, title: {zh: 情况, en: Note}}
""",
    "domains/student_aid/registers/breaches.yaml": """
title: {zh: 问题线索, en: Breaches}
filled_by: [school, section]
kind: case
hide_below: 3
retain_years: 2
key: [number]
fields:
  number: {type: text, title: {zh: 编号, en: Number}}
  person: {type: person, personal: true, title: {zh: 被反映人, en: Person}}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
""",
    "domains/student_aid/registers/platform.yaml": """
title: {zh: 全国系统镜像, en: National system}
filled_by: school
kind: mirror
system: 全国学生资助系统
reference_date: 每月末
key: [number]
fields:
  number: {type: text, title: {zh: 编号, en: Number}}
""",
    "domains/student_aid/registers/grants.yaml": """
title: {zh: 助学金台账, en: Grants}
filled_by: school
key: [number]
fields:
  number: {type: text, title: {zh: 编号, en: Number}}
  grant: {type: money, unit: 元, title: {zh: 金额, en: Grant}}
states: {draft: [submitted], submitted: [approved, returned], returned: [draft], approved: [paid], paid: []}
""",
    "domains/student_aid/registers/closing.yaml": """
title: {zh: 学校撤并, en: Schools closed}
filled_by: [section, county]
kind: tree_change
change: close
key: [school]
fields:
  school: {type: unit, title: {zh: 学校, en: School}}
  heir: {type: unit, optional: true, title: {zh: 并入学校, en: Into}}
  effective_on: {type: date, optional: true, title: {zh: 生效日期, en: From}}
states: {draft: [submitted], submitted: [approved, returned], returned: [draft], approved: []}
""",
    "domains/student_aid/registers/opening.yaml": """
title: {zh: 学校新建, en: Schools opened}
filled_by: [section, county]
kind: tree_change
change: open
key: [school]
fields:
  school: {type: text, title: {zh: 学校, en: School}}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  effective_on: {type: date, optional: true, title: {zh: 生效日期, en: From}}
states: {draft: [submitted], submitted: [approved, returned], returned: [draft], approved: []}
""",
    "domains/student_aid/registers/parting.yaml": """
title: {zh: 学校分立, en: Schools parted}
filled_by: [section, county]
kind: tree_change
change: split
key: [school]
fields:
  school: {type: text, title: {zh: 新学校, en: New school}}
  from_school: {type: unit, title: {zh: 原学校, en: From}}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  effective_on: {type: date, optional: true, title: {zh: 生效日期, en: From}}
states: {draft: [submitted], submitted: [approved, returned], returned: [draft], approved: []}
""",
    "domains/student_aid/indicators.yaml": """
pupils: {title: {zh: 在册学生, en: Pupils kept}, unit: 人, counts: pupils, by: [stage]}
visited: {title: {zh: 家访次数, en: Visits}, unit: 次, counts: pupils.visits, by: [stage]}
helped_by_hand: {title: {zh: 非资金帮扶, en: Helped otherwise}, unit: 人, counts: pupils, where: 'helped in ["visits", "books"]'}
breaches: {title: {zh: 问题线索, en: Breaches}, unit: 件, counts: breaches, by: [stage]}
""",  # noqa: E501
    "domains/student_aid/rules.yaml": """
no-more-than-due:
  level: hard
  on: pupils
  that: grant <= due
  says: {zh: "金额 {grant} 元大于应发 {due} 元", en: "grant {grant} yuan exceeds {due} due"}
large-grant:
  level: soft
  on: pupils
  that: grant <= 3000
  says: {zh: "金额 {grant} 元偏大", en: "grant {grant} yuan is large"}
""",
}

PUPILS = "student_aid.pupils"
GRANTS = "student_aid.grants"


def lay_out(folder: Path) -> Path:
    """The registers as a bureau's own folder."""
    return write_files(folder, REGISTERS)


def id_number(sequence: int, born: str = "20140305", area: str = "430102") -> str:
    """A number of nobody, with its right check digit."""
    first = f"{area}{born}{sequence:03d}"
    return first + check_character(first)


def pupil(nth: int = 1, /, **typed: str) -> dict[str, str]:
    """What somebody types for a pupil."""
    return {"number": f"P{nth:05d}", "pupil": "张小花", "stage": "小学", "grant": "625"} | typed
