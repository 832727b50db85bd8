from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Filling(AppConfig):
    name = "taizhang.web.filling"
    verbose_name = _("在线填报")
