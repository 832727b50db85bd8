from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "taizhang.web.papers"
    verbose_name = _("来文")
