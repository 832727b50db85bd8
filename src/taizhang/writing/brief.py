"""One page for the head: the dozen figures that matter, what is late or off standard, and what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import PERCENT, POINTS, Result, combined
from taizhang.catalogue.model import Domain
from taizhang.writing import layout
from taizhang.writing.document import Letterhead
from taizhang.writing.gaps import Gap
from taizhang.writing.pieces import FigureRun, Paragraph, Run, Table, Text
from taizhang.writing.said import Outcome, as_runs
from taizhang.writing.shortfalls import short_name
from taizhang.writing.tables import NOTHING, change_of
from taizhang.writing.task_figures import TaskFigures
from taizhang.writing.tasks import Tracked, late_ones
from taizhang.writing.words import Words, no_base, shown, without_sign

FIGURES, EACH = 12, 2           # figures in all, and of one domain at most
ROOM = 10                       # lines for what is late and what to ask, on a page without a letterhead
BIG = 20                        # per cent of change that a head will ask about
HEADER = ("指标", "本期", "同比") * 2


def room(letterhead: Letterhead | None) -> int:
    """The lines that are left for what is late and what to ask."""
    return ROOM if letterhead is None else ROOM - layout.LETTER_LINES - bool(letterhead.copies_to)


@dataclass(frozen=True, slots=True)
class Matter:
    """A result that may stand on the page, and how much it matters."""

    result: Result
    weight: int


def figures_table(analysis: Analysis, unit: str, outcome: Outcome, gaps: Collection[Gap]) -> Table:
    """The figures that matter most, two in a row: off standard, changed for the worse, a problem, then changed."""
    chosen = _chosen(list(_matters(analysis, unit, outcome, gaps)))
    cells = [_cells(analysis, result) for result in chosen]
    if len(cells) % 2:
        cells.append((NOTHING, NOTHING, NOTHING))
    half = len(cells) // 2
    return Table("", HEADER, tuple((*left, *right) for left, right in zip(cells[:half], cells[half:], strict=True)),
                 small=True)


def _matters(analysis: Analysis, unit: str, outcome: Outcome, gaps: Collection[Gap]) -> Iterator[Matter]:
    """What is off standard, what the achievements print, and what the problems are about, each once."""
    seen: set[str] = set()
    off, wrong = {gap.result.key for gap in gaps}, outcome.about("problems")
    achieved = (run for said in outcome.said if said.part == "done" for run in said.runs)
    printed = (run.result for run in achieved if isinstance(run, FigureRun))
    for result in (*(gap.result for gap in gaps), *printed, *_results(analysis, outcome)):
        whole = result.code and not result.by and (result.org, result.period) == (unit, str(analysis.period))
        if whole and result.key not in seen:
            seen.add(result.key)
            yield Matter(result, _weight(analysis, result, off, wrong))


def _results(analysis: Analysis, outcome: Outcome) -> Iterator[Result]:
    """What the problems are about, behind the figures that they print."""
    problems = (run for said in outcome.said if said.part == "problems" for run in said.runs)
    for figure in problems:
        if isinstance(figure, FigureRun):
            yield from (figure.result, *analysis.inputs(figure.result))


def _weight(analysis: Analysis, result: Result, off: set[str], wrong: Collection[str]) -> int:
    """More for what is off standard by its key, or wrong by its code."""
    weight = 8 * (result.key in off) + (2 + 3 * (result.code in wrong)) * (result.better is not None)
    then = analysis.last_year(result)
    if no_base(result, then, analysis):
        return weight
    rates = result.unit in (PERCENT, POINTS)
    change = result - then if rates else combined("growth", result, then)
    worse = change.known < 0 if result.better == "higher" else change.known > 0 if result.better == "lower" else False
    return weight + 4 * worse + (abs(change.known) >= BIG) + 1


def _chosen(matters: Sequence[Matter]) -> list[Result]:
    """The weightiest, no domain with more than its share, in the order of the report."""
    taken: list[Matter] = []
    of_domain: Counter[str] = Counter()
    for matter in sorted(matters, key=lambda one: -one.weight):
        domain = matter.result.code.partition(".")[0]
        if len(taken) < FIGURES and of_domain[domain] < EACH:
            taken.append(matter)
            of_domain[domain] += 1
    return [matter.result for matter in matters if matter in taken]


def _cells(analysis: Analysis, result: Result) -> tuple[Run, Run, Run]:
    figure = shown(result)
    then = analysis.last_year(result)
    change = NOTHING if no_base(result, then, analysis) else change_of(result, then)
    return Text(result.title, digits=True), FigureRun(figure.text, figure.result), change


def late_and_off(
    tasks: Iterable[Tracked], gaps: Iterable[Gap], outcome: Outcome, figures: TaskFigures, room: int
) -> list[Paragraph]:
    """What is late, what is off standard, then the problems of the outlines, as far as the lines go."""
    late = [_late(task, figures) for task in late_ones(tasks)]
    rest = (*map(_off, gaps), *(said.runs for said in outcome.said if said.part == "problems"))
    told = _fitting([*late, *rest], room)
    if left := len(late) - sum(one.runs in late for one in told):
        counted = figures.count("其余滞后事项", left)
        told.append(Paragraph(as_runs((Text("另有"), counted, Text("滞后，见督办台账。")))))
    return told


def _late(task: Tracked, figures: TaskFigures) -> tuple[Run, ...]:
    """How late it is, or how much of it is done."""
    owner = f"（{short_name(task.facts.owner)}）" if task.facts.owner else ""
    state: Words = (Text(f"亮{task.standing.light.label.zh}"),)
    if task.overdue:
        state = Text("逾期"), figures.days("逾期天数", task.facts, -(task.standing.days_left or 0))
    elif task.standing.done is not None:
        state = Text("完成"), figures.share("任务进度", task.facts, task.standing.done)
    return as_runs((task.title.shown, Text("，"), *state, Text(f"{owner}。", digits=True)))


def _off(gap: Gap) -> tuple[Run, ...]:
    verb = "差" if gap.way == "below" else "高出"
    return as_runs((Text(gap.result.title, digits=True), shown(gap.result), Text(f"，距标准{verb}"),
                    without_sign(gap.gap), Text("。")))


def questions(
    tasks: Iterable[Tracked], gaps: Iterable[Gap], outcome: Outcome, domains: Iterable[Domain], room: int
) -> list[Paragraph]:
    """What to ask of whom, as far as the lines go: of late tasks, of gaps, and of domains with problems."""
    whose = {domain.code: domain.section or domain.title.zh for domain in domains}
    late = [(one.facts.owner or "责任单位", f"{one.title.shown.text}何时{'实现' if one.title.is_goal else '办结'}？")
            for one in late_ones(tasks)]
    off = [(whose[gap.result.code.partition(".")[0]], f"{gap.result.title}的差距在哪，何时达标？") for gap in gaps]
    told = {said.domain: None for said in outcome.said if said.part == "problems"}
    rest = [(whose.get(one.code, one.title.zh), f"{one.title.zh}的问题谁来办、何时见效？") for one in told]
    firsts: dict[str, str] = {}
    for owner, asked in (*late, *off, *rest):       # each is asked once, so that the page reaches several
        firsts.setdefault(owner, asked)
    return _fitting([(Text(f"问{short_name(owner)}：{asked}", digits=True),) for owner, asked in firsts.items()],
                    room)


def _fitting(entries: Iterable[tuple[Run, ...]], room: int) -> list[Paragraph]:
    """The entries that fit into so many lines."""
    kept, used = [], 0
    for runs in entries:
        wide = layout.width("".join(run.text for run in runs)) + layout.INDENT_CHARACTERS
        lines = -int(-wide // layout.CHARACTERS)
        if used + lines <= room:
            kept.append(Paragraph(runs))
            used += lines
    return kept
