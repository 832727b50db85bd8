from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Intakes(AppConfig):
    name = "taizhang.web.intakes"
    verbose_name = _("批量接收")
