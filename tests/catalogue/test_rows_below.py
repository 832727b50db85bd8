"""What a register's child rows and fields of several codes can be counted by, in YAML alone."""

from pathlib import Path

import pytest

from catalogue_files import write_files
from taizhang.catalogue import CatalogueError, read
from taizhang.catalogue.cases import run

FILES = {
    "shared.yaml": """
dimensions:
  stage:
    title: {zh: 学段, en: Stage}
    codes: {primary: {zh: 小学, en: Primary}, junior: {zh: 初中, en: Junior}}
lists:
  subject:
    title: {zh: 科目, en: Subject}
    codes: {maths: {zh: 数学, en: Maths}, music: {zh: 音乐, en: Music}, sport: {zh: 体育, en: Sport}}
""",
    "domains/care/domain.yaml": """
title: {zh: 帮扶, en: Care}
section: 帮扶科
""",
    "domains/care/registers/pupils.yaml": """
title: {zh: 帮扶台账, en: Pupils}
filled_by: school
key: [pupil]
fields:
  pupil: {type: text, title: {zh: 学生, en: Pupil}}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  helped_in: {type: tags, list: subject, title: {zh: 帮扶科目, en: Helped in}, optional: true}
children:
  visits:
    title: {zh: 家访, en: Visits}
    key: [on_day]
    fields:
      on_day: {type: date, title: {zh: 日期, en: Day}}
      hours: {type: number, unit: 小时, title: {zh: 时长, en: Hours}}
      by_whom: {type: text, title: {zh: 家访人, en: By whom}}
""",
    "domains/care/indicators.yaml": """
visits: {title: {zh: 家访次数, en: Visits}, unit: 次, counts: pupils.visits, where: in_period(on_day), by: [stage]}
hours: {title: {zh: 家访时长, en: Hours}, unit: 小时, sums: pupils.visits.hours}
visitors: {title: {zh: 家访人数, en: Visitors}, unit: 人, counts: pupils.visits.by_whom, where: stage == "junior"}
arts: {title: {zh: 艺体帮扶, en: Arts and sport}, unit: 人, counts: pupils, where: 'helped_in in ["music", "sport"]'}
no_maths: {title: {zh: 非数学帮扶, en: Not maths}, unit: 人, counts: pupils, where: 'not helped_in in ["maths"]'}
""",
    "domains/care/cases.yaml": """
- name: rows below and several codes
  pupils: |
    pupil stage   helped_in
    a     primary maths,music
    b     junior  sport
    c     junior  -
  pupils.visits: |
    pupil stage   on_day     hours by_whom
    a     primary 2026-03-01 1.5   王
    b     junior  2026-04-01 2     王
    b     junior  2026-05-01 1     李
    b     junior  2025-05-01 1     李
  expect:
    visits: 3
    visits[stage=junior]: 2
    hours: 5.5
    visitors: 2
    arts: 2
    no_maths: 1
""",
}


def made(folder: Path, **changes: tuple[str, str]) -> Path:
    """The files in a folder; `changes` replaces a text in the file of that name."""
    swaps = {name: changes.get(Path(name).stem, ("", "")) for name in FILES}
    return write_files(folder, {name: text.replace(*swaps[name]) for name, text in FILES.items()})


def test_rows_below_records_and_several_codes_are_counted_alike_on_both_back_ends(tmp_path: Path) -> None:
    catalogue = read(made(tmp_path))
    [case] = catalogue.cases
    assert run(case, catalogue).mistakes == ()


@pytest.mark.parametrize(("was", "now", "said"), [
    ("pupils.visits.hours", "pupils.visits.minutes", "minutes"),
    ("counts: pupils.visits,", "counts: pupils.calls,", "calls"),
    ('helped_in in ["music", "sport"]', 'helped_in == "music"', "several codes|多个代码"),
    ('["maths"]', '["math"]', "math"),
])
def test_what_they_have_not_is_refused_with_its_place(tmp_path: Path, was: str, now: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said) as refused:
        read(made(tmp_path, indicators=(was, now)))
    assert "indicators.yaml" in str(refused.value)
