"""The reference that people read, the commands, and a new domain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.catalogue import Catalogue, load, read
from taizhang.catalogue.cases import run_all
from taizhang.catalogue.commands import app
from taizhang.catalogue.describe import contents, describe, found_by
from taizhang.catalogue.reference import Reference
from taizhang.catalogue.scaffold import begin

from .sample import write


@pytest.fixture(scope="module")
def page(aid: Catalogue) -> str:
    return Reference(aid).page("aid.html")


@pytest.mark.parametrize("text", [
    "资助学生", "Students aided", "amount_paid / amount_due", "计数 counts", "paid &gt; 0", "学段", "受助学生",
    "基本情况", "≤ 500", "资助台账", "个人信息 personal", "助学金", "走访",
    "never-more-than-due", "实发 {paid} 元大于应发 {due} 元",
    "乙文件 第三条", "2024-02-01", "初中 1500 元/年",
    "与此前不可比 not comparable", "stages make the total", "paid_in_full &lt; 100", "缺失 missing",
])
def test_the_page_of_a_domain_tells_everything(page: str, text: str) -> None:
    assert text in page


def test_what_nobody_has_verified_is_marked(page: str) -> None:
    row = next(line for line in page.splitlines() if "丙文件" in line)
    assert 'class="unverified"' in row and "未核实 unverified" in row
    assert "未核实" not in next(line for line in page.splitlines() if "乙文件" in line)


def test_every_link_leads_somewhere_and_none_outside(aid: Catalogue) -> None:
    reference = Reference(aid)
    pages = {name: reference.page(name) for name in reference.names()}
    places = {f"{name}#{place}" for name, text in pages.items() for place in re.findall(r'\bid="([^"]+)"', text)}
    for name, text in pages.items():
        for link in re.findall(r'(?:href|src)="(?!data:)([^"]+)"', text):
            file, _, place = link.partition("#")
            target = file or name
            assert target in pages, link
            assert not place or f"{target}#{place}" in places, link
        assert "://" not in text


def test_the_index_finds_by_title_other_names_and_documents(aid: Catalogue) -> None:
    words = {entry.code: entry.words for entry in Reference(aid).entries()}
    assert "受助学生" in words["aid.recipients"] and "乙文件" in words["AID-BOARD"]
    assert words.keys() == {*aid.indicators, *aid.forms, *aid.registers, *aid.standards}


def test_text_of_the_catalogue_is_never_markup(tmp_path: Path) -> None:
    from .sample import AID

    sly = AID["indicators.yaml"].replace("受助学生", "<script>alert(1)</script>")
    assert "<script>alert" not in Reference(read(write(tmp_path, {"indicators.yaml": sly}))).page("aid.html")


def test_a_new_domain_passes_the_check_and_its_cases_hold(tmp_path: Path) -> None:
    folder = write(tmp_path)
    assert len(begin("school_sports", folder)) == 8
    catalogue = read(folder)
    assert [*catalogue.domains] == ["aid", "school_sports"]
    assert not any(run_all(catalogue).values())


def test_a_domain_is_not_begun_twice_nor_under_a_name_that_is_no_code(tmp_path: Path) -> None:
    begin("sports", tmp_path)
    with pytest.raises(FileExistsError):
        begin("sports", tmp_path)
    with pytest.raises(ValueError, match="Sports"):
        begin("Sports", tmp_path)
    with pytest.raises(ValueError, match="away"):
        begin("../away", tmp_path)


@pytest.mark.parametrize(("name", "codes"), [
    ("资助学生", ["aid.recipients"]), ("受助学生", ["aid.recipients"]), ("recipients", ["aid.recipients"]),
    ("AID-BOARD", ["AID-BOARD"]), ("never-more-than-due", ["aid.never-more-than-due"]), ("基本情况", ["aid.basics"]),
    ("aid.payments", ["aid.payments"]), ("没有", [])])
def test_things_are_found_by_code_and_by_name(aid: Catalogue, name: str, codes: list[str]) -> None:
    found = found_by(name, aid)
    assert [one.code for one in found] == codes
    assert all(len(list(describe(one, aid))) > 1 for one in found)


def test_a_domain_is_counted_with_what_it_lacks(aid: Catalogue) -> None:
    [row] = contents(aid)
    assert row == ("学生资助 aid", 12, 1, 0, 3, 2, 1, 5)           # the largest class is on no form


def test_the_commands_work_on_the_shipped_catalogue(tmp_path: Path) -> None:
    runner, one = CliRunner(), next(iter(load().indicators.values()))
    assert one.title.zh in runner.invoke(app, ["show", one.code]).output
    assert runner.invoke(app, ["show", "nothing_of_that_name"]).exit_code == 1
    assert runner.invoke(app, ["new", "school_sports", "--dir", str(tmp_path)]).exit_code == 0
    checked = runner.invoke(app, ["check", str(tmp_path)])
    assert checked.exit_code == 0 and "indicators" in checked.output
    assert runner.invoke(app, ["docs", "--out", str(tmp_path / "pages")]).exit_code == 0
    assert (tmp_path / "pages" / "school_sports.html").exists() is False
    assert (tmp_path / "pages" / "index.html").exists()
    for refused in (["docs", "--out"], ["new", "other_sports", "--dir"]):
        told = runner.invoke(app, [*refused, str(tmp_path / "pages" / "index.html")])
        assert told.exit_code == 1 and "写不成" in told.stderr
    (tmp_path / "domains" / "school_sports" / "rules.yaml").write_text("a: {}\n", "utf-8")
    broken = runner.invoke(app, ["check", str(tmp_path), "--language", "en"])
    assert broken.exit_code == 1 and "rules.yaml:1:4 “level” is missing" in broken.output
