"""What people do to a draft: versions, who writes where, comments, the word of sections, polishing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.models import AppendOnly
from taizhang.web.reports.models.drafts import Report

PERSON = settings.AUTH_USER_MODEL


class ReportVersion(AppendOnly):
    """What a report said after the n-th change: the whole body as JSON (body.py). The draft itself is number 0."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    what = models.CharField(_("改动"), max_length=40)
    block = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("修改人"))
    at = models.DateTimeField(_("修改时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("报告版本")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="one_report_version"),)

    def __str__(self) -> str:
        return f"{self.report} #{self.number}"


class Editing(models.Model):
    """Who has which paragraph open, as of when: a hint, no lock."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="editing")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    block = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "person"), name="one_block_a_person"),)

    def __str__(self) -> str:
        return f"{self.person} {self.block}"


class Comment(models.Model):
    """What somebody has to say of a paragraph, until somebody settles it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="comments")
    block = models.CharField(max_length=40)
    text = models.TextField(_("意见"))
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("意见")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


class SignOff(models.Model):
    """A section's word for one paragraph as it stood: it counts while the paragraph's text has the same hash."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sign_offs")
    block = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("科室会签")
        constraints = (models.UniqueConstraint(fields=("report", "block", "sha256"), name="confirmed_once"),)

    def __str__(self) -> str:
        return f"{self.block} {self.by}"


class Polish(models.Model):
    """One call of the wording service, and why its answer was refused; hashes stand for the text."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="polishes")
    block = models.CharField(max_length=40)
    model = models.CharField(max_length=80)
    sent = models.CharField(max_length=64)
    answered = models.CharField(max_length=64, blank=True)
    refused = models.JSONField(default=list)  # codes of findings
    seconds = models.FloatField(default=0)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("润色记录")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.report} {self.block}"
