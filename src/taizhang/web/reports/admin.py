"""The back office of reports: the letterheads that units have."""

from __future__ import annotations

from django.contrib import admin

from taizhang.web.admin import ReadOnly
from taizhang.web.reports.models import Letterhead


@admin.register(Letterhead)
class LetterheadAdmin(ReadOnly):
    rights = ("unit.manage", "report.read")
    unit_path = "unit"
    list_display = ("unit", "name", "number")
    search_fields = ("unit__name", "name")
