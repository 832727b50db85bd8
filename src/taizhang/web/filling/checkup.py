"""What can be said of a form while somebody is still typing: nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from taizhang.catalogue.formulas.exact import Context, Lookup, evaluate
from taizhang.catalogue.formulas.plan import indicator_plan
from taizhang.catalogue.rules import shown
from taizhang.checking.known import known as facts_of
from taizhang.checking.submission import Key, Submission
from taizhang.findings import Finding, Severity
from taizhang.web.catalogue import catalogue
from taizhang.web.filling.page import FormPage, judge, read
from taizhang.web.ledger.fields import plain

UNSAID = {"repair-look-at", "rule-unknown", "rule-unknown-otherwise"}


@dataclass(frozen=True, slots=True)
class Checkup:
    """`worked_out` are the lines that come out of formulas, by indicator; `mendings` smallest sets of cells, by name,
    with the values for which every hard rule would hold. Of `unread`, names of cells, what was typed gives no value."""

    sent: Submission
    findings: tuple[Finding, ...]
    unread: frozenset[str]
    worked_out: Mapping[str, str]
    mendings: Sequence[Mapping[str, str]]

    @property
    def values(self) -> Mapping[Key, Decimal | None]:
        return self.sent.values

    @property
    def read(self) -> dict[str, str]:
        """The values as they were read, by the names of their cells."""
        return {cell.place: plain(cell.value) for cell in self.sent.cells if cell.value is not None}

    def at(self, place: str) -> list[Finding]:
        """What was found at one place."""
        return [finding for finding in self.findings if finding.place == place]

    @property
    def blocking(self) -> list[str]:
        """The places of errors."""
        return [one.place for one in self.findings if one.severity is Severity.ERROR]

    @property
    def unexplained(self) -> list[str]:
        """The places of warnings that want an explanation."""
        warned = [one.place for one in self.findings if one.severity is Severity.WARNING]
        return [place for place in dict.fromkeys(warned) if place not in self.sent.explanations]


def check_up(page: FormPage, texts: Mapping[str, str], *, complete: bool = False) -> Checkup:
    """Read what was typed so far and hold it against every rule. Unless it is to be complete, what is not typed yet is
    no mistake yet."""
    sent, misread = read(page, texts)
    judged = judge(page, sent)
    unsaid = UNSAID if complete else {*UNSAID, "value-required"}
    findings = tuple(one for one in (*misread, *judged) if one.code not in unsaid)
    answers = [answer for one in judged for answer in one.blanks.get("answers", ())]
    mendings = [{place: plain(value) for place, value in answer.items()} for answer in answers]
    wrong = {one.place for one in misread if one.severity is Severity.ERROR}
    unread = frozenset(place for place in wrong if texts.get(place, "").strip())
    return Checkup(sent, findings, unread, _worked_out(page, sent), mendings)


def _worked_out(page: FormPage, sent: Submission) -> dict[str, str]:
    last_period, last_year = page.past
    facts = facts_of(sent, catalogue(), others=(), last_period=last_period, last_year=last_year)
    lines = (line.indicator.code for line in page.layout.lines if line.kind == "computed" and line.indicator)
    return {code: _value(code, page, facts.look_up) for code in lines}


def _value(code: str, page: FormPage, look_up: Lookup) -> str:
    context = Context(look_up=look_up, catalogue=catalogue(), period=page.period)
    value = evaluate(indicator_plan(code, catalogue(), page.period), context)
    return "" if value is None else shown(value)
