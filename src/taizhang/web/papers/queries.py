"""Which papers somebody may see."""

from __future__ import annotations

from django.db.models import QuerySet

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach
from taizhang.web.papers.models import Paper


def papers(by: Person) -> QuerySet[Paper]:
    """The reports of others that `by` may see, newest first."""
    return Paper.objects.filter(reach(by, "report.audit")).select_related("unit", "uploaded_by").defer("reading")
