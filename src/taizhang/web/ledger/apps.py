from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "taizhang.web.ledger"
    verbose_name = _("数据与机构")
