"""Reports written here: what they say in every version, who confirmed it, and what was issued."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.models import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Report(models.Model):
    """A report of one period, written from one release. What was issued never changes.

    `document` is the writer's document as it was drafted, as JSON; what people made of it stands in the versions. What
    stands behind its figures is kept apart, since it is large and asked for one figure at a time. `files` maps a file's
    name to its hash in the file store. An erratum (更正说明) `corrects` an issued report, with a `number` of its own.
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
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    written_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    issued_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("签发人"))
    issued_at = models.DateTimeField(_("签发时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("报告")
        ordering = ("-written_at",)
        constraints = (models.UniqueConstraint(fields=("corrects", "number"), name="one_erratum_a_number"),)

    def __str__(self) -> str:
        return self.title or f"{self.period} {self.kind}"


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


class Seal(AppendOnly):
    """What was issued: number, date, and the hashes by which anybody can tell the issued file from another.

    `files` has the hash of each file by its kind ("docx", "pdf", "html"), `texts` the hash of the text read from it
    (verifying.py), `body` the hash of what was printed, whatever the file.
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="seal")
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    document_number = models.CharField(_("发文字号"), max_length=40)
    dated = models.DateField(_("成文日期"))
    release = models.CharField(max_length=64)
    catalogue = models.CharField(max_length=64)
    template = models.CharField(max_length=64)
    body = models.CharField(max_length=64)
    link = models.CharField(max_length=200, default="")
    files = models.JSONField()
    texts = models.JSONField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("签发封存")
        ordering = ("-year", "-number")
        constraints = (models.UniqueConstraint(fields=("unit", "year", "number"), name="one_document_a_number"),)

    def __str__(self) -> str:
        return self.document_number


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


class Letterhead(models.Model):
    """How a unit heads what it issues: the red name, the pattern of its numbers, and the foot of the last page."""

    unit = models.OneToOneField("ledger.OrgUnit", models.CASCADE, related_name="letterhead", verbose_name=_("机构"))
    name = models.CharField(_("发文机关标志"), max_length=80, help_text=_("如：青汀市教育局文件"))
    number = models.CharField(
        _("发文字号"), max_length=40, validators=[RegexValidator(r"\{year\}.*\{number\}")],
        help_text=_("如：青教〔{year}〕{number}号"),
    )  # fmt: skip
    copies_to = models.CharField(_("抄送"), max_length=200, blank=True, help_text=_("各机关用“、”隔开"))
    printed_by = models.CharField(_("印发机关"), max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("版头")

    def __str__(self) -> str:
        return self.name
