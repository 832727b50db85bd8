"""Which totals and which sentences of which reports a changed value reaches, from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from taizhang.periods import Period
from taizhang.web.ledger.models import Observation, Release
from taizhang.web.reports.drafting import document_of
from taizhang.web.reports.evidence import printed
from taizhang.web.reports.labels import label
from taizhang.web.reports.models import Report
from taizhang.web.reports.retelling import Touched, touched_in
from taizhang.web.reports.what_if import WhatIf, World


@dataclass(frozen=True, slots=True)
class Total:
    """A figure of the corrected one's unit or of one above it, before and after."""

    indicator: str
    unit: str  # its code
    label: str
    org: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a corrected value would change; `withheld` says that there are totals which are not told."""

    totals: tuple[Total, ...]
    sentences: tuple[Touched, ...]
    withheld: bool = False


def touched_by(what_if: WhatIf) -> Preview:
    """What changes in totals and in all reports, drafts and issued ones, if the observation gets another value.

    The totals are those of the ledger as it stands where no report was written yet. A report that was written before
    the observation was entered is held against the value it was written from.
    """
    observation = what_if.observation
    totals: tuple[Total, ...] = ()
    sentences: list[Touched] = []
    for release, reports in _by_release(observation):
        world = what_if.sealed(release)
        if observation.indicator not in world.after.touched:
            continue
        totals = totals or tuple(_totals(world, observation))
        for report in reports:
            sentences += touched_in(report, document_of(report), world.after.again)
    return Preview(totals or tuple(_totals(what_if.now(Period.parse(observation.period)), observation)),
                   tuple(sentences))


def _by_release(observation: Observation) -> Iterator[tuple[Release, list[Report]]]:
    """The releases that may hold the observation, newest first, each with the reports written from it."""
    path = observation.unit.path
    for release in Release.objects.filter(reports__isnull=False).distinct():
        near = Period.parse(release.period)
        if observation.period_end.year >= near.start.year - 1:
            reports = release.reports.select_related("unit", "release")
            yield release, [report for report in reports if path.startswith(report.unit.path)]


def _totals(world: World, observation: Observation) -> Iterator[Total]:
    """What rests on the observation, of its unit and every unit above, of the periods that the release is about."""
    before, after = world.before, world.after
    known = before.tree.units
    orgs = [known[code] for code in observation.unit.path.strip("/").split("/") if code in known]
    for code in sorted(after.touched):
        for org in reversed(orgs):
            for period in dict.fromkeys((str(before.period), observation.period)):
                was = before.value(code, org.code, period=period)
                now = after.again(was)
                if now.value != was.value:
                    yield Total(code, org.code, label(was), org.name, printed(was), printed(now))
