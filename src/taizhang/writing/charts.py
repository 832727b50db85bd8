"""Which figures of a report are worth a picture: change on a year ago, completion of plans, ranking of units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.results import PERCENT, POINTS, Result, combined
from taizhang.catalogue.model import Catalogue
from taizhang.writing.comparing import elapsed
from taizhang.writing.page import names_in
from taizhang.writing.pieces import Bar, Chart, FigureRun
from taizhang.writing.said import Outcome
from taizhang.writing.shortfalls import short_name
from taizhang.writing.words import no_base, shown

COMPARED, EACH, RANKED = 10, 2, 4       # bars of changes, and of one domain at most; rankings of a report
FIRST = 3                       # sentences of an outline that tell what is main in its domain
PLANNED, UNITS = 3, 3           # from so many plans, and so many units, on there is a picture
TOO_BIG = 100                   # per cent: a growth that would make all others invisible


def compared(analysis: Analysis, results: Collection[Result]) -> tuple[Chart, ...]:
    """How main amounts changed on a year ago, in per cent; no domain fills the picture alone."""
    of_domain: Counter[str] = Counter()
    bars: list[Bar] = []
    for bar in _changes(analysis, _main(analysis.catalogue, results)):
        domain = bar.figure.result.inputs[0].code.partition(".")[0]
        of_domain[domain] += 1
        if of_domain[domain] <= EACH and len(bars) < COMPARED:
            bars.append(bar)
    return (Chart("compared", "主要指标同比变化", PERCENT, tuple(bars)),) if len(bars) > 1 else ()


def _main(catalogue: Catalogue, results: Collection[Result]) -> list[Result]:
    """What the outlines of the domains tell first, for they begin with what matters; of one sentence first those of
    which more or less is better. A large change of a small thing is nothing to begin a report's picture with."""
    domains: dict[str, int] = {}
    first: dict[str, int] = {}
    for result in results:
        domain = result.code.partition(".")[0]
        if domain not in domains:
            domains[domain] = len(domains)
            first |= _told_first(catalogue, domain)
    main = (one for one in results if one.code in first)
    return sorted(main, key=lambda one: (domains[one.code.partition(".")[0]], first[one.code], one.better is None))


def _told_first(catalogue: Catalogue, domain: str) -> dict[str, int]:
    """The codes that the first sentences of a domain's outline name, each with the place of its sentence."""
    outline = catalogue.outlines.get(domain)
    found: dict[str, int] = {}
    for at, sentence in enumerate(outline.done[:FIRST] if outline else ()):
        for name in set().union(*map(names_in, sentence.say)):
            found.setdefault(f"{domain}.{name}", at)
    return found


def _changes(analysis: Analysis, results: Iterable[Result]) -> Iterator[Bar]:
    for result in results:
        then = analysis.last_year(result)
        if result.unit in (PERCENT, POINTS) or no_base(result, then, analysis):
            continue
        change = combined("growth", result, then)
        if abs(change.known) <= TOO_BIG:
            yield Bar(result.title, _figure(change))


def planned(rates: Collection[Result]) -> tuple[Chart, ...]:
    """How far the year's plans are done, against the time gone."""
    bars = tuple(Bar(rate.title, _figure(rate)) for rate in rates)
    if len(bars) < PLANNED:
        return ()
    return (Chart("planned", "年度任务完成进度", PERCENT, bars, limit=_figure(elapsed(bars[0].figure.result))),)


def rankings(analysis: Analysis, unit: str, outcome: Outcome) -> dict[str, Chart]:
    """For domains with a problem, the units below by the figure it is about; by the domain's code."""
    found: dict[str, Chart] = {}
    for result in _worth_ranking(analysis, unit, outcome):
        domain = result.code.partition(".")[0]
        if domain not in found and len(found) < RANKED and (chart := ranked(analysis, result)):
            found[domain] = chart
    return found


def _worth_ranking(analysis: Analysis, unit: str, outcome: Outcome) -> Iterator[Result]:
    """Rates for which more or less is better: those of the problems before those of the achievements."""
    for part in ("problems", "done"):
        for code in outcome.about(part):
            indicator = analysis.catalogue.indicators[code]
            if indicator.better and ("%" in indicator.unit or "/" in indicator.unit):
                yield analysis.value(code, unit)


def ranked(analysis: Analysis, result: Result) -> Chart | None:
    """The units below, best first, with the whole as the line they are held against."""
    if result.value is None:
        return None
    below = analysis.ranking(result.code, result.org, **dict(result.by))
    if len(below) < UNITS:
        return None
    units = [analysis.tree.units[one.org] for one in below]
    bars = tuple(Bar(short_name(unit.name), _figure(one)) for unit, one in zip(units, below, strict=True))
    kinds = {unit.kind for unit in units}
    whose = "各县区" if kinds == {"county"} else "各学校" if kinds == {"school"} else "各单位"
    return Chart("ranked", whose + result.title, result.unit, bars, limit=_figure(result))


def _figure(result: Result) -> FigureRun:
    figure = shown(result)
    return FigureRun(figure.text, figure.result)


def main_results(analysis: Analysis, unit: str, outcome: Outcome) -> list[Result]:
    """The unit's own figures that the achievements print, each once."""
    figures = (run.result for said in outcome.said if said.part == "done"
               for run in said.runs if isinstance(run, FigureRun))
    own = (one for one in figures
           if one.code and not one.by and one.org == unit and one.period == str(analysis.period))
    return list({one.key: one for one in own}.values())
