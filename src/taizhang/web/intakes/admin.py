from django.contrib import admin

from taizhang.web.admin import ReadOnly
from taizhang.web.intakes.models import Intake


@admin.register(Intake)
class IntakeAdmin(ReadOnly):
    rights = ("audit.read",)
    list_display = ("name", "tries", "sent_by", "sent_at")
    list_filter = ("tries",)
    search_fields = ("name", "sent_by__username")
