from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from taizhang.web.admin import ReadOnly, column
from taizhang.web.papers.models import Figure, Paper, PaperFinding, Rereading


@admin.register(Paper)
class PaperAdmin(ReadOnly):
    rights = ("report.audit",)
    unit_path = "unit"
    list_display = ("title", "name", "unit", "period", "uploaded_by", "uploaded_at")
    list_filter = ("period",)
    search_fields = ("title", "name", "sha256")
    list_select_related = ("unit", "uploaded_by")


@admin.register(Figure)
class FigureAdmin(ReadOnly):
    rights = ("report.audit",)
    unit_path = "paper__unit"
    list_display = (
        "quote", column("paper", _("来文")), "kind", "code", "period", "state", "decided_by", "decided_at",
    )  # fmt: skip
    list_filter = ("state", "kind")
    search_fields = ("quote", "measures", "code")
    list_select_related = ("paper", "decided_by")


@admin.register(PaperFinding)
class PaperFindingAdmin(ReadOnly):
    rights = ("report.audit",)
    unit_path = "paper__unit"
    list_display = (
        column("zh", _("问题")), column("paper", _("来文")), column("severity", _("轻重")), "state", "decided_by",
        "decided_at",
    )  # fmt: skip
    list_filter = ("state", "severity")
    list_select_related = ("paper", "decided_by")


@admin.register(Rereading)
class RereadingAdmin(ReadOnly):
    rights = ("report.audit",)
    unit_path = "paper__unit"
    list_display = (column("paper", _("来文")), "by", "at", "reader")
    list_select_related = ("paper", "by")
