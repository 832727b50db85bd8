"""Files that came in."""

from __future__ import annotations

from django import template

from taizhang.web.accounts.models import Person
from taizhang.web.collection.actions import may_open
from taizhang.web.collection.models import ReceivedFile

register = template.Library()


@register.filter
def opens(by: Person, file: ReceivedFile | None) -> bool:
    """Whether there is a file and `by` may open it."""
    return file is not None and may_open(file, by)
