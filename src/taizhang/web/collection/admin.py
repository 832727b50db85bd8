from django.contrib import admin

from taizhang.web.admin import ReadOnly
from taizhang.web.collection.models import ReceivedFile, Round, Submission


@admin.register(Round)
class RoundAdmin(ReadOnly):
    list_display = ("period", "unit", "due", "opened_by", "opened_at")
    list_filter = ("period",)


@admin.register(ReceivedFile)
class ReceivedFileAdmin(ReadOnly):
    list_display = ("name", "accepted", "size", "received_by", "received_at")
    list_filter = ("accepted",)
    search_fields = ("name", "sha256")


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    list_display = ("unit", "what", "period", "state", "due", "submitted_on")
    list_filter = ("period", "state")
    search_fields = ("unit__code", "unit__name", "what")
    list_select_related = ("unit",)
