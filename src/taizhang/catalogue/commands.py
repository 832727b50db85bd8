"""`taizhang catalogue …`: check, show, print and begin catalogues."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="业务目录：检查、查询、生成说明 · The catalogue: check, show, document, extend", no_args_is_help=True)


@app.callback()
def catalogue() -> None:
    """业务目录 · The catalogue."""


@app.command()
def check(
    folders: Annotated[list[Path] | None, typer.Argument(help="叠加在自带目录之上的文件夹 · folders laid over it")] = None,
    language: Annotated[str, typer.Option(help="zh, en")] = "zh",
) -> None:
    """检查目录文件 · Check the catalogue's files and say everything that is wrong."""
    from taizhang.catalogue import SHIPPED, CatalogueError, read

    try:
        catalogue = read(SHIPPED, *(folders or []))
    except CatalogueError as error:
        for problem in error.problems:
            typer.echo(problem.message(language))
        typer.echo(f"{len(error.problems)} 个问题 · problems")
        raise typer.Exit(1) from None
    for override in catalogue.overrides:
        typer.echo(f"{override.at} {'.'.join(override.path)}: {override.was} → {override.now}")
    typer.echo(f"{len(catalogue.domains)} 个领域 domains, {len(catalogue.indicators)} 个指标 indicators, "
               f"{len(catalogue.rules)} 条规则 rules, {len(catalogue.standards)} 项标准 standards, "
               f"{len(catalogue.cases)} 个算例 cases ({catalogue.digest[:12]})")
