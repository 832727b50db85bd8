from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from taizhang.web.admin import ReadOnly, column
from taizhang.web.supervision.models import Extension, LightRules, Plan, ProgressEntry, Task, TaskEvent


@admin.register(Plan)
class PlanAdmin(ReadOnly):
    rights = ("task.read",)
    unit_path = "unit"
    list_display = ("title", "unit", "period", "source", "made_by", "made_at")
    list_filter = ("period", "source")
    search_fields = ("title", "document")
    list_select_related = ("unit", "made_by")


@admin.register(Task)
class TaskAdmin(ReadOnly):
    rights = ("task.read",)
    unit_path = "owner"
    domain_path = "domain"
    list_display = ("title", "plan", "number", "owner", "state", "due", "extended_to", "closed_on")
    list_filter = ("state",)
    search_fields = ("title", "owner__name")
    list_select_related = ("plan", "owner")
    show_full_result_count = False


@admin.register(ProgressEntry)
class ProgressEntryAdmin(ReadOnly):
    rights = ("task.read",)
    unit_path = "task__owner"
    domain_path = "task__domain"
    list_display = (column("task", _("任务")), "on", "share", "value", "by", "at")
    search_fields = ("task__title",)
    list_select_related = ("task", "by")
    show_full_result_count = False


@admin.register(Extension)
class ExtensionAdmin(ReadOnly):
    rights = ("task.read",)
    unit_path = "task__owner"
    domain_path = "task__domain"
    list_display = (column("task", _("任务")), "before", "to", "asked_by", "granted", "decided_by", "decided_at")
    list_select_related = ("task", "asked_by", "decided_by")


@admin.register(TaskEvent)
class TaskEventAdmin(ReadOnly):
    rights = ("task.read",)
    unit_path = "task__owner"
    domain_path = "task__domain"
    list_display = (
        column("task", _("任务")), "action", column("before", _("之前")), column("after", _("之后")),
        column("by", _("经办人")), column("at", _("时间")),
    )  # fmt: skip
    list_filter = ("action",)
    search_fields = ("task__title",)
    list_select_related = ("task", "by")
    show_full_result_count = False


@admin.register(LightRules)
class LightRulesAdmin(ReadOnly):
    rights = ("task.read",)
    unit_path = "unit"
    list_display = ("unit", column("made_by", _("制定人")), column("made_at", _("制定时间")))
    list_select_related = ("unit", "made_by")
