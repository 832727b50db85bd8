"""The audit of a report goes to its author as an official document: what is wrong, why, and what came out right."""

from __future__ import annotations

import datetime
from io import BytesIO

import docx
import pytest
from typer.testing import CliRunner

from taizhang.cli import app
from taizhang.reading import read_text
from taizhang.writing.memo import About, Memo, Point, memo_of
from taizhang.writing.to_docx import to_docx

DAY = datetime.date(2026, 7, 9)
REPORT = """松湾县教育局2026年上半年工作总结
一、上半年工作
（一）学生资助
共资助学生300人，其中小学100人、初中150人、高中80人。发放资助金12万元，其中小学5万元、初中7万元。
招聘教师19人，比去年增加7人，增长36.8%。
"""
EARLIER = """松湾县教育局2025年上半年工作总结
一、上半年工作
招聘教师15人。
"""


def paragraphs(memo: Memo) -> list[str]:
    return [one.text for one in docx.Document(BytesIO(to_docx(memo.document()))).paragraphs]


def test_a_memo_names_the_sentence_what_is_stated_and_what_the_figures_give():
    told = paragraphs(memo_of(read_text(REPORT), day=DAY, signature="清川市教育局"))
    [at] = [number for number, line in enumerate(told) if "共资助学生300人" in line]
    assert "300" in told[at + 1]
    assert "330" in told[at + 1]
    assert "松湾县教育局：" in told
    assert "清川市教育局" in told


def test_the_likely_cause_stands_beside_the_mistake():
    told = "".join(paragraphs(memo_of(read_text(REPORT), day=DAY)))
    assert "可能原因：除以了本年数而不是上年数" in told


def test_what_came_out_right_is_attached():
    [table] = docx.Document(BytesIO(to_docx(memo_of(read_text(REPORT), day=DAY).document()))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["原句", "复算", "结论"]
    assert rows[1][2] == "相符"
    assert "5万元＋7万元＝12万元" in rows[1][1]


def test_a_memo_that_cannot_be_made_or_written_is_told_once_on_stderr(tmp_path):
    report = tmp_path / "总结.txt"
    report.write_text(REPORT, "utf-8")

    def told(*arguments):
        done = CliRunner().invoke(app, ["audit", *map(str, arguments)])
        assert done.exit_code == 2 and "memo is a" not in done.stdout
        return done.stderr

    assert "文件夹不存在" in told(report, "--memo", tmp_path / "没有" / "意见.docx")
    assert "写不成" in told(report, "--memo", report / "意见.docx")
    assert told(tmp_path / "没有.txt", "--memo", tmp_path / "意见.docx").count("找不到文件") == 1
    (tmp_path / "又.txt").write_text(REPORT, "utf-8")
    assert "2 份" in told(tmp_path, "--memo", tmp_path / "意见.docx")


def test_a_folder_with_one_report_has_its_memo(tmp_path):
    (tmp_path / "总结.txt").write_text(REPORT, "utf-8")
    CliRunner().invoke(app, ["audit", str(tmp_path), "--memo", str(tmp_path / "意见.docx")])
    assert (tmp_path / "意见.docx").exists()


def test_last_years_figure_is_held_against_last_years_report():
    memo = memo_of(read_text(REPORT), earlier=[read_text(EARLIER, "去年")], day=DAY)
    assert [point.about for point in memo.points].count(About.EARLIER) == 1
    assert "往期报告" in "".join(paragraphs(memo))


def test_a_report_is_held_against_every_earlier_one_that_is_given(tmp_path):
    before = EARLIER.replace("招聘教师15人", "招聘教师15人。\n二、下半年打算\n年底前新建幼儿园20所")
    for name, text in (("今年", REPORT), ("去年", EARLIER), ("前年", before.replace("2025年上", "2024年下"))):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    earlier = [one for name in ("前年", "去年") for one in ("--earlier", str(tmp_path / f"{name}.txt"))]
    report, memo = str(tmp_path / "今年.txt"), str(tmp_path / "意见.docx")
    done = CliRunner().invoke(app, ["audit", report, *earlier, "--memo", memo])
    told = "".join(one.text for one in docx.Document(memo).paragraphs)
    for said in (done.stdout, told):
        assert "新建幼儿园20所" in said and "15人" in said


def test_what_is_no_report_on_education_is_no_promise_of_an_earlier_one():
    recipe = "红烧肉的做法\n五花肉500克，冰糖30克，料酒15毫升，切成3厘米见方的块，冷水下锅，焯水5分钟。\n"
    told = paragraphs(memo_of(read_text(recipe), day=DAY))
    assert any(line.startswith("1. 关于全文：") for line in told)
    assert not any("往期提出" in line for line in told)


def test_a_long_sentence_is_quoted_where_its_mistake_stands():
    long = "".join(f"组织第{number}小学教师开展教研活动，" for number in "一二三四五六七八九十" * 2)
    told = paragraphs(memo_of(read_text(REPORT.replace("共资助学生", f"{long}共资助学生", 1)), day=DAY))
    [quoted] = [line for line in told if line.startswith("1. 原文")]
    assert "…共资助学生300人，其中小学100人" in quoted


def test_points_on_one_sentence_quote_it_once():
    points = [Point(About.WRONG, "甲乙丙。", "一"), Point(About.WRONG, "甲乙丙。", "二", "笔误", "周文")]
    told = paragraphs(Memo("总结", "某局", "某市局", DAY, 3, points, ()))
    assert sum("甲乙丙" in line for line in told) == 1
    assert "核查：二。可能原因：笔误。（周文已核实）" in told


def test_a_report_without_mistakes_is_told_so():
    told = "".join(paragraphs(memo_of(read_text("松湾县教育局工作总结\n新建学校3所。"), day=DAY)))
    assert "未发现需要更正的数字" in told


@pytest.mark.parametrize(("out", "count"), [("意见.txt", 1), ("意见.docx", 2)])
def test_a_memo_is_one_docx_or_pdf_on_one_report(tmp_path, out, count):
    reports = [tmp_path / f"总结{number}.txt" for number in range(count)]
    for report in reports:
        report.write_text(REPORT, "utf-8")
    result = CliRunner().invoke(app, ["audit", *map(str, reports), "--memo", str(tmp_path / out)])
    assert result.exit_code == 2
    assert "核查意见应为" in result.output
    assert not (tmp_path / out).exists()


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_command_line_writes_the_memo_and_keeps_its_exit_status(tmp_path, kind):
    report, out = tmp_path / "总结.txt", tmp_path / f"意见.{kind}"
    report.write_text(REPORT, "utf-8")
    result = CliRunner().invoke(app, ["audit", str(report), "--memo", str(out)])
    assert result.exit_code == 1
    assert out.read_bytes()[:2] in (b"PK", b"%P")
