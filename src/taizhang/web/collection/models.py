"""What units send: rounds that ask for it, files as received, submissions with their versions, findings and reviews."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class RoundState(models.TextChoices):
    OPEN = "open", _("进行中")
    LOCKED = "locked", _("已封存")
    TAKEN_BACK = "taken_back", _("已撤回")


class Round(models.Model):
    """A period, forms and registers, and the day by which the units below `unit` are to send them."""

    period = models.CharField(_("报告期"), max_length=12)
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("机构"))
    whats = models.JSONField(_("报表和台账"), default=list)
    due = models.DateField(_("截止日期"))
    check_due = models.DateField(_("初审截止日期"), null=True)  # by which the counties are to have looked through it
    approve_due = models.DateField(_("审定截止日期"), null=True)  # by which the bureau is to have taken it
    state = models.CharField(_("状态"), max_length=10, choices=RoundState, default=RoundState.OPEN)
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("报送批次")
        ordering = ("-opened_at",)

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"

    @property
    def domains(self) -> list[str]:
        return sorted({what.partition(".")[0] for what in self.whats})


class ReceivedFile(models.Model):
    """A file as it came in: kept by its hash, with its own name, whether it was taken in or not."""

    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("字节"))
    accepted = models.BooleanField(_("已接收"))
    findings = models.JSONField(default=list)  # why it was not; otherwise they stand with the submissions
    received_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("提交人"))
    received_at = models.DateTimeField(_("提交时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("收到的文件")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class SubmissionState(models.TextChoices):
    """`policies.TRANSITIONS` says what may follow what."""

    AWAITED = "awaited", _("待报")
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已报送")
    CHECKED = "checked", _("已初审")
    APPROVED = "approved", _("已审定")
    RETURNED = "returned", _("已退回")


class Submission(models.Model):
    """What one unit sends for one form or register and period. A round makes it before anything was sent."""

    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="submissions", verbose_name=_("机构"))
    what = models.CharField(_("报表或台账"), max_length=120)  # full code, "domain.form"
    period = models.CharField(_("报告期"), max_length=12)
    state = models.CharField(_("状态"), max_length=12, choices=SubmissionState, default=SubmissionState.AWAITED)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="submissions")
    due = models.DateField(_("截止日期"), null=True)
    extended_until = models.DateField(_("延至"), null=True)
    submitted_on = models.DateField(_("首次报送日期"), null=True)  # the first time: what came back was not late
    checked_on = models.DateField(_("首次初审日期"), null=True)
    approved_on = models.DateField(_("首次审定日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("报送")
        constraints = (models.UniqueConstraint(fields=("unit", "what", "period"), name="one_submission"),)
        indexes = (models.Index(fields=("period", "what", "state"), name="submission_progress"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.what} {self.period}"

    @property
    def domain(self) -> str:
        return self.what.partition(".")[0]

    @property
    def current(self) -> Version | None:
        """The version sent last. This causes a query."""
        return self.versions.select_related("entered_by", "file").order_by("-number").first()


class Version(models.Model):
    """What was sent the n-th time, with the file it came in. Earlier ones stay as they were.

    `cells` is a list of {indicator, by, value, place, raw}; the records of a register stand in `registers.Record`.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(ReceivedFile, models.PROTECT, null=True, related_name="versions")
    cells = models.JSONField(default=list)
    entered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=40, blank=True)  # who sends says it, and the same sending counts once

    class Meta:
        verbose_name = verbose_name_plural = _("报送版本")
        constraints = (
            models.UniqueConstraint(fields=("submission", "number"), name="one_version_number"),
            models.UniqueConstraint(fields=("submission", "key"), condition=~Q(key=""), name="one_version_of_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.submission} #{self.number}"


class FindingQuerySet(models.QuerySet["SubmissionFinding"]):
    def unexplained(self) -> FindingQuerySet:
        """Warnings that still want their sender's explanation."""
        return self.filter(severity="warning", explanation="")


class SubmissionFinding(models.Model):
    """What a check said of a version, as it was said then. A warning wants the sender's explanation."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="findings")
    code = models.CharField(max_length=120)
    severity = models.CharField(max_length=10)
    place = models.CharField(max_length=200, blank=True)
    zh = models.TextField()
    en = models.TextField()
    explanation = models.TextField(_("说明"), blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("核查发现")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.zh

    @property
    def unexplained(self) -> bool:
        return self.severity == "warning" and not self.explanation


class ReviewEvent(models.Model):
    """A step of a submission from one state to the next, with the notes on its cells of who decided."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="reviews")
    action = models.CharField(_("操作"), max_length=20)
    before = models.CharField(max_length=12, choices=SubmissionState)
    after = models.CharField(max_length=12, choices=SubmissionState)
    note = models.TextField(_("意见"), blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("审核过程")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(action="return") | ~Q(note=""), name="a_return_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.submission}: {self.before} → {self.after}"


class ReturnNote(models.Model):
    """What a reviewer said of one cell with a decision: most often why its submission was sent back."""

    review = models.ForeignKey(ReviewEvent, models.PROTECT, related_name="notes")
    place = models.CharField(_("位置"), max_length=200)
    text = models.TextField(_("意见"))

    class Meta:
        verbose_name = verbose_name_plural = _("退回意见")

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"
