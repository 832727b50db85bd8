"""Reports written here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Report(models.Model):
    """A work summary or plan of one period, written from one release. What was issued never changes.

    `document` is the writer's document as JSON; what stands behind its figures is kept apart, since it is large and
    asked for one figure at a time. `files` maps a file's name to its hash in the file store.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        FINAL = "final", _("定稿")
        ISSUED = "issued", _("已印发")

    period = models.CharField(_("报告期"), max_length=12)
    kind = models.CharField(_("文种"), max_length=20)
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="reports", verbose_name=_("机构"))
    release = models.ForeignKey("ledger.Release", models.PROTECT, related_name="reports", verbose_name=_("定版"))
    catalogue = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DRAFT)
    document = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    written_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    issued_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("签发人"))
    issued_at = models.DateTimeField(_("签发时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("报告")
        ordering = ("-written_at",)

    def __str__(self) -> str:
        return f"{self.period} {self.kind}"


class FigureEvidence(models.Model):
    """A figure of a report by its anchor, and as JSON what stands behind it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="evidence")
    anchor = models.SlugField(max_length=40)
    evidence = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = _("数字的依据")
        constraints = (models.UniqueConstraint(fields=("report", "anchor"), name="one_evidence_a_figure"),)

    def __str__(self) -> str:
        return f"{self.report} {self.anchor}"
