from django.contrib import admin

from taizhang.web.admin import ReadOnly
from taizhang.web.registers.models import Proposal


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = ("register", "unit", "name", "counts", "by", "at", "done_at")
    list_filter = ("register",)
    list_select_related = ("unit", "by")
