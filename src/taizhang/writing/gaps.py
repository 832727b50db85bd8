"""Indicators below their standard -> a sentence of the problems and one of the plan, where no outline has said them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from taizhang.analysis.analysis import Analysis
from taizhang.analysis.judging import Judgement, judged
from taizhang.analysis.results import Result, given
from taizhang.catalogue.model import Domain
from taizhang.quantities import UnitError
from taizhang.writing.document import PlannedTask
from taizhang.writing.pieces import Run, Text
from taizhang.writing.said import Outcome, Said, as_runs
from taizhang.writing.shortfalls import NAMED, behind, units
from taizhang.writing.vocabulary import month_end
from taizhang.writing.voice import Voice
from taizhang.writing.words import Measure, NothingToSayError, Words, prints_as_nothing, shown, without_sign

_DOCUMENT = re.compile(r"《[^》]+》|[^\s，；、：]*〔[0-9]{4}〕[0-9]+号")


@dataclass(frozen=True, slots=True)
class Gap:
    """A judgement that went against a figure: how far it is from its threshold, and which way."""

    judged: Judgement
    threshold: Result
    gap: Result

    @property
    def way(self) -> str:
        """Whether the figure is "below" its threshold or "above" it."""
        return "below" if self.judged.result < self.threshold else "above"

    @property
    def result(self) -> Result:
        return self.judged.result

    @property
    def title(self) -> Text:
        return Text(self.result.title, digits=True)


def gaps(analysis: Analysis, unit: str, domains: Collection[Domain]) -> list[Gap]:
    """Every indicator of the unit that is off its standard, those of the domains only."""
    wanted = {domain.code for domain in domains}
    missed = (one for one in judged(analysis, unit)
              if not one.met and one.result.code.partition(".")[0] in wanted)
    return [gap for one in missed if (gap := _gap(one))]


def _gap(one: Judgement) -> Gap | None:
    """None where the difference is too small to print, or standard and figure are counted in different things."""
    result, standard = one.result, one.standard
    title = f"{standard.title.zh}（{one.row.source}{one.row.clause and f'，{one.row.clause}'}）"
    threshold = given(title, one.threshold, standard.unit or result.unit, org=result.org, period=result.period,
                      decimals=max(0, -int(one.threshold.normalize().as_tuple().exponent)))
    try:
        difference = result - threshold
    except UnitError:
        return None
    return None if prints_as_nothing(difference) else Gap(one, threshold, difference)


@dataclass(frozen=True, slots=True)
class Mending:
    """Says the gaps of one report."""

    analysis: Analysis
    outcome: Outcome
    voice: Voice

    def say(self, found: Collection[Gap]) -> None:
        """A problem and a promise for each gap that the outlines did not speak of."""
        told, promised = set(self.outcome.about("problems")), self.outcome.promised()
        for gap in found:
            code, row = gap.result.code, gap.judged.row
            domain = self.analysis.catalogue.domains[code.partition(".")[0]]
            if not row.verified:
                self.outcome.notes.add(f"{gap.result.title}：标准“{gap.judged.standard.code}”尚未核实原文，请核对后再用")
            if code not in told:
                self.outcome.said.append(Said(domain, "problems", self._problem(gap)))
            if code not in promised:
                self.outcome.said.append(self._promise(gap, domain))
            told, promised = told | {code}, promised | {code}

    def _problem(self, gap: Gap) -> tuple[Run, ...]:
        words = self.voice.say(f"gap {gap.way}", gap.result.key, title=gap.title, value=shown(gap.result),
                               limit=shown(gap.threshold), gap=without_sign(gap.gap), source=_source(gap.judged))
        return as_runs((*words, *self._where(gap), Text("。")))

    def _where(self, gap: Gap) -> Words:
        try:
            short = behind(Measure(gap.result, self.analysis))
        except NothingToSayError:
            return ()
        if len(short) == len(self.analysis.ranking(gap.result.code, gap.result.org, **dict(gap.result.by))):
            few = len(short) <= NAMED
            return self.voice.say("gap everywhere alike" if few else "gap everywhere", gap.result.key,
                                  units=units(short[:NAMED]))
        return self.voice.say("gap where", gap.result.key, units=units(short))

    def _promise(self, gap: Gap, domain: Domain) -> Said:
        due, this_year = self.analysis.period.next.end, self.analysis.period.end.year
        runs = as_runs(self.voice.say(f"close gap {gap.way}", gap.result.key, title=gap.title,
                                      limit=shown(gap.threshold), deadline=month_end(due, this_year)))
        task = PlannedTask(domain.code, "".join(run.text for run in runs), domain.section,
                           {gap.result.code: gap.result.known - gap.gap.known}, due)     # in its own unit
        return Said(domain, "next", runs, (task,))


def _source(judged: Judgement) -> Text:
    """The document that sets a standard, by its number or name."""
    named = _DOCUMENT.search(judged.row.source)
    return Text(f"{named[0]}规定" if named else "标准", digits=True)
