"""The records as each version of a submission sent them, and as they stand today."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
