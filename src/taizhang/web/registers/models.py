"""The records of the registers, as each version of a submission sent them."""

from __future__ import annotations

from django.db import models
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
