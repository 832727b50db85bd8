from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectionConfig(AppConfig):
    name = "taizhang.web.collection"
    verbose_name = _("报送")
