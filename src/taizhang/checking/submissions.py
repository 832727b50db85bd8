"""Everything that is checked of a submission once its cells are read: rules, keys, and the unit's own past."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from taizhang.catalogue.model import Catalogue
from taizhang.checking.history import check_history
from taizhang.checking.known import known
from taizhang.checking.records import check_records
from taizhang.checking.repair import suggest
from taizhang.checking.rules import check_rules
from taizhang.checking.submission import Submission, Values
from taizhang.findings import Finding, Severity


def check(
    submission: Submission,
    catalogue: Catalogue,
    *,
    others: Iterable[Submission] = (),
    last_period: Values | None = None,
    last_year: Values | None = None,
) -> list[Finding]:
    """What is wrong or odd about a submission: errors stop it, warnings want an explanation.

    `others` are the unit's other submissions of the period, for rules that tie forms together. `last_period` and
    `last_year` are its values of the period before and of the same period a year ago, by indicator and split.
    With the extra `repair` installed, a form that breaks hard rules comes with the cells to look at first.
    """
    facts = known(submission, catalogue, others=others, last_period=last_period, last_year=last_year)
    found = [
        *check_records(submission),
        *check_rules(submission, catalogue, facts),
        *check_history(submission, catalogue, last_period=last_period, last_year=last_year),
    ]
    if not _can_be_searched(submission, found):
        return found
    hint = suggest(submission, catalogue, facts)
    return [*found, hint] if hint else found


def _can_be_searched(submission: Submission, found: Iterable[Finding]) -> bool:
    """Whether it is a form that broke a hard rule, and the extra is there."""
    errors = any(finding.severity is Severity.ERROR for finding in found)
    return errors and submission.records is None and find_spec("highspy") is not None
