"""The command line: one thin function a command; what a command does stands in its own part."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from taizhang.catalogue.commands import app as catalogue

app = typer.Typer(name="taizhang", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  context_settings={"help_option_names": ["-h", "--help"]},
                  help="台账：收集、校核、分析数字，读、写教育局的工作总结。\n\n"
                       "Taizhang collects, checks and compares figures, and reads and writes a bureau's reports.")


app.add_typer(catalogue, name="catalogue")


class Format(StrEnum):
    """How `read` prints."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"
    CSV = "csv"


Files = Annotated[list[str], typer.Argument(metavar="文件", help="文件、文件夹或通配符，- 为标准输入。 "
                                                              "Files, folders, patterns, or - for standard input.")]
Issued = Annotated[list[str], typer.Argument(metavar="文件", help="Word 或 PDF 文件。Word or PDF files.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="同时使用的进程数，默认为全部核。Processes; default: all cores.")]
Shape = Annotated[Format, typer.Option("--format", help="输出格式；json、jsonl 每个文件一行，parquet 每个数字一行。 "
                                                    "Format; parquet, a row a figure, needs --out.")]
Out = Annotated[Path | None, typer.Option(help="写入 .jsonl 或 .parquet 文件。Write to a file instead.")]
MemoTo = Annotated[Path | None, typer.Option("--memo", metavar="意见.docx",
                                             help="把核查意见写成 .docx 或 .pdf。Write a memo to the author.")]
Earlier = Annotated[list[Path] | None, typer.Option(help="同一单位更早的报告，用来比对，可多次。 "
                                                         "An earlier report to compare with; may be repeated.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version
        typer.echo(f"taizhang {version('taizhang')}")
        raise typer.Exit


@app.callback()
def main(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                               help="显示版本。Show the version.")] = False) -> None:
    """Options that stand before any command."""


@app.command()
def read(files: Files, format: Shape = Format.TABLE, out: Out = None, jobs: Jobs = None) -> None:
    """读报告，列出其中的数字、勾稽关系和承诺。 Read reports: figures, claims and commitments, each with its place.

    退出码：0 读完，2 有文件读不出或写不成，130 被中断。 Exit status: 0 read, 2 a file could not be read or written,
    130 interrupted.
    """
    from taizhang.reading.ending import ended

    def work() -> int:
        from taizhang.reading.commands import read_files
        return read_files(files, format=str(format), out=out, jobs=jobs)

    raise typer.Exit(ended(work))


@app.command()
def audit(files: Files, earlier: Earlier = None, jobs: Jobs = None, memo: MemoTo = None) -> None:
    """复算报告中的数字关系，列出不符和存疑之处。 Recompute what reports claim; list what does not agree.

    退出码：1 有不符，0 没有，2 有文件读不出或写不成，130 被中断。 Exit status: 1 contradictions, 0 none, 2 a file could
    not be read or written, 130 interrupted.
    """
    from taizhang.reading.ending import UNREADABLE, ended

    def work() -> int:
        from taizhang.checking.commands import audit_files
        status = audit_files(files, earlier=earlier or [], jobs=jobs)
        if memo and status != UNREADABLE:      # which says already why there is no memo
            from taizhang.writing.memo_file import write_memo
            status = write_memo(files, memo, earlier=earlier or []) or status
        return status

    raise typer.Exit(ended(work))


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--dir", help="放在哪个文件夹。Where to put it.")] = Path("taizhang-demo"),
    seed: Annotated[int, typer.Option(help="同一个数造出同一个城市。The same seed makes the same city.")] = 2026,
    port: Annotated[int, typer.Option(min=1, max=65535, help="网站端口。Port of the site.")] = 8000,
    serve: Annotated[bool, typer.Option(help="做完后打开网站。Serve the site when it is made.")] = True,
) -> None:
    """造一个虚构的城市，走完一个半年：填报、校核、定版、写报告，然后打开网站。

    Walk an invented city's half-year, then serve it.
    """
    from taizhang.demo.commands import demo as run
    raise typer.Exit(run(folder, seed=seed, port=port, serve=serve))


Home = Annotated[Path | None, typer.Option("--home", help="数据文件夹。The data folder; default: TAIZHANG_HOME.")]


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址。The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口。The port.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="进程数；PostgreSQL 可多开。Processes.")] = 1,
    home: Home = None,
) -> None:
    """打开网站。 Run the site."""
    from taizhang.web.server import serve as run
    run(host, port, home, workers=workers)


@app.command()
def units(table: Annotated[Path, typer.Argument(metavar="表格.csv")], home: Home = None) -> None:
    """按 CSV 表建立机构树。 Lay out the org tree from a CSV file.

    各列 columns: code, name, kind, parent, stages, area, ownership, opened。
    """
    from taizhang.web.commands import lay_out_units
    raise typer.Exit(lay_out_units(table, home=home))


@app.command()
def admin(username: str, name: Annotated[str, typer.Option(prompt="姓名 name")],
          password: Annotated[str, typer.Option(prompt="口令 password", hide_input=True, confirmation_prompt=True)],
          home: Home = None) -> None:
    """建立首位管理员。 Let the first administrator in."""
    from taizhang.web.commands import first_administrator
    raise typer.Exit(first_administrator(username, name, password, home=home))


@app.command()
def remind(home: Home = None) -> None:
    """算好当天的灯，列出该提醒谁。 Work out today's lights and say whom to remind; for a timer each morning."""
    from taizhang.web.supervision.commands import remind as run
    raise typer.Exit(run(home=home))


ledger = typer.Typer(no_args_is_help=True, help="数据链。 The ledger.")
app.add_typer(ledger, name="ledger")


@ledger.command()
def verify(home: Home = None) -> None:
    """核验数据链和定版文件；有改动时退出码为 1。 Verify the ledger and its releases; status 1: changed."""
    from taizhang.web.commands import verify as run
    raise typer.Exit(run(home=home))


registers = typer.Typer(no_args_is_help=True, help="业务台账。 Registers.")
app.add_typer(registers, name="registers")


@registers.command()
def expire(
    by: Annotated[str, typer.Option(help="管理员的用户名。User name of the administrator.")],
    yes: Annotated[bool, typer.Option("--yes", help="真正清除；不加只列出。Clear; without it, only list.")] = False,
    home: Home = None,
) -> None:
    """清除保管期已满的保密记录；先列出，加 --yes 才清除。 Clear confidential records that are over; lists first."""
    from taizhang.web.registers.commands import expire as run
    raise typer.Exit(run(by, home=home, clears=yes))


report = typer.Typer(no_args_is_help=True, help="报告。 Reports.")
app.add_typer(report, name="report")


@report.command("verify")
def verify_report(files: Issued, home: Home = None) -> None:
    """验证 Word 或 PDF 是不是印发的那一份，不是的逐句说明差别。 Tell whether a file is the issued one, or what differs.

    全是印发的或只是另存的，退出码为 0；有差别为 1；读不出为 2。 Status: 0 issued, 1 it differs, 2 it cannot be read.
    """
    from taizhang.web.reports.commands import verify_files
    raise typer.Exit(verify_files(files, home=home))


@report.command("draft")
def draft_report(  # noqa: PLR0913, PLR0917 - one for each option
    release: Annotated[str, typer.Argument(metavar="定版", help="定版名称，如 2026H1。Name of the release.")],
    by: Annotated[str, typer.Option(help="拟稿人的用户名。User name of the writer.")],
    unit: Annotated[str, typer.Option(help="机构代码；不写即最上级的。Code of the unit; else the highest.")] = "",
    kind: Annotated[str, typer.Option(help="文种：summary、special、brief。The kind.")] = "summary",
    domain: Annotated[list[str] | None, typer.Option(help="专报的业务领域，可多次。Domains of a special.")] = None,
    home: Home = None,
) -> None:
    """从定版起草一份报告，放到网站上。 Draft a report from a release; it stands on the site then."""
    from taizhang.web.reports.commands import draft
    raise typer.Exit(draft(release, by=by, unit=unit, kind=kind, domains=domain or [], home=home))


Backup = Annotated[Path, typer.Argument(metavar="备份文件", help="备份文件。The backup.")]


@app.command()
def backup(file: Backup, home: Home = None) -> None:
    """备份数据库、收到的文件和密钥，网站不必停。 Back up everything, while the site may be running."""
    from taizhang.web.keeping.commands import backup as run
    raise typer.Exit(run(file, home=home))


@app.command()
def restore(file: Backup, home: Home = None) -> None:
    """把备份恢复到空的机器上并核验。 Restore a backup onto an empty machine, and prove it whole."""
    from taizhang.web.keeping.commands import restore as run
    raise typer.Exit(run(file, home=home))


@app.command()
def doctor(home: Home = None) -> None:
    """检查缺什么、哪里不安全、怎样改；有问题时退出码为 1。 Say what is missing or unsafe, and how to mend it."""
    from taizhang.web.keeping.commands import doctor as run
    raise typer.Exit(run(home=home))


if __name__ == "__main__":
    sys.exit(app())
