from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.web.accounts.models import Person
from taizhang.web.admin import ReadOnly, column
from taizhang.web.ledger import hidden
from taizhang.web.ledger.audit_log import readable
from taizhang.web.ledger.models import AuditEvent, Observation, OrgUnit, OrgUnitVersion, Release


@admin.register(OrgUnit)
class OrgUnitAdmin(ReadOnly):
    rights = ("unit.manage", "observation.read")
    unit_path = ""
    list_display = ("code", "name", "kind", "opened", "closed")
    list_filter = ("kind",)
    search_fields = ("code", "name")


@admin.register(OrgUnitVersion)
class OrgUnitVersionAdmin(ReadOnly):
    rights = ("unit.manage", "observation.read")
    unit_path = "unit"
    list_display = (
        column("unit", _("机构")), column("since", _("自")), column("until", _("至")), column("name", _("名称")),
        column("parent", _("上级机构")),
    )  # fmt: skip
    search_fields = ("unit__code", "name")
    list_select_related = ("unit", "parent")


@admin.register(Observation)
class ObservationAdmin(ReadOnly):
    rights = ("observation.read",)
    unit_path = "unit"
    domain_path = "indicator"
    list_display = (
        "id", "indicator", "unit", "period", column("split", _("分组")), "value", "entered_by", "entered_at",
    )  # fmt: skip
    list_filter = ("period",)
    search_fields = ("indicator", "unit__code", "unit__name")
    list_select_related = ("unit", "entered_by")
    show_full_result_count = False

    def within(self, by: Person) -> Q:
        """Without those that tell of few confidential cases, as on the pages."""
        return super().within(by) & ~Q(pk__in=hidden.numbers())


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    rights = ("audit.read",)
    list_display = ("id", "at", "person", "address", "action", "object_type", "object_id")
    list_filter = ("action",)
    search_fields = ("person", "object_id")
    show_full_result_count = False

    def within(self, by: Person) -> Q:
        return readable(by)


@admin.register(Release)
class ReleaseAdmin(ReadOnly):
    rights = ("report.read",)
    list_display = ("name", "period", "made_by", "made_at", column("digest", _("校验值")))
