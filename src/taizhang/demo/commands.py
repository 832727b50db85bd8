"""What `taizhang demo` does and says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from taizhang.demo.walk import Made, NotADemoFolder, make
from taizhang.findings import unwritten


def demo(folder: Path, *, seed: int, port: int, serve: bool) -> int:
    """Make the demo unless it stands there already, say where things are, and serve it. Gives the exit status."""
    from taizhang.web.server import setup

    console = Console()
    try:
        made = Made.found(folder) or make(folder, seed, console)
        setup(made.folder / "data")
    except NotADemoFolder:
        console.print(f"[red]文件夹 {folder} 里有别的内容，没有改动。请换一个空文件夹：taizhang demo --dir 新文件夹")
        console.print(f"[red]{folder} holds something else and was left alone. Name an empty folder with --dir.")
        return 2
    except OSError as error:
        finding = unwritten(error, str(error.filename or folder))
        console.print(f"[red]{finding.message('zh')}\n{finding.message('en')}")
        return 2
    tell(made, console)
    if serve:
        _serve(made, port, console)
    return 0


def tell(made: Made, console: Console) -> None:
    """What was made, where it is, and how to get in."""
    from taizhang.demo.people import LOGINS, PASSWORD

    for title, rows in (("结果 what was made", made.facts), ("文件 files", made.files)):
        table = Table(title=title, title_justify="left", show_header=False, box=None)
        table.add_column()
        table.add_column(overflow="fold")
        for name, value in rows.items():
            table.add_row(name, value)
        console.print(table)
    table = Table(title=f"登录 log-ins, 密码 password: {PASSWORD}", title_justify="left", box=None)
    for head in ("用户名 user", "姓名 name", "角色 role"):
        table.add_column(head)
    for username, name, kind, _ in LOGINS:
        table.add_row(username, name, f"{kind.label} {kind.value}")
    console.print(table)


def _serve(made: Made, port: int, console: Console) -> None:
    """Hand over to a process that has made nothing: a worker forked from one that used DuckDB dies of its threads."""
    home = made.folder / "data"
    console.print(f"\n[bold]http://127.0.0.1:{port}[/bold]   （Ctrl+C 停止 to stop）")
    if sys.platform == "win32":  # has no way to become another process, and forks no workers
        from taizhang.web.server import serve

        serve(port=port, home=home)
        return
    sys.stdout.flush()
    told = ("-m", "taizhang.cli", "serve", "--port", str(port), "--home", str(home))
    os.execv(sys.executable, (sys.executable, *told))  # noqa: S606 - there is no shell to want
