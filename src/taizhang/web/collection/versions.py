"""What each submission says now: the last of its versions."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import OuterRef, QuerySet, Subquery

from taizhang.web.collection.models import Submission, Version


def latest_versions(submissions: QuerySet[Submission] | Collection[int]) -> QuerySet[Version]:
    """The last version of each of the submissions, or of those with these keys, in their order. One query, which
    loads no version that was sent before: each holds all its cells."""
    asked = submissions.order_by().values("pk") if isinstance(submissions, QuerySet) else submissions
    of_same = Version.objects.filter(submission=OuterRef("submission")).order_by("-number")
    last = Subquery(of_same.values("number")[:1])
    return Version.objects.filter(submission__in=asked, number=last).order_by("submission")
