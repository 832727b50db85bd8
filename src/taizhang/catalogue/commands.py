"""`taizhang catalogue …`: check, show, print and begin catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOTDIR
from os import strerror
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.findings import unwritten

if TYPE_CHECKING:
    from taizhang.catalogue.model import Catalogue

app = typer.Typer(help="业务目录：检查、查询、生成说明、新建领域 · The catalogue: check, show, document, extend",
                  no_args_is_help=True)
Folders = Annotated[list[Path] | None, typer.Option("--over", help="叠加的文件夹 · a folder laid over the shipped one")]
Language = Annotated[str, typer.Option("--language", help="zh 或 or en")]


@app.command()
def check(
    folders: Annotated[list[Path] | None, typer.Argument(help="叠加的文件夹 · folders laid over it")] = None,
    cases: Annotated[bool, typer.Option("--cases", help="同时运行算例 · run the worked cases, too")] = False,
    domain: Annotated[str, typer.Option(help="只运行一个领域的算例 · of one domain only")] = "",
    language: Language = "zh",
) -> None:
    """检查目录文件，一次列出全部问题 · Check the files and say everything that is wrong."""
    catalogue = _loaded(folders, language)
    for override in catalogue.overrides:
        typer.echo(f"{override.at} {'.'.join(override.path)}: {override.was} → {override.now or '∅'}")
    if cases:
        _run_cases(catalogue, domain)
    typer.echo(f"{len(catalogue.domains)} 个领域 domains, {len(catalogue.indicators)} 个指标 indicators, "
               f"{len(catalogue.rules)} 条规则 rules, {len(catalogue.standards)} 项标准 standards, "
               f"{len(catalogue.cases)} 个算例 cases ({catalogue.digest[:12]})")


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="代码或名称 · a code or a name, e.g. student_aid.recipients")],
    over: Folders = None,
) -> None:
    """查询一个指标、报表、台账、规则或标准 · Show an indicator, form, register, rule or standard."""
    from taizhang.catalogue.describe import describe, found_by

    catalogue = _loaded(over, "zh")
    found = found_by(code, catalogue)
    if not found:
        typer.echo(f"没有“{code}” · nothing of that name", err=True)
        raise typer.Exit(1)
    typer.echo("\n\n".join("\n".join(describe(one, catalogue)) for one in found))


@app.command()
def docs(
    out: Annotated[Path, typer.Option(help="写到哪个文件夹 · the folder to write to")] = Path("catalogue-reference"),
    over: Folders = None,
) -> None:
    """生成可浏览、可查找的网页说明 · Write the reference as pages to browse and search."""
    from taizhang.catalogue.reference import Reference

    with _writing(out):
        pages = Reference(_loaded(over, "zh")).write(out)
    typer.echo(f"{len(pages)} 个文件 files → {out / 'index.html'}")


@app.command()
def new(
    domain: Annotated[str, typer.Argument(help="领域代码 · the domain's code, e.g. school_sports")],
    folder: Annotated[Path, typer.Option("--dir", help="放在哪个文件夹 · the folder to put it in")] = Path("catalogue"),
) -> None:
    """新建一个已能通过检查的领域 · Begin a domain that already passes the check."""
    from taizhang.catalogue.scaffold import begin

    try:
        with _writing(folder):
            made = begin(domain, folder)
    except FileExistsError as error:
        typer.echo(f"{error} 已存在 · is there already", err=True)
        raise typer.Exit(1) from None
    except ValueError:
        typer.echo(f"“{domain}”不能作代码：用小写字母、数字和下划线 · lower-case letters, digits and _", err=True)
        raise typer.Exit(1) from None
    for path in made:
        typer.echo(str(path))
    typer.echo(f"taizhang catalogue check {folder}")


@app.command()
def coverage(over: Folders = None) -> None:
    """各领域内容与所承接的系统，有系统没有去处即报错 · What each domain holds, and any system without a place."""
    from rich.console import Console
    from rich.table import Table

    from taizhang.catalogue.coverage import read_coverage
    from taizhang.catalogue.describe import contents, systems

    catalogue, covered = _loaded(over, "zh"), read_coverage()
    held = Table("领域 Domain", "指标 Indicators", "无来源 No source", "无算例 No case", "规则 Rules",
                 "标准 Standards", "未核实 Unverified", "算例 Cases")
    named = Table("领域 Domain", *covered.reports(), "合计 Systems")
    for table, rows in ((held, contents(catalogue)), (named, systems(covered, catalogue))):
        table.columns[0].no_wrap = True
        for row in rows:
            table.add_row(*map(str, row))
        Console().print(table)
    lacking = list(covered.lacking(catalogue))
    for system, unknown in lacking:
        typer.echo(f"{system.number or '–'} {system.name}：没有代码 no code {'、'.join(unknown)}")
    if lacking:
        raise typer.Exit(1)
    typer.echo(f"{len(covered.systems)} 个系统都有去处 systems have their place")


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """An end with the reason where the folder cannot be written; one that is a file is no folder."""
    try:
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(ENOTDIR, strerror(ENOTDIR), str(folder))
        yield
    except FileExistsError:
        raise
    except OSError as error:
        finding = unwritten(error, str(folder))
        typer.echo(f"{finding.message('zh')} {finding.message('en')}", err=True)
        raise typer.Exit(1) from None


def _loaded(folders: list[Path] | None, language: str) -> Catalogue:
    """The catalogue, or an end with everything that is wrong with it."""
    from taizhang.catalogue import SHIPPED, CatalogueError, read

    try:
        return read(SHIPPED, *(folders or []))
    except CatalogueError as error:
        for problem in error.problems:
            typer.echo(problem.message(language))
        typer.echo(f"{len(error.problems)} 个问题 · problems")
        raise typer.Exit(1) from None


def _run_cases(catalogue: Catalogue, domain: str) -> None:
    from taizhang.catalogue.cases import run_all

    failed = {name: mistakes for name, mistakes in run_all(catalogue, domain=domain).items() if mistakes}
    for name, mistakes in failed.items():
        typer.echo("\n  ".join([name, *mistakes]))
    if failed:
        typer.echo(f"{len(failed)} 个算例不成立 · cases do not hold")
        raise typer.Exit(1)
