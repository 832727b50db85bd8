"""What was promised and what became of it: plans, their tasks, reports of progress, extensions, every move.

What somebody said stays as they said it: entries, evidence, events and measurements only grow. Lights are worked out
from dates and figures on the day somebody looks, and kept for that day only so that thousands can be shown at once.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.fields import ExactDecimalField
from taizhang.web.ledger.models import AppendOnly, OrgUnit

PERSON = settings.AUTH_USER_MODEL


class SourceKind(models.TextChoices):
    """Where a plan comes from (任务来源)."""

    DOCUMENT = "document", _("文件")
    MEETING = "meeting", _("会议")
    INSTRUCTION = "instruction", _("批示")
    REPORT = "report", _("印发的报告")
    PAPER = "paper", _("上传的报告")


class State(models.TextChoices):
    """`policies.TRANSITIONS` says what may follow what; the values are those of `taizhang.supervision.model.State`."""

    AWAITING = "awaiting", _("待签收")
    ACTIVE = "active", _("推进中")
    CLOSING = "closing", _("申请销号")
    SENT_BACK = "sent_back", _("退回补办")
    CLOSED = "closed", _("已销号")
    LONG_STANDING = "long_standing", _("长期坚持")
    SUSPENDED = "suspended", _("中止")


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


ENDED = (State.CLOSED, State.SUSPENDED)
CARRIED = (State.AWAITING, State.ACTIVE, State.SENT_BACK, State.LONG_STANDING)     # what goes on in the next plan
UNFINISHED = tuple(state for state in State if state not in ENDED)


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
    twice. `version` counts whatever may change its light.
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
    due = models.DateField(_("完成时限"), null=True, blank=True)
    extended_to = models.DateField(_("延期至"), null=True)
    state = models.CharField(_("状态"), max_length=16, choices=State, default=State.AWAITING)
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


class TaskLight(models.Model):
    """How a version of a task stood on a day, as the engine worked it out; of another day or version it is void."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="light", primary_key=True)
    on = models.DateField()
    version = models.PositiveIntegerField()
    light = models.CharField(_("亮灯"), max_length=8)
    badness = models.PositiveSmallIntegerField()
    zh = models.TextField()
    en = models.TextField()
    done = models.DecimalField(max_digits=5, decimal_places=4, null=True)  # from 0 to 1
    slip_days = models.IntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("亮灯")
        indexes = (models.Index(fields=("light",), name="task_light"),)

    def __str__(self) -> str:
        return f"{self.task_id}: {self.light}"


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
    before = models.CharField(max_length=16, choices=State)
    after = models.CharField(max_length=16, choices=State)
    note = models.TextField(_("说明"), blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("办理过程")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.action}: {self.before} → {self.after}"


class Measurement(AppendOnly):
    """The bound figure as the ledger had it: `evidence` is what stood behind it, `ledger` how long the ledger was."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="measurements")
    on = models.DateField(_("截至日期"))
    value = ExactDecimalField(_("数值"))
    ledger = models.BigIntegerField()
    evidence = models.JSONField()
    at = models.DateTimeField(_("计量时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("指标计量")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.task}: {self.value}"


class LightRules(AppendOnly):
    """A bureau's own rules of lights, laid over the shipped ones; the latest of a unit holds for it and below it."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", verbose_name=_("机构"))
    overlay = models.TextField(_("亮灯规则"), blank=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("亮灯规则")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.unit} {self.made_at:%F}"


class CalendarKey(models.Model):
    """What opens a person's calendar to a program that cannot log in. Only the digest is kept: it is shown once."""

    person = models.OneToOneField(PERSON, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("日历订阅")

    def __str__(self) -> str:
        return str(self.person)
