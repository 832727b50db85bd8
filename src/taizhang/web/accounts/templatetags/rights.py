"""What a person may do, for what a page offers."""

from __future__ import annotations

from django import template

from taizhang.web.accounts import permissions
from taizhang.web.accounts.models import Person

register = template.Library()


@register.filter
def may(person: Person, action: str) -> bool:
    """Whether the person may do the action anywhere."""
    return permissions.may(person, action)
