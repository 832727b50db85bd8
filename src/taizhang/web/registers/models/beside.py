"""What stands beside the records so that they are found, counted and told apart."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from taizhang.web.registers.models.records import LiveRecord

PERSON = settings.AUTH_USER_MODEL
VALUE_LENGTH = 64


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
