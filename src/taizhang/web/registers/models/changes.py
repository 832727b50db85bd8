"""Each step in the life of a record, and the files that propose many at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.models import AppendOnly
from taizhang.web.registers.models.records import LiveRecord

PERSON = settings.AUTH_USER_MODEL


class Proposal(models.Model):
    """An .xlsx file that is to update a unit's records by their keys: shown first, done when somebody confirms.

    `plan` is the digest of what was shown: what would do something else by now is shown again.
    """

    register = models.CharField(_("台账"), max_length=120)
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("机构"))
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    replaces = models.BooleanField(_("全量替换"), default=False)
    plan = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("提交人"))
    at = models.DateTimeField(_("提交时间"), default=timezone.now)
    done_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("台账导入")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.register} {self.name}"


class Change(AppendOnly):
    """A step in the life of a record. `before` holds the fields that changed as they were, `sealed` the personal ones.

    What they became is what the next change found, or what stands today.
    """

    class Action(models.TextChoices):
        ADD = "add", _("新增")
        EDIT = "edit", _("修改")
        MOVE = "move", _("办理")
        END = "end", _("办结")
        RESUME = "resume", _("恢复")
        EXPIRE = "expire", _("到期清除")

    record = models.ForeignKey(LiveRecord, models.PROTECT, related_name="changes", db_index=False)
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    before = models.JSONField(default=dict)
    sealed = models.BinaryField(default=bytes)
    reason = models.TextField(blank=True)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="changes")
    version = models.ForeignKey("collection.Version", models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("记录变更")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("record", "number"), name="one_change_a_number"),)

    def __str__(self) -> str:
        return f"{self.record} {self.number} {self.action}"
