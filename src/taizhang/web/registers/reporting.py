"""The live records of a unit as what it reports for a period: checked and kept as a workbook's would be."""

from __future__ import annotations

from django.db.models import QuerySet

from taizhang.catalogue.model import Register
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.collection import queries
from taizhang.web.collection.models import Submission, Version
from taizhang.web.collection.receiving import examine
from taizhang.web.collection.storing import store
from taizhang.web.registers.following import as_sent
from taizhang.web.registers.tables import register_of


def to_report(register: Register, by: Person) -> QuerySet[Submission]:
    """The submissions of a register that `by` has still to fill."""
    return queries.to_send(by).filter(what=register.code)


def report(submission: Submission, *, by: Person) -> Version:
    """Fill a submission with what stands on the register today; it is still to be submitted. Raises as `store`."""
    one = as_sent(register_of(submission.what), submission.unit, Period.parse(submission.period))
    [found] = examine([one])
    [version] = store([one], [found], by=by)
    return version
