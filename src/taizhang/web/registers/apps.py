from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "taizhang.web.registers"
    verbose_name = _("台账记录")
