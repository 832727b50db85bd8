"""The dated tree: what each unit was, from when until when, and who took over from whom."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    CITY = "city", _("市级")
    COUNTY = "county", _("县区")
    SECTION = "section", _("科室")
    TOWNSHIP = "township", _("乡镇")
    SCHOOL = "school", _("学校")
    KINDERGARTEN = "kindergarten", _("幼儿园")


class OrgUnitQuerySet(models.QuerySet["OrgUnit"]):
    def not_closed(self) -> OrgUnitQuerySet:
        """Those that are there today, though their end may be entered already, and those to be opened later: people,
        tasks and changes are entered ahead of them."""
        return self.filter(Q(closed=None) | Q(closed__gte=timezone.localdate()))


class OrgUnit(models.Model):
    """A node of the tree. What can change about it stands in its versions; `name`, `kind` and `path` are today's."""

    code = models.CharField(_("代码"), max_length=40, unique=True, validators=[RegexValidator(r"^[A-Za-z0-9_.-]+$")])
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind)
    path = models.CharField(max_length=250, db_index=True, editable=False)  # codes from the root, each closed by "/"
    opened = models.DateField(_("成立日期"))
    closed = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = OrgUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("机构")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.closed is not None and self.closed < timezone.localdate()


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
