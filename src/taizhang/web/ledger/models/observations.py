"""The observations with their sources, and the releases sealed from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.fields import ExactDecimalField
from taizhang.web.ledger.models.growing import AppendOnly, Chained
from taizhang.web.ledger.models.units import OrgUnit

PERSON = settings.AUTH_USER_MODEL


class SourceKind(models.TextChoices):
    CELL = "cell", _("单元格")
    RECORDS = "records", _("台账记录")
    SENTENCE = "sentence", _("报告原句")
    FORMULA = "formula", _("计算")
    CORRECTION = "correction", _("更正")


class Source(AppendOnly):
    """Where an observation comes from. `submission` is its number as text, since sources outlive everything else.

    `id` is the number of the first observation that it was entered for.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(_("类别"), max_length=20, choices=SourceKind)
    submission = models.CharField(_("报送"), max_length=40, blank=True)
    file = models.CharField(_("文件"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sheet = models.CharField(_("工作表"), max_length=80, blank=True)
    cell = models.CharField(_("单元格"), max_length=20, blank=True)
    text = models.TextField(_("原文"), blank=True)
    reported_by = models.CharField(_("填报人"), max_length=80, blank=True)
    reported_at = models.DateTimeField(_("填报时间"), null=True)
    approved_by = models.CharField(_("审核人"), max_length=80, blank=True)
    approved_at = models.DateTimeField(_("审核时间"), null=True)
    reason = models.TextField(_("理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("来源")

    def __str__(self) -> str:
        return " ".join(filter(None, (self.get_kind_display(), self.file, self.sheet, self.cell)))


class ObservationQuerySet(models.QuerySet["Observation"]):
    def in_force(self) -> ObservationQuerySet:
        """Those that no later one supersedes."""
        return self.filter(superseded_by=None)


class Observation(Chained):
    """One value: indicator, unit, period, dimensions, with its source. `value` is null where reported as missing."""

    indicator = models.CharField(_("指标"), max_length=120)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="observations", verbose_name=_("机构"))
    period = models.CharField(_("报告期"), max_length=12)
    period_end = models.DateField()
    dims = models.JSONField(_("分组"), default=dict)
    split = models.CharField(max_length=250, blank=True)  # dims as sorted text, to look up by
    value = ExactDecimalField(_("数值"), null=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="observations", verbose_name=_("来源"))
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    entered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"), default=timezone.now)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("数据")
        ordering = ("id",)
        indexes = (
            models.Index(fields=("unit", "period", "indicator", "split"), name="observation_key"),
            models.Index(fields=("indicator", "period"), name="observation_indicator"),
            models.Index(fields=("period_end",), name="observation_end"),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit_id} {self.period} {self.split}: {self.value}"


class Release(models.Model):
    """A sealed snapshot of a period's approved observations; the files stand in the data folder."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    period = models.CharField(_("报告期"), max_length=12)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("定版人"))
    made_at = models.DateTimeField(_("定版时间"), default=timezone.now)
    digest = models.CharField(max_length=64)  # SHA-256 of its manifest, which covers every file

    class Meta:
        verbose_name = verbose_name_plural = _("定版")
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.name
