"""The back office of reports: letterheads are kept there, what was issued is only looked at."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin

from taizhang.web.reports.models import Letterhead


@admin.register(Letterhead)
class LetterheadAdmin(ModelAdmin):
    list_display = ("unit", "name", "number")
    search_fields = ("unit__name", "name")
    autocomplete_fields = ("unit",)
