"""Registers: the records as each version of a submission sent them, and the records as they stand today.

What was sent never changes (`Record`). What stands today is a `LiveRecord`: it is added, changed and ended on the
page, by an import, or by a submission that was approved; each step leaves a `Change`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL
VALUE_LENGTH = 64


class Record(models.Model):
    """One row of a register ("domain.register") or below its records ("domain.register.child").

    Personal fields stand only in `sealed`, encrypted; `fields` holds the others as JSON.

    `key` is a keyed digest of its key fields, so that the same record is found again without being read.
    """

    version = models.ForeignKey("collection.Version", models.PROTECT, related_name="records")
    register = models.CharField(_("台账"), max_length=120)
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("机构"))
    key = models.CharField(max_length=64)
    place = models.CharField(_("位置"), max_length=80, blank=True)
    fields = models.JSONField(default=dict)
    sealed = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = verbose_name_plural = _("记录")
        ordering = ("id",)
        indexes = (models.Index(fields=("register", "unit", "key"), name="record_key"),)

    def __str__(self) -> str:
        return f"{self.register} {self.place or self.pk}"


class LiveRecord(models.Model):
    """A record of a register as it stands today; rows below a record have a `parent`.

    `fields`, `sealed` and `key` are as in `Record`. `steps` counts its changes, so that of two people who edit it at
    once the second sees what the first did. An ended record stays, and its key may be used again.
    """

    register = models.CharField(_("台账"), max_length=120)
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")
    key = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    sealed = models.BinaryField(default=bytes)
    state = models.CharField(_("状态"), max_length=40, blank=True)  # of the register's own states, where it has any
    steps = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("在册记录")
        indexes = (
            models.Index(fields=("register", "id"), condition=Q(ended_on=None), name="live_in_order"),
            models.Index(fields=("register", "unit", "id"), condition=Q(ended_on=None), name="live_of_unit"),
            models.Index(fields=("register", "id"), condition=~Q(ended_on=None), name="live_ended"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("register", "unit", "key"), condition=Q(ended_on=None, parent=None), name="one_live_record"
            ),
            models.UniqueConstraint(
                fields=("parent", "register", "key"),
                condition=Q(ended_on=None) & ~Q(parent=None),
                name="one_live_row_below",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} #{self.pk}"

    @property
    def domain(self) -> str:
        return self.register.partition(".")[0]


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


class Found(models.Model):
    """By what a live record is found and sorted: a narrow index over the fields of all registers.

    `field` is "domain.register.field". `value` sorts as text the way the field sorts (see `finding.py`); of a personal
    field it is a keyed digest, by which only an equal value is found.
    """

    record = models.ForeignKey(LiveRecord, models.CASCADE, related_name="found", db_index=False)
    field = models.CharField(max_length=160)
    value = models.CharField(max_length=VALUE_LENGTH)

    class Meta:
        indexes = (
            models.Index(fields=("field", "value", "record"), name="found_value"),
            models.Index(fields=("record", "field"), name="found_record"),
        )

    def __str__(self) -> str:
        return f"{self.field}={self.value}"


class Holding(models.Model):
    """How many live records of a register a unit has, so that no page counts them."""

    register = models.CharField(max_length=120)
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="+")
    count = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("register", "unit"), name="one_holding"),)

    def __str__(self) -> str:
        return f"{self.register} {self.unit_id}: {self.count}"


class Twins(models.Model):
    """Two live records that may be one: `why` says what they share. Somebody settles it with a reason."""

    class Verdict(models.TextChoices):
        OPEN = "", _("待核实")
        SAME = "same", _("同一人（事）")
        DIFFERENT = "different", _("不是同一人（事）")

    register = models.CharField(max_length=120)
    one = models.ForeignKey(LiveRecord, models.PROTECT, related_name="+")
    other = models.ForeignKey(LiveRecord, models.PROTECT, related_name="+")
    why = models.CharField(max_length=20)
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict, default="", blank=True)
    reason = models.TextField(_("理由"), blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("疑似重复")
        indexes = (models.Index(fields=("register", "verdict", "id"), name="twins_open"),)
        constraints = (models.UniqueConstraint(fields=("one", "other"), name="one_pair"),)

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}?"
