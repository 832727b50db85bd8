"""Files that supervision hands out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from taizhang.supervision.ledger_sheet import write_ledger
from taizhang.web import files
from taizhang.web.accounts.permissions import check_may
from taizhang.web.supervision import lights
from taizhang.web.supervision.board import board
from taizhang.web.supervision.filtering import Filter


@require_GET
def board_sheet(request: HttpRequest) -> HttpResponse:
    """The board as a workbook, with lights and why."""
    check_may(request.user, "task.read")
    rows = board(request.user, Filter(request.GET)).rows
    found = list(lights.standings_of(rows))
    data = write_ledger(
        [facts for facts, _how in found], timezone.localdate(), standings=[how for _facts, how in found]
    )
    return files.attachment(f"{_('督办台账')}-{timezone.localdate()}.xlsx", data)
