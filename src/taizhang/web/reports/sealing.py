"""A release is sealed and its figures computed at once, step by step, so that nobody's first look at them waits."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.queries import root
from taizhang.web.ledger.releases import seal_release
from taizhang.web.reports.drafting import analysis_of
from taizhang.web.stages import Stage


def sealing(period: Period, *, by: Person) -> Iterator[Stage]:
    """Seal the approved observations of a period, telling each step before it is done.

    Raises NotAllowed before the first step.
    """
    check_may(by, "release.seal", unit=root())
    yield Stage(_("核对台账，写入定版"))
    release = seal_release(period, catalogue=catalogue(), by=by)
    yield Stage(_("计算各项指标"))
    analysis_of(release)
    yield Stage(_("已定版：%(name)s。") % {"name": release.name}, release)
