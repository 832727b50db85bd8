"""Units, indicators and observations for programs."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from taizhang.catalogue import Indicator
from taizhang.web.accounts.keys import Key
from taizhang.web.accounts.models import Scope
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger import exports, queries
from taizhang.web.ledger.models import ObservationQuerySet, OrgUnit
from taizhang.web.paging import Paged

router = Router(auth=Key(Scope.READ))


class UnitOut(Schema):
    """A unit as it stood on the day asked for; `path` holds the codes from the root, each closed by "/"."""

    code: str
    name: str
    kind: str
    parent: str | None
    path: str
    stages: list[str]
    area: str
    ownership: str


class IndicatorOut(Schema):
    code: str
    domain: str
    zh: str = Field(alias="title.zh")
    en: str = Field(alias="title.en")
    unit: str
    by: list[str]


class SourceOut(Schema):
    kind: str
    submission: str
    file: str
    sheet: str
    cell: str
    reported_by: str
    reported_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    reason: str


class ObservationOut(Schema):
    id: int
    indicator: str
    unit: str = Field(alias="unit.code")
    period: str
    dims: dict[str, str]
    value: Decimal | None
    source: SourceOut


class ObservationsWanted(Schema):
    """Which observations; what is not said is not filtered."""

    indicator: str | None = None
    domain: str | None = None
    period: str | None = None
    unit: Annotated[str | None, Field(description="code of one unit")] = None
    under: Annotated[str | None, Field(description="code of a unit: it and all below it")] = None

    def filters(self) -> dict[str, str]:
        """As lookups; a unit that nobody knows gives a path that nothing has."""
        top = OrgUnit.objects.filter(code=self.under).values_list("path", flat=True).first() if self.under else None
        asked = {
            "indicator": self.indicator,
            "indicator__startswith": f"{self.domain}." if self.domain else None,
            "period": self.period,
            "unit__code": self.unit,
            "unit__path__startswith": (top or "?") if self.under else None,
        }
        return {lookup: value for lookup, value in asked.items() if value is not None}


@router.get("/units", response=list[UnitOut], tags=["units"])
@paginate(Paged)
def units(request: HttpRequest, on: date | None = None, kind: str | None = None, under: str | None = None):
    """The tree of a day, today's unless another is asked for: the open units that one may look into or manages.

    `under` is the code of a unit: it and all that stood below it that day.
    """
    found = queries.units(request.auth, on=on or timezone.localdate())
    return [one for one in found if kind in (None, one.kind) and (not under or under in one.path.split("/"))]


@router.get("/indicators", response=list[IndicatorOut], tags=["indicators"])
def indicators(request: HttpRequest, domain: str | None = None) -> list[Indicator]:
    """What is measured, as the catalogue has it."""
    return [one for one in catalogue().indicators.values() if domain in (None, one.domain)]


@router.get("/observations", response=list[ObservationOut], tags=["observations"])
@paginate(Paged)
def observations(request: HttpRequest, wanted: Query[ObservationsWanted]):
    """The values in force, each with its source."""
    return _found(request, wanted)


@router.get("/observations.csv", tags=["observations"])
def observations_csv(request: HttpRequest, wanted: Query[ObservationsWanted]) -> StreamingHttpResponse:
    """The same as CSV, streamed: one column for each dimension of the catalogue. Missing values stay empty."""
    return _streamed(exports.as_csv(_found(request, wanted), catalogue()), "text/csv; charset=utf-8")


@router.get("/observations.sdmx.csv", tags=["observations"])
def observations_sdmx(request: HttpRequest, wanted: Query[ObservationsWanted]) -> StreamingHttpResponse:
    """The same as SDMX-CSV 2.0, streamed."""
    lines = exports.as_sdmx_csv(_found(request, wanted), catalogue())
    return _streamed(lines, "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8")


@router.get("/observations.parquet", tags=["observations"])
def observations_parquet(request: HttpRequest, wanted: Query[ObservationsWanted]) -> StreamingHttpResponse:
    """The same as Parquet, streamed, with the columns of a release."""
    return _streamed(exports.as_parquet(_found(request, wanted), catalogue()), "application/vnd.apache.parquet")


def _streamed(pieces: Iterator[str] | Iterator[bytes], content_type: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(pieces, content_type=content_type)


def _found(request: HttpRequest, wanted: ObservationsWanted) -> ObservationQuerySet:
    found = queries.observations(request.auth).filter(**wanted.filters())
    return found.select_related("unit", "source").order_by("id")
