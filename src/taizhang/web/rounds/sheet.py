"""How far a round has come, as a workbook to send round."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from taizhang.web.catalogue import catalogue, form_or_register
from taizhang.web.collection.models import Round, Submission
from taizhang.web.collection.queries import NOT_SENT
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.rounds import standing
from taizhang.web.rounds.standing import Standing


def progress_sheet(asked: Round, submissions: QuerySet[Submission], top: OrgUnit) -> bytes:
    """Four sheets: by unit, by domain, by form, and the list of those who have not sent."""
    below = submissions.filter(unit__path__startswith=top.path)
    rows = standing.rows_of(below)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        _standings(book, _("按机构"), ((unit.name, one) for unit, one in standing.by_unit(rows, top)))
        titles = catalogue().domains
        _standings(book, _("按业务领域"), ((titles[one.key].title.zh, one) for one in standing.by_domain(rows)))
        _standings(book, _("按报表"), ((form_or_register(one.key).title.zh, one) for one in standing.by_form(rows)))
        _table(book, _("未报清单"), (_("机构"), _("报表或台账"), _("状态"), _("截止日期"), _("延至")), (
            (row.unit.name, form_or_register(row.what).title.zh, row.get_state_display(),
             f"{row.due or ''}", f"{row.extended_until or ''}")
            for row in below.filter(state__in=NOT_SENT)
        ))  # fmt: skip
    return buffer.getvalue()


def _standings(book: xlsxwriter.Workbook, title: str, lines: Iterable[tuple[str, Standing]]) -> None:
    head = (title, _("应报"), _("已报"), _("完整率"), _("按时"), _("按时率"), _("逾期"), _("已初审"), _("已审定"))
    _table(book, title, head, (
        (name, one.asked, one.sent, _share(one.sent, one.asked), one.in_time, _share(one.in_time, one.asked),
         one.late, one.checked, one.approved)
        for name, one in lines
    ))  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""


def _table(book: xlsxwriter.Workbook, title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet = book.add_worksheet(title)
    sheet.write_row(0, 0, head, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(head) - 1, 12)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
