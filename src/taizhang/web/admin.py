"""The back office shows; what it changes goes through actions, like everywhere else."""

from __future__ import annotations

from django.contrib.admin import site
from django.http import HttpRequest
from unfold.admin import ModelAdmin


class ReadOnly(ModelAdmin):
    """Rows to look at, for administrators and auditors."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


site.login_template = "accounts/login.html"
