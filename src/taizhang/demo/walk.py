"""`taizhang demo`: the whole road walked once, from an empty folder to a report whose every figure opens."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from taizhang.demo.city import THIS_YEAR, City

if TYPE_CHECKING:
    from taizhang.demo.arriving import Arrived
    from taizhang.demo.round import Round, RoundOutcome
    from taizhang.web.accounts.models import Person
    from taizhang.web.ledger.models import Release

MARK = "demo.json"
SAMPLES = {
    "refused": "有错的工作簿 a workbook with errors",
    "annotated": "批注后退回 the same with comments",
}
BUNDLE = 20  # workbooks that are taken in at once
Result = TypeVar("Result")
People = dict[str, "Person"]


class NotADemoFolder(Exception):  # noqa: N818 - it is the folder that is wrong
    """The folder holds something else; nothing in it was touched."""


@dataclass
class Made:
    """What a finished demo has: where its files are and what went into them."""

    folder: Path
    seed: int
    files: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    def keep(self) -> None:
        told = {"seed": self.seed, "files": self.files, "facts": self.facts}
        (self.folder / MARK).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")

    @classmethod
    def found(cls, folder: Path) -> Made | None:
        """The demo that stands finished in the folder, or None where there is none yet.

        Raises NotADemoFolder where the folder holds something else, or a demo that was broken off.
        """
        if (folder / MARK).exists():
            told = json.loads((folder / MARK).read_text("utf-8"))
            return cls(folder, told["seed"], told["files"], told["facts"])
        if folder.exists() and any(folder.iterdir()):
            raise NotADemoFolder(str(folder))
        return None


def make(folder: Path, seed: int, console: Console, *, scale: float = 1) -> Made:
    """Make the invented city in an empty folder and walk its half-year to the end; `scale` as City has it."""
    from taizhang.web.server import setup

    begun = monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    setup(folder / "data", migrate=False)
    made = Made(folder, seed)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, refresh_per_second=4) as progress:
        _walk(made, progress, scale)
    made.facts["用时 seconds"] = f"{monotonic() - begun:.0f}"
    made.keep()
    return made


def _walk(made: Made, progress: Progress, scale: float) -> None:
    from django.core.management import call_command

    from taizhang import catalogue
    from taizhang.demo.arriving import arriving
    from taizhang.demo.events import note
    from taizhang.demo.loop import Loop
    from taizhang.demo.people import settle
    from taizhang.demo.round import Round, ask_for_what_is_next
    from taizhang.demo.workbooks import parcels

    sections = dict.fromkeys(domain.section for domain in catalogue.load().domains.values())
    gc.freeze()  # what is loaded by now stays: looking through it again and again takes a twentieth of the time
    gc.set_threshold(100_000, 50, 100)
    city = City(made.seed, sections=sections, scale=scale)
    coming = {year: [*parcels(city, year, mistakes=year == THIS_YEAR)] for year in (THIS_YEAR - 1, THIS_YEAR)}
    with arriving(chain.from_iterable(coming.values()), city) as arrived:
        _step(progress, "建立数据库 making the database", lambda: call_command("migrate", verbosity=0))
        people = _step(progress, "建立机构和人员 units and people", lambda: settle(city))
        for year, sent in coming.items():
            collection = Round(city, people, year, made.folder)
            _collect(collection, progress, islice(arrived, len(sent)), len(sent))
            _count(made, year, collection.outcome)
    _step(progress, "记工作纪实 noting events", lambda: note(people["section"]))
    release = _step(progress, "定版 sealing the release", lambda: _seal(people))
    loop = Loop(made, people)
    paper = _step(progress, "读上期报告 reading last half-year's report", loop.read_last)
    _step(progress, "督办上期计划 following what it promised", lambda: loop.follow(paper))
    report = _step(progress, "写、签发本期报告 writing and issuing this report", lambda: loop.issue(release))
    _step(progress, "更正一个数 correcting a figure", lambda: loop.correct(report))
    _step(progress, "布置下期报送 asking for the next half-year", lambda: ask_for_what_is_next(people))


def _step(progress: Progress, title: str, work: Callable[[], Result]) -> Result:
    task = progress.add_task(title, total=1)
    result = work()
    progress.advance(task)
    return result


def _collect(collection: Round, progress: Progress, arrived: Iterable[Arrived], total: int) -> None:
    """A year's workbooks; while they are reviewed, the next year's are made."""
    collection.open()
    coming = progress.track(arrived, total, description=f"收报表 workbooks taken in, {collection.year}")
    while bundle := [*islice(coming, BUNDLE)]:
        collection.take(bundle)
    waiting = sum(map(len, collection.waiting.values()))
    approved = progress.add_task(f"审核 submissions approved, {collection.year}", total=waiting)
    collection.review(partial(progress.advance, approved))


def _count(made: Made, year: int, outcome: RoundOutcome) -> None:
    made.facts |= {
        f"{year}年收到工作簿 workbooks received": f"{outcome.received}",
        f"{year}年写入数据 observations": f"{outcome.observations}",
    }
    if year == THIS_YEAR:
        made.facts |= {
            "有错退回 refused with errors": f"{outcome.refused}",
            "审核退回 returned by reviewers": f"{outcome.returned}",
            "填报人说明 warnings explained": f"{outcome.explained}",
        }
    made.files |= {SAMPLES[name]: str(path) for name, path in outcome.samples.items()}


def _seal(people: People) -> Release:
    from taizhang import catalogue
    from taizhang.periods import Period
    from taizhang.web.ledger.releases import seal_release

    return seal_release(Period.parse(f"{THIS_YEAR}H1"), catalogue=catalogue.load(), by=people["writer"])
