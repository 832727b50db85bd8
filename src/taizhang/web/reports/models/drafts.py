"""Reports as they are drafted: their text, why things are as they are, and what each figure rests on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.accounts.models import Person

PERSON = settings.AUTH_USER_MODEL


class Report(models.Model):
    """A report of one period, written from one release. What was issued never changes.

    `document` is the writer's document as it was drafted, as JSON; what people made of it stands in the versions. What
    stands behind its figures is kept apart, since it is large and asked for one figure at a time. `files` maps a file's
    name to its hash in the file store. `drafted_by` stays who drafted it, `written_by` is whoever changed it last. An
    erratum (更正说明) `corrects` an issued report, with a `number` of its own.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        FINAL = "final", _("定稿")
        ISSUED = "issued", _("已印发")

    title = models.CharField(_("标题"), max_length=200, blank=True)
    period = models.CharField(_("报告期"), max_length=12)
    kind = models.CharField(_("文种"), max_length=20)
    domain = models.CharField(_("业务领域"), max_length=60, blank=True)  # of a special report
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="errata", verbose_name=_("更正的报告"))
    number = models.PositiveSmallIntegerField(_("更正序号"), null=True)  # of an erratum, from 1
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="reports", verbose_name=_("机构"))
    release = models.ForeignKey("ledger.Release", models.PROTECT, related_name="reports", verbose_name=_("定版"))
    catalogue = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DRAFT)
    document = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    drafted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("最后修改人"))
    written_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    issued_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("签发人"))
    issued_at = models.DateTimeField(_("签发时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("报告")
        ordering = ("-written_at",)
        constraints = (models.UniqueConstraint(fields=("corrects", "number"), name="one_erratum_a_number"),)

    def __str__(self) -> str:
        return self.title or f"{self.period} {self.kind}"

    @property
    def writers(self) -> set[Person]:
        """Who drafted it, and everybody who has changed it since."""
        return {self.drafted_by, *(version.by for version in self.versions.select_related("by"))}


class Cause(models.Model):
    """Why a figure of a unit's period is as it is, in the words of who knows: every report written later says so."""

    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("机构"))
    period = models.CharField(_("报告期"), max_length=12)
    indicator = models.CharField(_("指标"), max_length=160)
    text = models.CharField(_("原因"), max_length=300)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("填写人"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("原因")
        constraints = (models.UniqueConstraint(fields=("unit", "period", "indicator"), name="one_cause_a_figure"),)

    def __str__(self) -> str:
        return f"{self.period} {self.indicator}: {self.text}"


class FigureEvidence(models.Model):
    """A figure of a report by its anchor, and as JSON what stands behind it.

    `inserted` has the forms in which its writers had it printed; it is empty where only the draft prints it.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="evidence")
    anchor = models.SlugField(max_length=40)
    evidence = models.JSONField()
    inserted = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("数字的依据")
        constraints = (models.UniqueConstraint(fields=("report", "anchor"), name="one_evidence_a_figure"),)

    def __str__(self) -> str:
        return f"{self.report} {self.anchor}"


class OwnNumber(models.Model):
    """A number that no figure stands behind, which its writer answers for with a reason."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="own_numbers")
    text = models.CharField(_("数字"), max_length=40)
    reason = models.CharField(_("理由"), max_length=200)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("自填数字")
        constraints = (models.UniqueConstraint(fields=("report", "text", "reason"), name="one_reason_a_number"),)

    def __str__(self) -> str:
        return f"{self.text}: {self.reason}"
