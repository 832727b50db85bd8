from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach
from taizhang.web.admin import ReadOnly, column
from taizhang.web.collection.models import ReceivedFile, Round, Submission, Version


@admin.register(Round)
class RoundAdmin(ReadOnly):
    rights = ("round.open", "submission.read")
    unit_path = "unit"
    list_display = ("period", "unit", "due", column("opened_by", _("发起人")), column("opened_at", _("发起时间")))
    list_filter = ("period",)


@admin.register(ReceivedFile)
class ReceivedFileAdmin(ReadOnly):
    rights = ("submission.read",)
    unit_path = "received_by__unit"
    list_display = ("name", "accepted", "size", "received_by", "received_at")
    list_filter = ("accepted",)
    search_fields = ("name", "sha256")

    def within(self, by: Person) -> Q:
        """Files of submissions that `by` may see; what was refused belongs to no submission, only to its sender."""
        seen = reach(by, "submission.read", unit="submission__unit", domain="submission__what")
        files = Version.objects.filter(seen).order_by().values("file")
        return Q(pk__in=files) | Q(accepted=False) & super().within(by)


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    rights = ("submission.read",)
    unit_path = "unit"
    domain_path = "what"
    list_display = ("unit", "what", "period", "state", "due", "submitted_on")
    list_filter = ("period", "state")
    search_fields = ("unit__code", "unit__name", "what")
    list_select_related = ("unit",)
