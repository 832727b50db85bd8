"""What `taizhang backup`, `restore` and `doctor` do.

Each prints what it has to say and returns the exit status: 0, 1 where something was found, 2 where it was refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from taizhang.findings import Finding, unwritten
from taizhang.web import home as data_folder
from taizhang.web.refusals import Refused, refuse
from taizhang.web.server import on_site

Told = Callable[[str, int], Callable[[], None]]


@on_site(behind=True)  # an upgrade begins with a backup
def backup(target: Path) -> int:
    """Write a backup while the site may be running."""
    from taizhang.web.keeping.backup import backup as run
    from taizhang.web.keeping.marks import note_backup

    try:
        with _progress() as told:
            made = run(target, told=told)
    except Refused as error:
        return refuse(error)
    except OSError as error:
        of_the_backup = not error.filename or Path(error.filename).parent == target.parent
        return refuse(Refused(unwritten(error, str(target))) if of_the_backup else error)
    note_backup(data_folder.folder())
    rows = sum(made.rows.values())
    print(f"{target}: {rows} 行，{len(made.members) - len(made.rows)} 个文件。 rows, files")
    print("其中有密钥，请像密钥一样保管。 It holds the keys: keep it as you keep those.")
    return 0


def restore(source: Path, *, home: Path | None) -> int:
    """Restore a backup into an empty data folder and database, and prove it whole."""
    from taizhang.web.keeping.restore import restore as run

    target = home.resolve() if home else data_folder.folder()
    try:
        with _progress() as told:
            doubts = run(source, target, told=told)
    except (Refused, OSError) as error:
        return refuse(error)
    return _say(doubts, f"{target}: 已恢复，链和文件均核验无误。 restored and proven whole")


@on_site(behind=True)  # which it says
def doctor() -> int:
    """Say what is missing or unsafe, and how to mend it."""
    from taizhang.web.keeping.doctor import examine

    return _say(examine(), "未发现问题。 nothing found")


def _say(findings: Iterable[Finding], whole: str) -> int:
    found = list(findings)
    for finding in found:
        print(f"{finding.place + ': ' if finding.place else ''}{finding.message('zh')} {finding.message('en')}")
    if not found:
        print(whole)
    return 1 if found else 0


@contextmanager
def _progress() -> Iterator[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:

        def told(title: str, steps: int) -> Callable[[], None]:
            task = progress.add_task(title, total=steps)
            return lambda: progress.advance(task)

        yield told
