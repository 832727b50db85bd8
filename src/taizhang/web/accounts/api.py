"""People and their roles for programs of those who administer them."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from taizhang.web.accounts import queries
from taizhang.web.accounts.keys import Key
from taizhang.web.accounts.models import Person, RoleKind, Scope
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.paging import Paged

router = Router(tags=["people"], auth=Key(Scope.READ))


class RoleOut(Schema):
    """A role in force: at this unit and all below it, for these domains, for all where the list is empty."""

    kind: str
    unit: str = Field(alias="unit.code")
    domains: list[str]
    granted_at: datetime


class PersonOut(Schema):
    id: int
    username: str
    name: str
    unit: str | None
    active: bool = Field(alias="is_active")
    roles: list[RoleOut] = Field(alias="roles_shown")

    @staticmethod
    def resolve_unit(person: Person) -> str | None:
        return person.unit and person.unit.code


class PeopleQuery(Schema):
    """Which people. `text` is looked for in usernames and names; `under` is the code of a unit: who is at home or has a
    role there or below."""

    text: str = ""
    kind: RoleKind | None = None
    under: str | None = None
    domain: str = ""
    state: Literal["active", "disabled"] | None = None

    @property
    def people(self) -> queries.PeopleWanted:
        """A unit that nobody knows gives a path that nothing has."""
        top = OrgUnit.objects.filter(code=self.under).values_list("path", flat=True).first() if self.under else ""
        path = "?" if top is None else top
        return queries.PeopleWanted(self.text, self.kind or "", path, self.domain, self.state or "")


@router.get("/people", response=list[PersonOut])
@paginate(Paged)
def people(request: HttpRequest, wanted: Query[PeopleQuery]):
    """The people whom one administers, with their roles in force."""
    check_may(request.auth, "person.manage")
    return queries.search(request.auth, wanted.people)
