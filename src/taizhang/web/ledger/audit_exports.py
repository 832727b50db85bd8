"""The audit log as a file, an event a line, streamed: a log of any length goes out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from taizhang.csv_cells import harmless
from taizhang.web.action_words import action_words
from taizhang.web.csv_lines import EXCEL_MARK, csv_lines
from taizhang.web.ledger.audit_words import detail_words, object_words
from taizhang.web.ledger.models import AuditEvent

_SHEET = 1_000_000  # rows of a sheet; Excel ends at 1,048,576


def _head() -> list[str]:
    return [_("编号"), _("时间"), _("人员"), _("地址"), _("操作"), _("对象"), _("详情"), _("代码"), _("校验值")]


def _row(event: AuditEvent) -> list[str]:
    at = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S")
    told = [str(event.id), at, event.person, event.address, action_words(event.action), object_words(event)]
    return [*told, detail_words(event), event.action, event.hash]


def as_csv(found: QuerySet[AuditEvent]) -> Iterator[str]:
    """In words, with the mark that Excel looks for. A cell that a spreadsheet would take for a formula is quoted."""
    yield EXCEL_MARK
    yield from csv_lines(_head(), (list(map(harmless, _row(event))) for event in _rows(found)))


def as_codes(found: QuerySet[AuditEvent]) -> Iterator[str]:
    """For programs: every field as it is stored, times in ISO 8601, the detail as JSON, with the links of the chain.

    Without the mark that Excel looks for: what is exact is not for spreadsheets, which take text for formulas.
    """
    rows = ((*(getattr(event, name) for name in _FIELDS), event.at.isoformat(),
             json.dumps(event.detail, ensure_ascii=False, sort_keys=True)) for event in _rows(found))  # fmt: skip
    yield from csv_lines((*_FIELDS, "at", "detail"), rows)


_FIELDS = ("id", "person", "address", "action", "object_type", "object_id", "prev_hash", "hash")


def _rows(found: QuerySet[AuditEvent]) -> Iterator[AuditEvent]:
    return found.iterator(chunk_size=2000)


def as_xlsx(found: QuerySet[AuditEvent]) -> BinaryIO:
    """A workbook in a temporary file, written row by row; a new sheet begins where one is full."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response that sends it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = None
        for number, event in enumerate(_rows(found)):
            if number % _SHEET == 0:
                sheet = _new_sheet(book)
            sheet.write_row(number % _SHEET + 1, 0, _row(event))
        if sheet is None:
            _new_sheet(book)
    file.seek(0)
    return file


def _new_sheet(book: xlsxwriter.Workbook) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet()
    sheet.set_column(1, 6, 20)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, _head(), book.add_format({"bold": True, "bottom": 1}))
    return sheet
