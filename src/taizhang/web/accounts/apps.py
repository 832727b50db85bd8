from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from taizhang.web.environment import misread


class AccountsConfig(AppConfig):
    name = "taizhang.web.accounts"
    verbose_name = _("人员与权限")

    def ready(self) -> None:
        """Raises ImproperlyConfigured where a second factor is asked of a role that there is not: nobody would be."""
        from taizhang.web.accounts.models import RoleKind

        if unknown := settings.TOTP_ROLES - set(RoleKind.values):
            there = {"said": ", ".join(sorted(unknown)), "roles": ", ".join(RoleKind.values)}
            raise misread("setting-no-role", "TAIZHANG_TOTP_ROLES", **there)
