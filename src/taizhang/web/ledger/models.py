"""What only grows: the dated tree, the observations with their sources, the audit events and the releases."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.fields import ExactDecimalField

PERSON = settings.AUTH_USER_MODEL


class UnitKind(models.TextChoices):
    CITY = "city", _("市级")
    COUNTY = "county", _("县区")
    SECTION = "section", _("科室")
    TOWNSHIP = "township", _("乡镇")
    SCHOOL = "school", _("学校")
    KINDERGARTEN = "kindergarten", _("幼儿园")


class OrgUnit(models.Model):
    """A node of the tree. What can change about it stands in its versions; `name`, `kind` and `path` are today's."""

    code = models.CharField(_("代码"), max_length=40, unique=True, validators=[RegexValidator(r"^[A-Za-z0-9_.-]+$")])
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind)
    path = models.CharField(max_length=250, db_index=True, editable=False)  # codes from the root, each closed by "/"
    opened = models.DateField(_("成立日期"))
    closed = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("机构")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name


class OrgUnitVersion(models.Model):
    """What a unit was from one day until the next version: the tree of any past day can be asked for."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="versions")
    since = models.DateField()
    until = models.DateField(null=True)  # the last day, or null while in force
    parent = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind)
    stages = models.JSONField(default=list)
    area = models.CharField(max_length=20, blank=True)
    ownership = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("机构沿革")
        constraints = (
            models.UniqueConstraint(fields=("unit", "since"), name="one_version_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="version_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.since}"


class Succession(models.Model):
    """That one unit took over from another: each line of a merger or a split."""

    class How(models.TextChoices):
        MERGE = "merge", _("合并")
        SPLIT = "split", _("分立")

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="heirs")
    heir = models.ForeignKey(OrgUnit, models.PROTECT, related_name="taken_over")
    how = models.CharField(max_length=10, choices=How)
    since = models.DateField()  # the first day of the heir in this place

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "heir", "since"), name="one_succession_a_day"),)


class AppendOnly(models.Model):
    """A row that is written once. The database's own triggers refuse what gets past these methods."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} only grows: write a new one that supersedes it")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> None:
        raise TypeError(f"{type(self).__name__} only grows: nothing is deleted")


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


class Chained(AppendOnly):
    """A link of a chain: `id` counts without gaps, `hash` covers the row and the hash before it (see `chain.py`)."""

    id = models.BigIntegerField(primary_key=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True


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


class AuditEvent(Chained):
    """Who did what, when, from where. It names its object without a foreign key, since it outlives everything."""

    at = models.DateTimeField(_("时间"), default=timezone.now)
    person = models.CharField(_("人员"), max_length=80)
    address = models.CharField(_("地址"), max_length=64, blank=True)
    action = models.CharField(_("操作"), max_length=40)
    object_type = models.CharField(_("对象类别"), max_length=40)
    object_id = models.CharField(_("对象"), max_length=80)
    detail = models.JSONField(_("详情"), default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        ordering = ("id",)
        indexes = (
            models.Index(fields=("object_type", "object_id"), name="audit_object"),
            models.Index(fields=("person", "-id"), name="audit_person"),
            models.Index(fields=("action", "-id"), name="audit_action"),
            models.Index(fields=("at",), name="audit_at"),
        )

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.person} {self.action} {self.object_type} {self.object_id}"


class ChainHead(models.Model):
    """Where a chain ends; locked while somebody appends."""

    chain = models.CharField(max_length=40, primary_key=True)
    length = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


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
