"""What was done of a task, with its files, and who moved it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.fields import ExactDecimalField
from taizhang.web.ledger.models import AppendOnly
from taizhang.web.supervision.models.plans import Task, TaskState

PERSON = settings.AUTH_USER_MODEL


class Move(models.TextChoices):
    """What is done to a task, as its history says it; the keys are those of `policies.TRANSITIONS`."""

    ASSIGN = "assign", _("修改事项")
    SIGN = "sign", _("签收")
    REPORT = "report", _("报进展")
    APPLY = "apply", _("申请销号")
    CLOSE = "close", _("核验销号")
    SEND_BACK = "send_back", _("退回补办")
    EXTEND = "extend", _("审批延期")
    KEEP = "keep", _("转为长期坚持")
    SUSPEND = "suspend", _("中止")
    CARRY = "carry", _("结转")
    REOPEN = "reopen", _("重新办理")


class ProgressEntry(AppendOnly):
    """What the owner reported once: a wrong entry is followed by a right one. `share` is in per cent."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="entries")
    on = models.DateField(_("截至日期"), default=timezone.localdate)
    done = models.TextField(_("工作进展"))
    share = models.PositiveSmallIntegerField(
        _("完成率（%）"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    value = ExactDecimalField(_("指标数值"), null=True, blank=True)
    problem = models.TextField(_("存在问题"), blank=True)
    next_step = models.TextField(_("下步措施"), blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    at = models.DateTimeField(_("填报时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("进展")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(share=None) | Q(share__lte=100), name="share_in_per_cent"),
        )

    def __str__(self) -> str:
        return self.done[:40]


class Evidence(AppendOnly):
    """A file that proves an entry (佐证材料), kept in the file store under its hash."""

    entry = models.ForeignKey(ProgressEntry, models.PROTECT, related_name="evidence")
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("字节"))

    class Meta:
        verbose_name = verbose_name_plural = _("佐证材料")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Extension(models.Model):
    """A later day that the owner asked for, and what somebody else decided; `granted` is None until then."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="extensions")
    before = models.DateField(_("原时限"))
    to = models.DateField(_("申请延至"))
    reason = models.TextField(_("理由"))
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"), default=timezone.now)
    granted = models.BooleanField(_("同意"), null=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("延期")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(to__gt=F("before")), name="asked_for_a_later_day"),
            models.UniqueConstraint(fields=("task",), condition=Q(granted=None), name="one_question_at_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.before} → {self.to}"


class TaskEvent(AppendOnly):
    """A move of a task, with who and why."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=20, choices=Move)
    before = models.CharField(max_length=16, choices=TaskState)
    after = models.CharField(max_length=16, choices=TaskState)
    note = models.TextField(_("说明"), blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("办理过程")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.action}: {self.before} → {self.after}"


class Measurements(models.QuerySet["Measurement"]):
    """Measurements without all that stood behind them."""

    def in_short(self) -> Measurements:
        """Each with how many units its figure rests on, `reported` of `expected`, and no more of its evidence."""
        told = {name: F(f"evidence__result__{name}") for name in ("reported", "expected")}
        return self.defer("evidence").annotate(**told)


class Measurement(AppendOnly):
    """The bound figure as the ledger had it: `evidence` is what stood behind it, `ledger` how long the ledger was."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="measurements")
    on = models.DateField(_("截至日期"))
    value = ExactDecimalField(_("数值"))
    ledger = models.BigIntegerField()
    evidence = models.JSONField()
    at = models.DateTimeField(_("计量时间"), default=timezone.now)

    objects = Measurements.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("指标计量")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.task}: {self.value}"
