"""Papers: reports that somebody else wrote, kept as received with what was read from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Paper(models.Model):
    """A report somebody else wrote: the file, what was read from it, and what its audit has to say."""

    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("机构"))
    reading = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("来文")
        ordering = ("-uploaded_at",)
        constraints = (models.UniqueConstraint(fields=("sha256", "unit"), name="read_once"),)

    def __str__(self) -> str:
        return self.name
