"""`taizhang read` and `taizhang audit` as a user meets them on the command line."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from taizhang.cli import app

RIGHT = ("清川县教育局2026年上半年工作总结\n一、工作\n培训教师449人次，其中省级329人次，市级120人次。\n"
         "二、下半年打算\n年底前新建幼儿园2所。\n")
WRONG = RIGHT.replace("市级120", "市级168")
PROGRAM = [sys.executable, "-c", "from taizhang.cli import app; app()"]


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def right(tmp_path):
    path = tmp_path / "对.txt"
    path.write_text(RIGHT, "utf-8")
    return path


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "错.txt"
    path.write_text(WRONG, "utf-8")
    return path


def test_audit_ends_with_0_when_all_agrees_and_1_when_a_sum_does_not(right, wrong):
    assert run("audit", right).exit_code == 0
    result = run("audit", wrong)
    assert result.exit_code == 1
    assert "449" in result.stdout and "497" in result.stdout and "其中省级329人次" in result.stdout


@pytest.mark.parametrize("command", ["read", "audit"])
def test_what_cannot_be_read_is_said_and_ends_with_2_while_the_rest_is_read(command, right, tmp_path):
    empty = tmp_path / "空.txt"
    empty.touch()
    result = run(command, empty, right, tmp_path / "没有.txt")
    assert result.exit_code == 2
    assert "空.txt" in result.stderr and "没有.txt" in result.stderr and "Traceback" not in result.stderr
    assert "对.txt" in result.stdout


def test_a_text_without_figures_is_said_to_have_none(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text("关于学校春游的通知：周五出发，请各班准时集合。", "utf-8")
    result = run("audit", path)
    assert result.exit_code == 0
    assert "没有读到数字" in result.stdout and "no figures" in result.stdout


def test_audit_compares_with_an_earlier_report(tmp_path, right):
    later = tmp_path / "后.txt"
    later.write_text("清川县教育局2026年下半年工作总结\n一、工作\n培训教师300人次。\n", "utf-8")
    result = run("audit", later, "--earlier", right)
    assert "新建幼儿园2所" in result.stdout
    assert run("audit", later, "--earlier", tmp_path / "没有.txt").exit_code == 2


def test_a_report_of_another_bureau_is_not_compared_and_said_to_be_of_another(tmp_path, right):
    later = tmp_path / "后.txt"
    later.write_text("临江市教育局2026年下半年工作总结\n一、工作\n培训教师300人次。\n", "utf-8")
    result = run("audit", later, "--earlier", right)
    assert "清川县教育局" in result.stdout and "不是同一单位" in result.stdout and "新建幼儿园" not in result.stdout


def test_json_is_one_line_a_file_with_offsets_into_the_file(right, wrong):
    lines = run("read", right, wrong, "--format", "json").stdout.splitlines()
    first, second = map(json.loads, lines)
    assert {"name", "documents", "figures", "claims", "commitments", "cleanings"} == set(first)
    figure = first["figures"][0]
    assert figure["quote"] == "449人次" == RIGHT[figure["start"]:figure["end"]]
    assert figure["value"] == 449 and type(figure["value"]) is int
    assert [claim["verdict"] for claim in second["claims"] if claim["type"] == "sum"] == ["contradicted"]


def test_masked_values_are_null_in_json_and_empty_in_csv(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text("教育局总结\n投入xx万元，新建2所，完成率98.5%。", "utf-8")
    assert [f["value"] for f in json.loads(run("read", path, "--format", "json").stdout)["figures"]] == [None, 2, 98.5]
    rows = list(csv.DictReader(io.StringIO(run("read", path, "--format", "csv").stdout)))
    assert [row["value"] for row in rows] == ["", "2", "98.5"]


def test_no_text_of_a_file_is_a_formula_in_csv(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text("教育局总结\n一、教育投入\n+cmd|calc投入500万元。=cmd投入300万元。", "utf-8")
    rows = list(csv.reader(io.StringIO(run("read", path, "--format", "csv").stdout)))
    assert any("cmd" in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_the_table_shows_figures_and_promises(right):
    shown = run("read", right).stdout
    assert "449人次 = 449人次" in shown and "年底前新建幼儿园2所（2026-12-31）" in shown and "2026H1" in shown


def test_folders_and_patterns_are_read_in_order_each_file_once(right, wrong, tmp_path):
    (tmp_path / "图.png").write_bytes(b"\x89PNG")
    for arguments in ([tmp_path], [tmp_path / "*.txt"], [right, wrong, tmp_path]):
        names = [json.loads(line)["name"] for line in run("read", *arguments, "--format", "json").stdout.splitlines()]
        assert sorted(names) == sorted([str(right), str(wrong)])


def test_a_folder_that_cannot_be_opened_is_said_and_the_rest_is_read(right, tmp_path, monkeypatch):
    (tmp_path / "断.txt").symlink_to(tmp_path / "没有.txt")
    monkeypatch.chdir(tmp_path)
    for _ in range(25):  # deeper than any path can be written
        Path("层" * 60).mkdir()
        monkeypatch.chdir("层" * 60)
    monkeypatch.chdir(tmp_path)
    result = run("read", tmp_path)
    assert result.exit_code == 2
    assert "对.txt" in result.stdout
    assert "打不开" in result.stderr
    assert result.stderr.count("\n") == 2


def test_many_files_are_written_as_parquet_or_json_lines(right, wrong, tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(RIGHT, "utf-8")
    assert run("read", tmp_path, "--out", tmp_path / "out.parquet", "--jobs", 2).exit_code == 0
    table = pyarrow.parquet.read_table(tmp_path / "out.parquet")
    assert table.num_rows == 8 * 4 and set(table["unit"].to_pylist()) == {"人次", "所"}
    assert run("read", tmp_path, "--out", tmp_path / "out.jsonl", "--jobs", 2).exit_code == 0
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 8
    assert run("read", tmp_path, "--out", tmp_path / "out.xls").exit_code == 2
    assert run("read", right, "--format", "parquet", "--out", tmp_path / "figures").exit_code == 0
    assert pyarrow.parquet.read_table(tmp_path / "figures").num_rows == 4
    refused = run("read", right, "--format", "parquet")
    assert refused.exit_code == 2 and "--out" in refused.stderr
    assert len(run("read", right, wrong, "--format", "jsonl").stdout.splitlines()) == 2


@pytest.mark.parametrize("name", ["没有/数字.jsonl", "没有/数字.parquet", "文件夹.jsonl", "文件夹.parquet",
                                  "对.txt/a.jsonl"])
def test_where_nothing_can_be_written_the_reason_is_told_and_no_traceback(right, tmp_path, name):
    for folder in ("文件夹.jsonl", "文件夹.parquet"):
        (tmp_path / folder).mkdir()
    refused = run("read", right, "--out", tmp_path / name)
    assert refused.exit_code == 2 and isinstance(refused.exception, SystemExit)
    assert f"写不成 {tmp_path / name}" in refused.stderr and "cannot be written" in refused.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_full_disk_is_told(right, form):
    refused = run("read", right, "--format", form, "--out", "/dev/full")
    assert refused.exit_code == 2 and "写不成 /dev/full" in refused.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
@pytest.mark.parametrize("command", ["read", "audit"])
def test_a_full_disk_behind_the_output_is_told_too(right, command):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*PROGRAM, command, right], check=False, stdout=full,
                              stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2 and "写不成 标准输出" in done.stderr and "Traceback" not in done.stderr


def test_an_earlier_output_stays_where_nothing_could_be_read(right, tmp_path):
    for name in ("a.jsonl", "a.parquet"):
        assert run("read", right, "--out", tmp_path / name).exit_code == 0
        before = (tmp_path / name).read_bytes()
        assert run("read", tmp_path / "没有.txt", "--out", tmp_path / name).exit_code == 2
        assert (tmp_path / name).read_bytes() == before
    assert run("read", tmp_path / "没有.txt", "--out", tmp_path / "b.jsonl").exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "a.parquet", "对.txt"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_who_interrupts_is_told_so_and_the_earlier_output_stays(tmp_path, jobs):
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(RIGHT * 20_000, "utf-8")
    out = tmp_path / "a.jsonl"
    out.write_text("old")
    running = subprocess.Popen(      # a run in the background ignores interrupts, and what it starts does too
        [*PROGRAM, "read", tmp_path, "--jobs", str(jobs), "--out", out], stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # noqa: PLW1509
    while not list(tmp_path.glob(".*.part")):
        assert running.poll() is None
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)      # as a terminal sends it: to all processes
    said = running.communicate()[1]
    assert running.returncode == 130 and "已中断" in said and "Traceback" not in said
    assert out.read_text() == "old" and not list(tmp_path.glob(".*.part"))


def test_amounts_in_parquet_keep_every_digit(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text("清川县教育局2026年上半年工作总结\n教育支出1234567890123.456789元，投入xx万元，完成率98.5%。",
                    "utf-8")
    assert run("read", path, "--out", tmp_path / "a.parquet").exit_code == 0
    values = pyarrow.parquet.read_table(tmp_path / "a.parquet")["value"].to_pylist()
    assert values == [Decimal("1234567890123.456789"), None, Decimal("98.5")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_report_comes_on_standard_input_too(right, wrong, tmp_path, jobs):
    def piped(*arguments):
        return CliRunner().invoke(app, [*map(str, arguments), "--jobs", str(jobs)], input=WRONG.encode("gb18030"))

    lines = piped("read", "-", right, "--format", "json").stdout.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["标准输入", str(right)]
    audited = piped("audit", "-", "--memo", tmp_path / "意见.docx")
    assert audited.exit_code == 1 and "497" in audited.stdout
    assert (tmp_path / "意见.docx").stat().st_size > 0


def test_a_file_named_in_two_ways_is_read_once(right, monkeypatch):
    monkeypatch.chdir(right.parent)
    assert len(run("read", right, right.name, f"./{right.name}", "--format", "json").stdout.splitlines()) == 1


def test_what_programs_leave_beside_reports_is_passed_over(right, tmp_path):
    (tmp_path / ".隐藏").mkdir()
    for name in ("~$总结.docx", ".DS_Store", "._对.txt", "Thumbs.db", ".隐藏/对.txt"):
        (tmp_path / name).write_bytes(b"\x03user")
    for arguments in ([tmp_path], [tmp_path / "*"], [tmp_path / "~$总结.docx", right]):
        done = run("audit", *arguments)
        assert (done.exit_code, done.stderr) == (0, "")
    alone = run("audit", tmp_path / "~$总结.docx")
    assert alone.exit_code == 2 and "没有可读的文件" in alone.stderr


def test_a_readme_in_a_folder_of_reports_is_told_and_is_no_failure(right, tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("Reports of the county, half-year by half-year.", "utf-8")
    for command in ("read", "audit"):
        for arguments in ([tmp_path], [tmp_path / "*"]):
            done = run(command, *arguments)
            assert done.exit_code == 0 and "README.md 不是中文的工作报告" in done.stderr and "对.txt" in done.stdout
        assert run(command, readme).exit_code == 2


def test_help_is_in_chinese_with_english_beside_and_the_version_is_shown():
    shown = run("--help").stdout
    assert "读报告" in shown and "Read reports" in shown
    assert run("--version").stdout.startswith("taizhang ")


def test_audit_starts_without_loading_what_it_does_not_need(right):
    """Start-up stays under a second only as long as none of these creeps in."""
    heavy = ("django", "duckdb", "ibis", "pandas", "pyarrow", "docx", "lxml", "pypdfium2", "opencc")
    script = ("import sys\nfrom taizhang.cli import app\n"
              f"app(['audit', {str(right)!r}], standalone_mode=False)\n"
              f"print(*(m for m in {heavy} if m in sys.modules))")
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == ""
