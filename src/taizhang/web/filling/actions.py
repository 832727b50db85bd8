"""A form filled in on a page: the same cells, the same checks, the same ledger as a workbook."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from taizhang.web.accounts.models import Person
from taizhang.web.collection.models import Submission, Version
from taizhang.web.collection.storing import store
from taizhang.web.collection.submitting import submit_clear
from taizhang.web.filling.models import Draft
from taizhang.web.filling.page import FormPage, judge, read
from taizhang.web.refusals import NotAccepted


@transaction.atomic
def fill(
    page: FormPage, texts: Mapping[str, str], *, by: Person, key: str = "", submits: bool = False
) -> Version:
    """Take what was typed, by name, as the next version, and submit it where asked: both or neither.

    The same key again gives the version that came of it. Raises NotAccepted, its findings placed at the cells, where
    one is hard, or where a warning is unexplained and it was to be submitted.
    """
    Submission.objects.select_for_update(of=("self",)).get(pk=page.submission.pk)
    if key and (before := page.submission.versions.filter(key=key).first()):
        return before
    sent, misread = read(page, texts)
    findings = [*misread, *judge(page, sent)]
    unexplained = [one for one in findings if one.severity == "warning" and one.place not in sent.explanations]
    if submits and unexplained:
        raise NotAccepted(*findings)
    [version] = store([sent], [findings], by=by)
    version.key = key
    version.save(update_fields=["key"])
    Draft.objects.filter(submission=page.submission).update(version=version.number)
    if submits:
        submit_clear([version], by=by)
    return version
