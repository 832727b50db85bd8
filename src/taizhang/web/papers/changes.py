"""What became different when a paper was read again: figures and findings that are new, gone, or read otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from taizhang.web.papers.models import Figure, Paper, PaperFinding

SAID = ("value", "low", "high", "unit", "kind", "qualifier", "measures", "code", "domain", "period", "org", "by")


class What(StrEnum):
    """What happened to a figure or a finding. Of decided ones, which stay as they were decided, it is said apart."""

    NEW = "new"
    GONE = "gone"
    OTHERWISE = "otherwise"  # the same place, read as something else
    DECIDED_OTHERWISE = "decided_otherwise"
    DECIDED_GONE = "decided_gone"


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """One of them: `thing` is "figure" or "finding", `pk` its key unless it is gone, `told` its words.

    `was` and `now` have the fields in which two readings of a figure differ.
    """

    what: What
    thing: str
    pk: int | None
    told: str
    was: Mapping[str, str] = field(default_factory=dict)
    now: Mapping[str, str] = field(default_factory=dict)


def of_figures(what: What, figures: Iterable[Figure]) -> list[ReadingChange]:
    """The same happened to each of some figures."""
    return [ReadingChange(what, "figure", None if what == What.GONE else one.pk, one.quote) for one in figures]


def of_findings(what: What, findings: Iterable[PaperFinding]) -> list[ReadingChange]:
    """The same happened to each of some findings."""
    return [ReadingChange(what, "finding", None if what == What.GONE else one.pk, one.zh) for one in findings]


def read_otherwise(old: Figure, heir: Figure) -> list[ReadingChange]:
    """What an earlier figure says against the one that is read in its place now; nothing where they say the same."""
    was, now = _said(old), _said(heir)
    if was == now:
        return []
    differ = [name for name in SAID if was[name] != now[name]]
    what = What.OTHERWISE if old.state == Figure.State.READ else What.DECIDED_OTHERWISE
    before, since = ({name: said[name] for name in differ} for said in (was, now))
    return [ReadingChange(what, "figure", old.pk, old.quote, before, since)]


def told_before(paper: Paper) -> dict[int, Mapping[str, str]]:
    """By the key of a decided figure, what it was last told to be read as: it stays decided, so it would be told on."""
    changes = (one for made in paper.rereadings.order_by("pk") for one in made.changes)
    return {one["pk"]: one["now"] for one in changes if one["what"] == What.DECIDED_OTHERWISE}


def _said(figure: Figure) -> dict[str, str]:
    by = "，".join(f"{name}={code}" for name, code in sorted(figure.by.items()))
    numbers = {name: getattr(figure, name) for name in ("value", "low", "high")}
    printed = {name: "" if one is None else f"{one.normalize():f}" for name, one in numbers.items()}
    return {name: str(getattr(figure, name)) for name in SAID} | printed | {"by": by}
