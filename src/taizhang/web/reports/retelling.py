"""The sentences and table lines of a report whose figures become others: how each reads, and how it will read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from taizhang.analysis.results import MissingFigureError, Result
from taizhang.analysis.supposing import codes_of
from taizhang.quantities import MISSING, format_number
from taizhang.web.reports.models import Report
from taizhang.writing.document import Document
from taizhang.writing.pieces import FigureRun, Paragraph, Run, Text
from taizhang.writing.words import Shown, direction, in_wan, shown, without_sign

Again = Callable[[Result], Result]
Sentence = tuple[Run, ...]
TITLE_COLUMN = "指标"


@dataclass(frozen=True, slots=True)
class Touched:
    """A sentence, or a line of a table, of one report; `runs` are those it will have.

    `row` names the line of a table, and `cells` has the heads of those columns that change, what stands there and what
    will. `results` are the figures that change, as they will be. `reworded` says that a rise became a fall or the other
    way round, so that its words no longer fit.
    """

    report: Report
    place: str
    before: str
    after: str
    runs: Sentence
    figures: tuple[tuple[str, str], ...]
    results: tuple[Result, ...]
    reworded: bool
    row: str = ""
    cells: tuple[tuple[str, str, Run], ...] = ()


def touched_in(report: Report, document: Document, after: Again, before: Again = lambda one: one) -> Iterator[Touched]:
    """The sentences and table lines of a report whose printed figures differ between `before` and `after`."""
    for place, header, sentence in _sentences(document):
        old, new = (tuple(_again(run, form) for run in sentence) for form in (before, after))
        if _text(old) != _text(new):
            pairs = [(one, other) for one, other in zip(old, new, strict=True) if one.text != other.text]
            changed = tuple((one.text, other.text) for one, other in pairs)
            cells = tuple((head, one.text, other) for head, one, other in zip(header, old, new, strict=True)
                          if one.text != other.text) if header else ()
            results = tuple(other.result for _one, other in pairs if isinstance(other, FigureRun))
            yield Touched(report, place, _told(header, old), _told(header, new), new, changed, results,
                          any(_turned(*pair) for pair in pairs), _row(header, old), cells)


def codes_beside(document: Document, touched: Set[str]) -> set[str]:
    """The indicators of all figures in the sentences and table lines in which some figure rests on one of `touched`."""
    every = (sentence for _place, _header, sentence in _sentences(document))
    said = ([code for run in one if isinstance(run, FigureRun) for code in codes_of(run.result)] for one in every)
    return {code for codes in said if not touched.isdisjoint(codes) for code in codes}


def _sentences(document: Document) -> Iterator[tuple[str, tuple[str, ...], Sentence]]:
    """Every sentence with the heading above it, and every line of a table with its title and the heads of its columns.
    """
    for heading, paragraph in _placed(document):
        yield from ((heading, (), sentence) for sentence in sentences_of(paragraph))
    for table in document.tables():
        yield from ((table.title, table.header, row) for row in table.rows)


def _placed(document: Document) -> Iterator[tuple[str, Paragraph]]:
    """Each paragraph with the heading under which it stands."""
    yield from (("", paragraph) for paragraph in document.opening)
    waiting = list(document.sections)
    while waiting:
        section = waiting.pop(0)
        yield from ((section.title, paragraph) for paragraph in section.paragraphs)
        waiting = [*section.sections, *waiting]


def _told(header: Sequence[str], runs: Sentence) -> str:
    """A sentence as it reads, a line of a table as its cells with the heads of their columns."""
    if not header:
        return _text(runs)
    return "；".join(f"{head}：{run.text}" if head else run.text for head, run in zip(header, runs, strict=True))


def _row(header: Sequence[str], runs: Sentence) -> str:
    """What a line of a table is called: the indicator that it is about, else what stands first in it."""
    return runs[header.index(TITLE_COLUMN) if TITLE_COLUMN in header else 0].text if header else ""


def sentences_of(paragraph: Paragraph) -> list[Sentence]:
    """The runs of a paragraph by sentence."""
    made: list[list[Run]] = [[]]
    for run in paragraph.runs:
        if not isinstance(run, Text):
            made[-1].append(run)
            continue
        first, *rest = run.text.replace("。", "。\0").split("\0")
        made[-1].append(Text(first, run.digits))
        made += [[Text(part, run.digits)] for part in rest]
    return [tuple(one) for one in made if "".join(run.text for run in one)]


def _again(run: Run, again: Again) -> Run:
    return printed_again(run, again(run.result)) if isinstance(run, FigureRun) else run


def _text(sentence: Iterable[Run]) -> str:
    return "".join(run.text for run in sentence)


def _bare(result: Result) -> Shown:
    decimals = max(result.decimals, 2 if "元" in result.unit else 0)
    return Shown(result, format_number(result.known, decimals))


def _directed(result: Result) -> Shown:
    return Shown(result, direction(result) + without_sign(result).text)


_FORMS = (shown, without_sign, in_wan, _bare, _directed)


def printed_again(run: FigureRun, result: Result) -> FigureRun:
    """A figure with another result, printed in the form it had."""
    if result.value == run.result.value:
        return run
    try:
        form = next((form for form in _FORMS if form(run.result).text == run.text), shown)
        return FigureRun(form(result).text, result)
    except MissingFigureError:
        return FigureRun(MISSING, result)


def _turned(old: Run, new: Run) -> bool:
    """Whether a change has another sign than before."""
    if not (isinstance(old, FigureRun) and isinstance(new, FigureRun)):
        return False
    was, now = old.result, new.result
    return bool(was.operation and was.value and now.value is not None and (was.value > 0) != (now.value > 0))
