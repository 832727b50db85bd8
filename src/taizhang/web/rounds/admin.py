"""Events of rounds in the back office, to be read only."""

from __future__ import annotations

from django.contrib import admin

from taizhang.web.admin import ReadOnly
from taizhang.web.rounds.models import RoundEvent


@admin.register(RoundEvent)
class RoundEventAdmin(ReadOnly):
    rights = ("round.open", "submission.read")
    unit_path = "round__unit"
    list_display = ("round", "action", "unit", "until", "by", "at")
    list_filter = ("action",)
