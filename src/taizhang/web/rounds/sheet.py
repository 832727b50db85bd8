"""How far a round has come, as a workbook to send round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from taizhang.web.catalogue import catalogue
from taizhang.web.collection import standing
from taizhang.web.collection.models import Round, Submission
from taizhang.web.collection.standing import Standing, share
from taizhang.web.collection.templatetags.spoken import form_title, say
from taizhang.web.collection.turns import FILL
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.table_sheet import Column, TablePage, write_tables


def progress_sheet(asked: Round, submissions: QuerySet[Submission], top: OrgUnit) -> bytes:
    """Four sheets: by unit, by domain, by form, and the list of those who have not sent."""
    below = submissions.filter(unit__path__startswith=top.path)
    domains = catalogue().domains
    return write_tables(
        _standings(asked, _("按机构"), ((unit.name, one) for unit, one in standing.by_unit(below, top))),
        _standings(asked, _("按业务领域"), ((say(domains[one.key].title), one) for one in standing.by_domain(below))),
        _standings(asked, _("按报表"), ((form_title(one.key), one) for one in standing.by_form(below))),
        _missing(below.filter(state__in=FILL.waiting)),
    )


def _standings(asked: Round, title: str, lines: Iterable[tuple[str, Standing]]) -> TablePage:
    heads = _heads(asked)
    columns = [Column("name", title, width=30), *(Column(code, head, number=True) for code, head in heads.items())]
    return TablePage(title, columns, ((name, *(_figures(one)[code] for code in heads)) for name, one in lines))


def _heads(asked: Round) -> dict[str, str]:
    """The figures of a line; those in time only of turns for which the round says a day."""
    check = {"check_timely": _("初审按时率"), "check_late": _("初审逾期")} if asked.check_due else {}
    approve = {"approve_timely": _("审定按时率"), "approve_late": _("审定逾期")} if asked.approve_due else {}
    return {
        "asked": _("应报"), "sent": _("已报"), "complete": _("完整率"), "in_time": _("按时"), "timely": _("按时率"),
        "late": _("逾期"), "checked": _("已初审"), **check, "approved": _("已审定"), **approve,
    }  # fmt: skip


def _figures(one: Standing) -> dict[str, int | str]:
    return asdict(one) | {
        "complete": share(one.sent, one.asked),
        "timely": share(one.in_time, one.asked),
        "check_timely": share(one.checked_in_time, one.asked),
        "approve_timely": share(one.approved_in_time, one.asked),
    }


def _missing(rows: QuerySet[Submission]) -> TablePage:
    heads = (_("机构"), _("报表或台账"), _("状态"), _("截止日期"), _("延至"))
    columns = [Column(head, head, width=30 if not at else 16) for at, head in enumerate(heads)]
    return TablePage(_("未报清单"), columns, (
        (row.unit.name, form_title(row.what), row.get_state_display(), row.due, row.extended_until)
        for row in rows
    ))  # fmt: skip
