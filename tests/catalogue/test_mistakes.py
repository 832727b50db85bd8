"""Every mistake in a catalogue's files is told with its file, line and remedy."""

from pathlib import Path

import pytest

from taizhang.catalogue import CatalogueError, load, read

from .sample import AID, SHARED, problems, write

# file, what stands there, what is put in its place, what loading says
MISTAKES = [
    ("indicators.yaml", "unit: 人\n  counts", "unti: 人\n  counts",
     ["indicators.yaml:3:3 “unit” is missing. Add it.",
      "indicators.yaml:5:3 “unti” is no key here. Keys are: "
      "title、unit、called、by、only、counts、sums、averages、where、formula、over_units、over_time、level、"
      "better、standard、target、decimals、versions、note. Did you mean “unit”?"]),
    ("indicators.yaml", "better: higher", "better: higher\n  better: lower",
     ["indicators.yaml:28:3 “better” is here a second time; the first is at "
      "indicators.yaml:27:3. Keep one."]),
    ("indicators.yaml", "en: Books}", "en: Books, on paper}",
     ["indicators.yaml:38:30 “on paper” is cut off by a comma and reads as a key. Put a text with a comma in quotes."]),
    ("indicators.yaml", "better: higher", "better: up",
     ["indicators.yaml:27:11 “up” does not fit; expected higher、lower."]),
    ("indicators.yaml", "by: [stage, area]", "by: [stage, zone]",
     ["indicators.yaml:31:3 There is no “zone”; expected a dimension. Correct the name, or "
      "define it first."]),
    ("indicators.yaml", "counts: payments.student", "counts: payments.studnet",
     ["indicators.yaml:6:11 There is no “studnet”; expected a field of the register. Correct "
      "the name, or define it first. Did you mean “student”?"]),
    ("indicators.yaml", "counts: payments.student", "counts: payment.student",
     ["indicators.yaml:6:11 There is no “payment.student”; expected a register. Correct the "
      "name, or define it first. Did you mean “payments”?"]),
    ("indicators.yaml", "sums: payments.paid", "sums: payments.student",
     ["indicators.yaml:12:9 “student: person” does not fit; expected whole、number、money."]),
    ("indicators.yaml", "unit: 万元", "unit: 人",
     ["indicators.yaml:12:9 The source is in 元 and the indicator in 人. Correct one of them.",
      "indicators.yaml:26:24 The formula has “人/元” here; expected %.\n  amount_paid / "
      "amount_due\n              ^"]),
    ("indicators.yaml", "formula: amount_paid / amount_due", "formula: amount_paid / amount_deu",
     ["indicators.yaml:26:26 The formula has “amount_deu” here; expected an indicator. Did you "
      "mean “amount_due”?\n  amount_paid / amount_deu\n                ^"]),
    ("indicators.yaml", "formula: amount_paid / amount_due", "formula: amount_paid + recipients",
     ["indicators.yaml:26:26 The formula has “人” here; expected 万元.\n  amount_paid + "
      "recipients\n                ^"]),
    ("indicators.yaml", "formula: amount_paid / amount_due", "formula: amount_paid / amount_due * 100",
     ["indicators.yaml:26:39 Units are converted by themselves (10000× → %). Leave out “100”, "
      "or it is done twice.\n  amount_paid / amount_due * 100\n                             ^"]),
    ("indicators.yaml", "formula: amount_paid / amount_due", "formula: paid_in_full - last_year(paid_in_full)",
     ["indicators.yaml:26:12 These formulas need each other and cannot be worked out: "
      "aid.paid_in_full → aid.paid_in_full. Break the ring."]),
    ("indicators.yaml", "formula: amount_paid / amount_due", "formula: (amount_paid / amount_due",
     ["indicators.yaml:26:37 The formula cannot be read at “…”; expected “)”.\n  (amount_paid / "
      "amount_due\n                           ^"]),
    ("indicators.yaml", "where: paid > 0", "where: paid",
     ["indicators.yaml:7:10 The formula has “a number” here; expected a condition.\n  paid\n  ^"]),
    ("indicators.yaml", "where: paid > 0", 'where: scheme == "grants"',
     ["indicators.yaml:7:20 The formula has “grants” here; expected board、grant. Did you mean "
      '“grant”?\n  scheme == "grants"\n            ^']),
    ("indicators.yaml", "formula: teachers / pupils\n  standard", "formula: teachers / pupils[stage=prime]\n  standard",
     ["indicators.yaml:43:23 The formula has “prime” here; expected primary、junior. Did you "
      "mean “primary”?\n  teachers / pupils[stage=prime]\n             ^"]),
    ("indicators.yaml", "standard: YZ-TEACHERS", "standard: YZ-TEACHER",
     ["indicators.yaml:44:13 There is no “YZ-TEACHER”; expected a standard. Correct the name, "
      "or define it first. Did you mean “YZ-TEACHERS”?"]),
    ("indicators.yaml", "standard: YZ-TEACHERS\n", "standard: YZ-TEACHERS\n  by: [area]\n",
     ["indicators.yaml:45:3 What the formula uses is not split by “area”; it could be by: stage."]),
    ("indicators.yaml", "from: 2026-01-01", "from: 1 January 2026",
     ["indicators.yaml:59:14 “1 January 2026” does not fit; expected a date such as 2026-06-30."]),
    ("forms/basics.yaml", "- pupils", "- pupil",
     ["forms/basics.yaml:6:5 There is no “pupil”; expected an indicator. Correct the name, or "
      "define it first. Did you mean “pupils”?"]),
    ("forms/basics.yaml", "- books", "- pupils",
     ["forms/basics.yaml:8:5 “aid.pupils” is here twice. Keep one."]),
    ("forms/basics.yaml", "- books", "- amount_paid",
     ["forms/basics.yaml:8:5 Two sources: aid.amount_paid: aid.payments. An indicator comes "
      "from one: a formula, a register or a form."]),
    ("forms/basics.yaml", "max: 500", "max: many",
     ["forms/basics.yaml:7:57 “many” does not fit; expected a number."]),
    ("registers/payments.yaml", "key: [student, scheme]", "key: [student, schema]",
     ["registers/payments.yaml:4:1 The key “schema” is no field; fields are: "
      "student、stage、scheme、due、paid、paid_on. Did you mean “scheme”?"]),
    ("registers/payments.yaml", "key: [student, scheme]", "key: [student, paid_on]",
     ["registers/payments.yaml:4:1 The key field “paid_on” must not be optional. Take out "
      "`optional`."]),
    ("registers/payments.yaml", "list: scheme", "list: schemes",
     ["registers/payments.yaml:8:30 There is no “schemes”; expected a dimension or code list. "
      "Correct the name, or define it first. Did you mean “scheme”?"]),
    ("registers/payments.yaml", "submitted: [approved, draft]", "submitted: [aproved, draft]",
     ["registers/payments.yaml:14:30 There is no “aproved”; expected a state. Correct the "
      "name, or define it first. Did you mean “approved”?"]),
    ("rules.yaml", "on: payments\n  that: paid", "on: payment\n  that: paid",
     ["rules.yaml:4:7 There is no “payment”; expected a register or a form. Correct the name, "
      "or define it first. Did you mean “payments”?"]),
    ("rules.yaml", "that: paid <= due", "that: paid <= previous(due)",
     ["rules.yaml:5:17 The formula has “previous” here; expected a function for records; this "
      "one is for indicators.\n  paid <= previous(due)\n          ^"]),
    ("rules.yaml", "实发 {paid} 元大于", "实发 {payed} 元大于",
     ["rules.yaml:6:15 There is no “payed”; expected a name that can be filled in. Correct the "
      "name, or define it first. Did you mean “paid”?"]),
    ("rules.yaml", 'standard("AID-BOARD", stage, paid_on)', 'standard("AID-BOARD")',
     ['rules.yaml:11:16 The formula has “standard("AID-BOARD")” here; expected a code of '
      'stage.\n  due == standard("AID-BOARD") / 2\n         ^']),
    ("standards.yaml", "sure: S, source: 甲文件", "sure: S",
     ["standards.yaml:6:7 “source” is missing. Add it."]),
    ("standards.yaml", "from: 2024-02-01", "from: 2011-09-01",
     ["standards.yaml:6:7 Dates overlap or are out of order: from 2011-09-01 to … and from "
      "2011-09-01. Put them in order, without overlap."]),
    ("standards.yaml", "primary: 1250", "primry: 1250",
     ["standards.yaml:5:3 There is no “primry”; expected value, or codes of one list. Correct "
      "the name, or define it first. Did you mean “primary”?"]),
    ("outline.yaml", "when: paid_in_full < 100", "when: paid_in_ful < 100",
     ["outline.yaml:6:11 The formula has “paid_in_ful” here; expected an indicator. Did you "
      "mean “paid_in_full”?\n  paid_in_ful < 100\n  ^"]),
    ("outline.yaml", "when: paid_in_full < 100", "when: units(paid_in_full < 100) > 0",
     ["outline.yaml:6:11 The formula has “units” here; expected an indicator; define one that "
      "counts the units and name it.\n  units(paid_in_full < 100) > 0\n  ^"]),
    ("outline.yaml", "{{ period }}共资助{{ recipients }}", "{{ period }}共资助{{ recipient }}",
     ["outline.yaml:4:5 The sentence uses “recipient”, which is neither an indicator nor a "
      "word of the writer. Did you mean “recipients”?"]),
    ("outline.yaml", "{{ period }}共资助", "{{ period }共资助",
     ["outline.yaml:4:5 The sentence cannot be read: unexpected '}'. Check its brackets."]),
    ("cases.yaml", "due  paid\n    a       primary grant  1000 1200", "due  pay\n    a       primary grant  1000 1200",
     ["cases.yaml:39:3 There is no “pay”; expected a field. Correct the name, or define it "
      "first. Did you mean “paid”?"]),
    ("cases.yaml", "a       primary grant  1000 1200", "a       primary grant  1000",
     ["cases.yaml:39:13 This row “a primary grant 1000” should have 5 columns. Write - for "
      "what is missing; no blanks inside a cell."]),
    ("cases.yaml", "refused: never-more-than-due", "refused: never-more",
     ["cases.yaml:40:3 There is no “never-more”; expected a rule of this domain. Correct the "
      "name, or define it first. Did you mean “never-more-than-due”?"]),
    ("domain.yaml", "order: 3", "order: third",
     ["domain.yaml:5:8 “third” does not fit; expected a whole number."]),
    ("domain.yaml", "title: {zh: 学生资助, en: Student aid}", "title: &a {zh: 学生资助, en: Student aid}\nother: *a",
     ["domain.yaml:2:8 YAML anchors (& and *) are not used. Write the content out.",
      "domain.yaml:3:1 “other” is no key here. Keys are: title、section、purpose、order、lists. "
      "Did you mean “order”?"]),
    ("domain.yaml", "order: 3", "order: [3",
     ["domain.yaml:6:6 Not valid YAML: did not find expected ',' or ']' . Check the indents, "
      "the blank after each colon, and the quotes."]),
]


@pytest.mark.parametrize(("file", "was", "now", "said"), MISTAKES,
                         ids=[f"{row[0]}: {row[2][:40]!r}" for row in MISTAKES])
def test_a_mistake_is_told_with_file_line_and_remedy(
        tmp_path: Path, file: str, was: str, now: str, said: list[str]) -> None:
    assert was in AID[file]
    assert problems(write(tmp_path, {file: AID[file].replace(was, now, 1)})) == said


def test_the_sample_has_no_mistakes(tmp_path: Path) -> None:
    assert problems(write(tmp_path)) == []


def test_all_mistakes_are_told_at_once_and_nothing_is_loaded(tmp_path: Path) -> None:
    folder = write(tmp_path, {"domain.yaml": "section: 资助中心\n", "rules.yaml": "a:\n  level: firm\n"})
    with pytest.raises(CatalogueError) as error:
        read(folder)
    assert len(error.value.problems) >= 4
    assert {Path(problem.file).name for problem in error.value.problems} >= {"domain.yaml", "rules.yaml"}


def test_messages_are_in_chinese_first(tmp_path: Path) -> None:
    folder = write(tmp_path, {"domain.yaml": AID["domain.yaml"].replace("section:", "sektion:")})
    assert problems(folder, language="zh") == [
        "domain.yaml:2:1 缺少“section”。请补上。",
        "domain.yaml:3:1 不认识“sektion”。可用的键：title、section、purpose、order、lists。是否想写“section”？"]


def test_a_domain_without_its_first_file_is_told(tmp_path: Path) -> None:
    said = problems(write(tmp_path, {"domain.yaml": None}))
    assert "This domain has no domain.yaml. Copy a sibling's and fill it in." in "\n".join(said)


def test_a_misspelt_file_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, {"indicator.yaml": "{}"})
    assert problems(folder)[0].startswith("indicator.yaml:1:1 No file “indicator.yaml” is expected here.")
    assert problems(folder)[0].endswith("Did you mean “indicators.yaml”?")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="There is no folder"):
        load(str(tmp_path / "nowhere"))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: " + b"[" * 5000, b"- " * 3000, b"\x00"])
def test_no_file_makes_loading_crash(tmp_path: Path, content: bytes) -> None:
    folder = write(tmp_path)
    (folder / "domains/aid/rules.yaml").write_bytes(content)
    with pytest.raises(CatalogueError):
        read(folder)


def test_a_code_list_is_shared_or_of_one_domain(tmp_path: Path) -> None:
    catalogue = read(write(tmp_path))
    assert {*catalogue.lists} == {"gender", "aid.scheme"}
    assert catalogue.registers["aid.payments"].fields["scheme"].list == "aid.scheme"
    assert "gender" in SHARED
