"""What stands behind a figure of a report, laid out for a page: down to the cell, the file and the people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from taizhang.analysis.evidence import Evidence, Observed
from taizhang.analysis.results import GIVEN, MissingFigureError, Result
from taizhang.analysis.rollup import split_of
from taizhang.quantities import MISSING, format_number
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may
from taizhang.web.collection.models import Version
from taizhang.web.collection.queries import submissions
from taizhang.web.ledger.models import Observation, OrgUnit
from taizhang.web.ledger.queries import history
from taizhang.web.reports.behind import Behind, behind
from taizhang.web.reports.drafting import analysis_of, evidence_behind
from taizhang.web.reports.labels import label, titles
from taizhang.web.reports.models import Report
from taizhang.web.reports.sendings import Sending, others
from taizhang.writing.words import shown

HIDDEN = "＊"    # in place of what one unit reported of confidential cases


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One observation. `version` is what brought it, for who may see that, `sent` what else was sent for it.

    `earlier` are the values it corrected, `since` the value that corrected it after the release was sealed.
    """

    observed: Observed
    value: str
    split: str
    reporter: str
    approver: str
    version: Version | None
    sent: list[Sending]
    earlier: list[Observation]
    since: Observation | None

    @property
    def adds_nothing(self) -> bool:
        return self.observed.value == 0 and not self.observed.hidden

    @property
    def place(self) -> str:
        """The cell, as the page of the submission names it."""
        source = self.observed.source
        return "!".join(filter(None, (source.sheet, source.cell))) if source and source.cell else ""


@dataclass(frozen=True, slots=True)
class Node:
    """A figure of the tree: worked out from `inputs`, or resting on `rows`; `hidden` where one may not see those.

    `behind` are the tasks or records of a figure that was counted from them and comes from no indicator.
    """

    evidence: Evidence
    label: str
    printed: str
    inputs: list[Node]
    rows: list[EvidenceRow]
    hidden: bool
    behind: Behind | None = None

    @property
    def given(self) -> bool:
        """Whether nobody reports it, so that its title says all there is but for what is `behind`."""
        return self.evidence.result.operation == GIVEN

    @property
    def formula(self) -> str:
        """How it is worked out, "" where that says no more than its title."""
        said = self.evidence.formula
        return "" if said == self.evidence.result.title else said

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The units between the figure and its observations, with what each adds; none where one may not see those."""
        parts = () if self.hidden else self.evidence.parts
        unit = self.evidence.result.unit
        return [(one.unit_name, HIDDEN if one.value is None else f"{format_number(one.value)}{unit}") for one in parts]

    @property
    def told(self) -> list[EvidenceRow]:
        """The rows that add something, or are missing or hidden."""
        return [row for row in self.rows if not row.adds_nothing]

    @property
    def zeros(self) -> list[EvidenceRow]:
        return [row for row in self.rows if row.adds_nothing]

    @property
    def pages(self) -> int:
        """Of the observations below, where the most are."""
        return max([self.evidence.pages, *(below.pages for below in self.inputs)])


def open_figure(report: Report, anchor: str, *, by: Person, page: int = 1) -> Node:
    """The evidence of a figure by its anchor; its first page as it was kept, further ones from the release.

    Raises FigureEvidence.DoesNotExist where the report has no such figure.
    """
    evidence = evidence_behind(report, anchor)
    if page > 1:
        evidence = analysis_of(report.release).evidence(evidence.result, page=page, size=evidence_size(evidence))
    return _with_behind(laid_out(evidence, by=by), report, by)


def _with_behind(node: Node, report: Report, by: Person) -> Node:
    inputs = [_with_behind(below, report, by) for below in node.inputs]
    return replace(node, inputs=inputs, behind=behind(report, node.evidence.result, by))


def laid_out(evidence: Evidence, *, by: Person) -> Node:
    """The evidence of a figure, as far as `by` may see what stands behind it: by the unit that each figure is of."""
    parts = list(_parts(evidence))
    units = OrgUnit.objects.in_bulk({part.result.org for part in parts}, field_name="code")
    return _node(evidence, units, _rows((one for part in parts for one in part.observations), by), by)


def evidence_size(evidence: Evidence) -> int:
    """How many observations were kept of each figure at the bottom."""
    return evidence_size(evidence.inputs[0]) if evidence.inputs else evidence.size


def _parts(evidence: Evidence) -> Iterator[Evidence]:
    yield evidence
    for below in evidence.inputs:
        yield from _parts(below)


def _node(evidence: Evidence, units: Mapping[str, OrgUnit], rows: dict[str, EvidenceRow], by: Person) -> Node:
    domain = (result := evidence.result).code.partition(".")[0]
    seen = not domain or may(by, "observation.read", unit=units[result.org], domain=domain)
    return Node(
        evidence, label(result), printed(result),
        [_node(below, units, rows, by) for below in evidence.inputs],
        [rows[one.id] for one in evidence.observations] if seen else [],
        hidden=not seen,
    )  # fmt: skip


def printed(result: Result) -> str:
    """The value as a report prints it."""
    if result.hidden_below:
        return HIDDEN
    try:
        return shown(result).text
    except MissingFigureError:
        return MISSING


def _rows(observed: Iterable[Observed], by: Person) -> dict[str, EvidenceRow]:
    """Each observation by its id, with its people, submission and corrections: a query of each kind for all of them."""
    all_of_them = {one.id: one for one in observed}
    people = _people(all_of_them.values())
    versions = _versions(all_of_them.values(), by)
    kept = Observation.objects.filter(pk__in=all_of_them).select_related("source", "superseded_by__source")
    entered = {str(row.pk): row for row in kept}
    return {key: _row(one, people, versions, entered.get(key)) for key, one in all_of_them.items()}


def _row(one: Observed, people: dict[str, str], versions: dict[str, Version],
         entered: Observation | None) -> EvidenceRow:
    reporter, approver = (one.source.reported_by, one.source.approved_by) if one.source else (None, None)
    used = versions.get(one.source.submission) if one.source and one.source.submission else None
    return EvidenceRow(
        one,
        HIDDEN if one.hidden else MISSING if one.value is None else format_number(one.value),
        titles(split_of(one.split)),
        people.get(reporter or "", reporter or ""),
        people.get(approver or "", approver or ""),
        used,
        others(one, used, versions.values()),
        history(entered)[1:] if entered and entered.supersedes_id and not one.hidden else [],
        None if one.hidden else getattr(entered, "superseded_by", None),
    )


def _people(observed: Iterable[Observed]) -> dict[str, str]:
    """The names of those who reported and approved, by their user names."""
    sources = [one.source for one in observed if one.source]
    named = {name for source in sources for name in (source.reported_by, source.approved_by) if name}
    return dict(Person.objects.filter(username__in=named).values_list("username", "name"))


def _versions(observed: Iterable[Observed], by: Person) -> dict[str, Version]:
    """The versions of submissions that one may see, as sources name them: "submission.number"."""
    named = {one.source.submission for one in observed if one.source and one.source.submission}
    parents = {name.partition(".")[0] for name in named if name.partition(".")[0].isdigit()}
    seen = submissions(by).filter(pk__in=parents).order_by().values("pk")
    found = Version.objects.filter(submission__in=seen).select_related("file", "entered_by")
    return {f"{version.submission_id}.{version.number}": version for version in found}
