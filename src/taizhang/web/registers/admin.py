from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach
from taizhang.web.admin import ReadOnly, column
from taizhang.web.catalogue import catalogue
from taizhang.web.registers.models import Proposal
from taizhang.web.registers.rights import is_confined


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    rights = ("record.read",)
    unit_path = "unit"
    domain_path = "register"
    list_display = ("register", "unit", "name", column("counts", _("数量")), "by", "at", "done_at")
    list_filter = ("register",)
    list_select_related = ("unit", "by")

    def within(self, by: Person) -> Q:
        """What concerns a confidential register stays with the unit that keeps it."""
        confidential = [code for code, register in catalogue().registers.items() if is_confined(register)]
        kept = reach(by, "record.read", domain="register", confined=True)
        return super().within(by) & (~Q(register__in=confidential) | kept)
