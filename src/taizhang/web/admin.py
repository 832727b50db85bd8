"""The back office shows; what it changes goes through actions, like everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import ClassVar

from django.contrib.admin import display, site
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from unfold.admin import ModelAdmin

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import everywhere, may, reach

FILTERS_ASK = {"", "exact", "isnull", "in", "gte", "lt"}     # how Django's filters look their own field up


def column(name: str, word: str | Promise, *, sorts: bool = True) -> Callable[[Model], object]:
    """A column of a list that shows `name` of each row under a word, for what has none of its own. It `sorts` only by
    what the database keeps."""

    @display(description=word, ordering=name if sorts else None)
    def shown(row: Model) -> object:
        return getattr(row, name)

    return shown


def has_word(field: Field) -> bool:
    """Whether people have a word for a field; the others are for the program."""
    return field.verbose_name != field.name.replace("_", " ") and not field.primary_key


class ReadOnly(ModelAdmin):
    """Rows to look at, as far as the person's rights reach: the same rights as on the pages of these things.

    Any of `rights` lets one look. `unit_path` is the lookup of the unit that a row belongs to ("" where the rows are
    units themselves); without one, rows are only for whoever has the right in the whole tree. `domain_path` is the
    lookup of what tells the domain, as in `reach`.
    """

    rights: ClassVar[tuple[str, ...]] = ()
    unit_path: ClassVar[str | None] = None
    domain_path: ClassVar[str | None] = None

    def within(self, by: Person) -> Q:
        """The rows that `by` may look at."""
        if self.unit_path is None:
            return ~Q(pk__in=[]) if any(everywhere(by, right) for right in self.rights) else Q(pk__in=[])
        reached = (reach(by, right, unit=self.unit_path, domain=self.domain_path) for right in self.rights)
        return reduce(or_, reached, Q(pk__in=[]))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(self.within(request.user))

    def get_fields(self, request: HttpRequest, obj: object = None) -> Sequence[str]:
        kept = self.model._meta
        return [field.name for field in (*kept.fields, *kept.many_to_many) if has_word(field)]

    def lookup_allowed(self, lookup: str, value: object, request: HttpRequest) -> bool:
        """Only what the filters beside a list ask for: whatever else an address may ask for is told letter by letter by
        what is left of the list, such as a password's hash."""
        name, _, how = lookup.partition("__")
        return name in self.list_filter and how in FILTERS_ASK

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return any(may(request.user, right) for right in self.rights)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


site.login_template = "accounts/login.html"
