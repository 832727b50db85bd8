from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "taizhang.web.rounds"
    verbose_name = "报送批次"
