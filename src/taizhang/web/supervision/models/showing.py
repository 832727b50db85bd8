"""What others see of tasks: the lights of a day, the rules they come from, and the addresses of calendars."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.models import AppendOnly, OrgUnit
from taizhang.web.supervision.models.plans import Task

PERSON = settings.AUTH_USER_MODEL


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
