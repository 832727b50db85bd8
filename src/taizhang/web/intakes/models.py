"""Many workbooks sent at once: what came, and what has become of each so far."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Intake(models.Model):
    """Files that one person sent together, singly or in a zip.

    `tries` only checks them and stores nothing; with `submits` what wants no explanation goes on to the reviewers.
    """

    name = models.CharField(_("文件名"), max_length=200)
    tries = models.BooleanField(_("只检查不入库"), default=False)
    submits = models.BooleanField(_("接收后直接报送"), default=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提交人"))
    sent_at = models.DateTimeField(_("提交时间"), default=timezone.now)
    worked_at = models.DateTimeField(null=True)  # when somebody last took a file in hand

    class Meta:
        verbose_name = verbose_name_plural = _("批量接收")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class FileOutcome(models.TextChoices):
    """What became of one file."""

    WAITING = "waiting", _("等待处理")
    ACCEPTED = "accepted", _("已接收")
    AGAIN = "again", _("重复，未再入库")
    REFUSED = "refused", _("有错，未入库")
    SOUND = "sound", _("检查通过")


class IntakeFile(models.Model):
    """One workbook of an intake, kept under its hash; `findings` are what was said of it."""

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="files")
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    outcome = models.CharField(_("结果"), max_length=10, choices=FileOutcome, default=FileOutcome.WAITING)
    findings = models.JSONField(default=list)
    file = models.ForeignKey("collection.ReceivedFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("批量接收的文件")
        ordering = ("id",)
        indexes = (models.Index(fields=("intake", "outcome"), name="intake_outcome"),)

    def __str__(self) -> str:
        return self.name

    @property
    def errors(self) -> int:
        return sum(finding["severity"] == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        return sum(finding["severity"] == "warning" for finding in self.findings)
