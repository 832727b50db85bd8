"""Papers for programs: a report in; its figures, claims, commitments and findings out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Router, Schema, UploadedFile
from ninja.pagination import paginate

from taizhang.web import files
from taizhang.web.accounts.keys import Key
from taizhang.web.accounts.models import Scope
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.paging import Paged
from taizhang.web.papers import queries, receiving
from taizhang.web.papers.models import Paper, Rereading

router = Router(tags=["papers"], auth=Key(Scope.AUDIT))


class PaperLine(Schema):
    """A paper in the list. `period` is a code such as 2026H1, or empty where the text does not tell it; `reader` is the
    version and the catalogue with which it was read.
    """

    id: int
    name: str
    sha256: str
    reader: str
    unit: str = Field(alias="unit.code")
    title: str
    bureau: str
    period: str


class FigureOut(Schema):
    """A number of the text. `start` and `end` count characters of the text as received; `value` is in base units and
    null where masked, lost, ambiguous or a range, which goes from `low` to `high`; `state` is read, accepted, corrected
    or rejected.
    """

    id: str = Field(alias="ref")
    start: int
    end: int
    quote: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    kind: str
    qualifier: str
    measures: str
    code: str
    domain: str
    score: float
    period: str
    org: str
    by: dict[str, str]
    state: str


class ClaimOut(Schema):
    """What the text says ties its figures; `members` maps roles to figure ids, `verdict` is holds, rounding,
    contradicted or uncheckable.
    """

    id: str
    type: str
    members: dict[str, str | list[str]]
    start: int
    end: int
    stated: float | None
    computed: float | None
    verdict: str
    message: str
    message_en: str
    cause: str
    needs: str


class TargetOut(Schema):
    quote: str
    value: str | None
    unit: str
    measures: str
    indicator: str


class CommitmentOut(Schema):
    """What the plan part promises. `due` is a date, a period's code, or the words of the plan."""

    id: str
    what: str
    owner: str | None
    due: str | None
    targets: list[TargetOut]
    section: str
    start: int
    end: int
    line: int
    sentence: str


class PaperFindingOut(Schema):
    """What the audit has to say; `state` is open, accepted or dismissed, `found` false where it was judged and a later
    reading does not find it.
    """

    code: str
    severity: str
    place: str
    start: int
    end: int
    zh: str
    en: str
    state: str
    found: bool
    reason: str


class ChangeOut(Schema):
    """A figure or a finding (`thing`) that is new, gone or read otherwise, or that was decided and is now read
    otherwise or no more; `was` and `now` have what differs.
    """

    what: str
    thing: str
    told: str
    was: dict[str, str]
    now: dict[str, str]


class RereadingOut(Schema):
    """What became different when a paper was read again."""

    at: datetime
    reader: str
    changes: list[ChangeOut]


class PaperOut(PaperLine):
    """Everything that was read from a paper and what its audit has to say."""

    figures: list[FigureOut]
    claims: list[ClaimOut]
    commitments: list[CommitmentOut]
    findings: list[PaperFindingOut]

    @staticmethod
    def resolve_figures(paper: Paper) -> list[object]:
        return list(paper.figures.all())

    @staticmethod
    def resolve_claims(paper: Paper) -> list[object]:
        return paper.reading["claims"]

    @staticmethod
    def resolve_commitments(paper: Paper) -> list[queries.Commitment]:
        return queries.commitments(paper)

    @staticmethod
    def resolve_findings(paper: Paper) -> list[object]:
        return list(paper.findings.select_related("paper"))


@router.post("/papers", response=PaperOut)
def upload(request: HttpRequest, file: File[UploadedFile], unit: Form[str]) -> Paper:
    """Read and audit a report of the unit with this code. The same file is read only once."""
    return receiving.upload(*files.sent(file), unit=get_object_or_404(OrgUnit, code=unit), by=request.auth)


@router.get("/papers", response=list[PaperLine])
@paginate(Paged)
def papers(request: HttpRequest, unit: str | None = None, period: str | None = None):
    """The papers that one may see, the newest first, without those that were withdrawn."""
    asked = {"unit__code": unit, "period": period}
    return queries.in_use(request.auth).filter(**{lookup: value for lookup, value in asked.items() if value})


@router.get("/papers/{pk}", response=PaperOut)
def paper(request: HttpRequest, pk: int) -> Paper:
    """One paper with its figures as they have been reviewed so far."""
    return get_object_or_404(queries.papers(request.auth), pk=pk)


@router.post("/papers/{pk}/read-again", response=RereadingOut)
def read_again(request: HttpRequest, pk: int) -> Rereading:
    """Read the file as reader and catalogue are now. What people decided stays; every difference is told."""
    return receiving.read_again(get_object_or_404(queries.papers(request.auth), pk=pk), by=request.auth)
