"""The audit log."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.models.growing import Chained


class AuditEvent(Chained):
    """Who did what, when, from where. It names its object without a foreign key, since it outlives everything."""

    at = models.DateTimeField(_("时间"), default=timezone.now)
    person = models.CharField(_("人员"), max_length=80)
    address = models.CharField(_("地址"), max_length=64, blank=True)
    action = models.CharField(_("操作"), max_length=40)
    object_type = models.CharField(_("对象类别"), max_length=40)
    object_id = models.CharField(_("对象"), max_length=80)
    detail = models.JSONField(_("详情"), default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        ordering = ("id",)
        indexes = (
            models.Index(fields=("object_type", "object_id"), name="audit_object"),
            models.Index(fields=("person", "-id"), name="audit_person"),
            models.Index(fields=("action", "-id"), name="audit_action"),
            models.Index(fields=("at",), name="audit_at"),
        )

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.person} {self.action} {self.object_type} {self.object_id}"
