"""Events of rounds in the back office, to be read only."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from taizhang.web.admin import ReadOnly, column
from taizhang.web.rounds.models import RoundEvent


@admin.register(RoundEvent)
class RoundEventAdmin(ReadOnly):
    rights = ("round.open", "submission.read")
    unit_path = "round__unit"
    list_display = (
        column("round", _("报送批次")), "action", "unit", "until", column("by", _("经办人")),
        column("at", _("时间")),
    )  # fmt: skip
    list_filter = ("action",)
