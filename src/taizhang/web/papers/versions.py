"""Which papers stand beside others: of the versions of one report only the newest, none that was withdrawn, and none
of which it is not settled whose it is.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from taizhang.web.papers.models import Paper

_SAME = ("unit", "bureau", "title", "period")  # by which two papers are versions of one report


def compared() -> QuerySet[Paper]:
    """The papers that are held against one another and stand side by side."""
    standing = Paper.objects.filter(withdrawn_at=None, settled=True)
    same = {name: OuterRef(name) for name in _SAME}
    newer = standing.filter(pk__gt=OuterRef("pk"), **same).exclude(title="").exclude(period="")
    return standing.exclude(Exists(newer))


def versions_of(paper: Paper) -> list[Paper]:
    """The other papers of the same unit, bureau, title and period that were not withdrawn, the newest first."""
    if not (paper.pk and paper.title and paper.period):
        return []
    same = Paper.objects.filter(**{name: getattr(paper, name) for name in _SAME}, withdrawn_at=None)
    return list(same.exclude(pk=paper.pk).select_related("unit", "uploaded_by").order_by("-pk"))
