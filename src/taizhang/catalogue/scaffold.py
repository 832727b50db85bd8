"""Begins a new domain: a sibling folder that already passes the check and says in it what to change."""

from __future__ import annotations

from pathlib import Path

from taizhang.catalogue.kinds import LOCAL

FILES = {
    "domain.yaml": """\
title: {{zh: 新领域, en: New domain}}     # 改成本领域的名称 · the domain's name
section: 主管科室
purpose: What the bureau owes people here, in one sentence.
order: 100
""",
    "indicators.yaml": """\
# 每个指标只有一个来源：公式、台账（counts、sums、averages）或报表
participants:
  title: {{zh: 参与人数, en: Participants}}
  called: [参加人数]
  unit: 人
  counts: activities.person
  where: attended
  by: [stage]
expected_participants:
  title: {{zh: 应参与人数, en: Expected}}
  unit: 人
  by: [stage]
participation:
  title: {{zh: 参与率, en: Participation}}
  unit: "%"
  formula: participants / expected_participants
  better: higher
""",
    "forms/basics.yaml": """\
title: {{zh: {code} 基本情况, en: Basics}}
filled_by: school
every: half
items:
  - {{indicator: expected_participants, min: 0, note: {{zh: 截至期末, en: At the period's end}}}}
""",
    "registers/activities.yaml": """\
title: {{zh: {code} 活动台账, en: Activities}}
filled_by: school
key: [person, held_on]
fields:
  person:   {{type: person, title: {{zh: 姓名, en: Name}}, personal: true}}
  stage:    {{type: code, list: stage, title: {{zh: 学段, en: Stage}}}}
  held_on:  {{type: date, title: {{zh: 日期, en: Date}}}}
  attended: {{type: yes_no, title: {{zh: 是否参加, en: Attended}}}}
states: {{draft: [submitted], submitted: [approved, returned], returned: [draft], approved: []}}
""",
    "rules.yaml": """\
within-the-period:
  level: soft
  on: activities
  that: in_period(held_on)
  says: {{zh: "日期 {{held_on}} 不在本报告期内", en: "{{held_on}} is not in this period"}}
""",
    "standards.yaml": """\
# 标准须注明文件 · a standard names its document:
# SPORT-RATE:
#   title: {{zh: 参与率, en: Participation}}
#   unit: "%"
#   op: ge
#   values:
#     - {{from: 2026-01-01, value: 85, sure: V, source: 文件名称及文号, clause: 条款}}
""",
    "outline.yaml": """\
done:
  - when: participants > 0
    say: "{{{{ period }}}}共有{{{{ participants }}}}参加{{{{ versus(participants, 'last_year') }}}}。"
next:
  - when: participation < 100
    say: "于{{{{ deadline }}}}前做到应参尽参。"
    task: {{owner: section, target: {{participation: 100}}}}
""",
    "cases.yaml": """\
- name: two of four attended
  activities: |
    person stage   held_on    attended
    a      primary 2026-03-01 true
    b      primary 2026-03-01 true
    c      primary 2026-03-01 false
  values: {{expected_participants: 4}}
  expect: {{participants: 2, participation: 50}}
- name: a date of last year is asked about
  activities: |
    person stage   held_on    attended
    a      primary 2025-03-01 true
  warned: within-the-period
""",
}


def begin(domain: str, folder: Path) -> list[Path]:
    """Write the files of a new domain into `folder`/domains/`domain`; gives back their paths.

    Raises ValueError for a name that cannot be a code, FileExistsError where the domain is there already.
    """
    LOCAL.read(domain)
    home = folder / "domains" / domain
    if home.exists():
        raise FileExistsError(str(home))
    for name, text in FILES.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(code=domain), "utf-8")
    return [home / name for name in FILES]
