"""What is to be done, by whom and by when: plans, their tasks and milestones."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.fields import ExactDecimalField
from taizhang.web.ledger.models import OrgUnit

PERSON = settings.AUTH_USER_MODEL


class SourceKind(models.TextChoices):
    """Where a plan comes from (任务来源)."""

    DOCUMENT = "document", _("文件")
    MEETING = "meeting", _("会议")
    INSTRUCTION = "instruction", _("批示")
    REPORT = "report", _("印发的报告")
    PAPER = "paper", _("上传的报告")


class TaskState(models.TextChoices):
    """`policies.TRANSITIONS` says what may follow what; the values are those of `taizhang.supervision.model.State`."""

    AWAITING = "awaiting", _("待签收")
    ACTIVE = "active", _("推进中")
    CLOSING = "closing", _("申请销号")
    SENT_BACK = "sent_back", _("退回补办")
    CLOSED = "closed", _("已销号")
    LONG_STANDING = "long_standing", _("长期坚持")
    SUSPENDED = "suspended", _("中止")


ENDED = (TaskState.CLOSED, TaskState.SUSPENDED)
# what goes on in the next plan
CARRIED = (TaskState.AWAITING, TaskState.ACTIVE, TaskState.SENT_BACK, TaskState.LONG_STANDING)
UNFINISHED = tuple(state for state in TaskState if state not in ENDED)


class Plan(models.Model):
    """What a bureau has promised for one period. `origin` names what it was made from, so that it is made once."""

    period = models.CharField(_("报告期"), max_length=12)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="plans", verbose_name=_("机构"))
    title = models.CharField(_("计划名称"), max_length=200)
    source = models.CharField(_("任务来源"), max_length=12, choices=SourceKind, default=SourceKind.DOCUMENT)
    document = models.CharField(_("来源名称或文号"), max_length=200, blank=True)
    origin = models.CharField(max_length=60, blank=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("制定人"))
    made_at = models.DateTimeField(_("制定时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("工作计划")
        ordering = ("-period", "-made_at")
        constraints = (
            models.UniqueConstraint(fields=("origin",), condition=~Q(origin=""), name="one_plan_of_an_origin"),
        )

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """A task (督办事项). `due` is as first given; what was granted later stands in `extended_to`.

    `owner` is a section or a county. The bound figure (`target_…`) is measured for `target_at`; `baseline` is its value
    when the task was given. `origin` says what the task was made from ("paper:12:k3"), so that nothing becomes a task
    twice. What was carried over says from where, and in `begun_on` when it was first given. `version` counts whatever
    may change its light.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name=_("工作计划"))
    number = models.PositiveIntegerField(_("序号"))
    title = models.CharField(_("任务"), max_length=200)
    what = models.TextField(_("任务内容"), blank=True)
    owner = models.ForeignKey(OrgUnit, models.PROTECT, related_name="tasks", verbose_name=_("责任单位"))
    co_owners = models.ManyToManyField(OrgUnit, related_name="+", blank=True, verbose_name=_("配合单位"))
    domain = models.CharField(_("业务领域"), max_length=60, blank=True)
    leader = models.CharField(_("牵头领导"), max_length=80, blank=True)
    responsible = models.CharField(_("责任人"), max_length=80, blank=True)
    contact = models.CharField(_("联系人"), max_length=80, blank=True)
    assigned_on = models.DateField(_("交办日期"), default=timezone.localdate)
    begun_on = models.DateField(_("首次交办日期"), null=True)
    due = models.DateField(_("完成时限"), null=True, blank=True)
    extended_to = models.DateField(_("延期至"), null=True)
    state = models.CharField(_("状态"), max_length=16, choices=TaskState, default=TaskState.AWAITING)
    closed_on = models.DateField(_("销号日期"), null=True)
    target_indicator = models.CharField(_("量化指标"), max_length=120, blank=True)
    target_value = ExactDecimalField(_("目标值"), null=True, blank=True)
    target_unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    target_by = models.DateField(_("达标时限"), null=True, blank=True)
    target_at = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+", verbose_name=_("计量机构"))
    target_lower = models.BooleanField(_("降到目标值以下"), default=False)
    baseline = ExactDecimalField(_("起始值"), null=True, blank=True)
    source_text = models.TextField(_("原句"), blank=True)
    project = models.CharField(_("项目编号"), max_length=40, blank=True)
    origin = models.CharField(max_length=80, blank=True)
    carried_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="carried_to")
    note = models.TextField(_("备注"), blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("督办事项")
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="one_task_number"),
            models.UniqueConstraint(fields=("origin",), condition=~Q(origin=""), name="one_task_of_an_origin"),
            models.CheckConstraint(
                condition=Q(extended_to=None) | Q(extended_to__gt=F("due")), name="an_extension_is_later"
            ),
        )
        indexes = (models.Index(fields=("state", "due"), name="task_state_due"),)

    def __str__(self) -> str:
        return self.title

    @property
    def ends(self) -> date | None:
        """The day it must be done by, with any extension."""
        return self.extended_to or self.due

    @property
    def asked_in_time(self) -> bool:
        """Whether closing was asked for by its day, so that it only waits to be checked; told by its light of today."""
        if self.state != TaskState.CLOSING or self.due is None or self.ends is None:
            return False
        slip = self.light.slip_days  # of what is to be closed: between the day first given and that of asking
        return slip is not None and slip <= (self.ends - self.due).days


class Milestone(models.Model):
    """A step on the way (阶段节点) and when it was taken."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="milestones")
    title = models.CharField(_("阶段节点"), max_length=120)
    due = models.DateField(_("节点时限"))
    done_on = models.DateField(_("完成日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("阶段节点")
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.title
