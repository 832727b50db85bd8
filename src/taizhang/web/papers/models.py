"""Papers: reports that somebody else wrote, what was read from them, and what people made of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.findings import without
from taizhang.quantities import Qualifier
from taizhang.reading.model import Kind
from taizhang.web.ledger.fields import ExactDecimalField

PERSON = settings.AUTH_USER_MODEL
KINDS = {
    Kind.ACTUAL: _("完成数"),
    Kind.RATE: _("比率"),
    Kind.SHARE: _("占比"),
    Kind.CHANGE: _("增减"),
    Kind.BASELINE: _("上年数"),
    Kind.TARGET: _("目标数"),
    Kind.BUDGET: _("预算数"),
    Kind.STANDARD: _("标准值"),
    Kind.RANK: _("名次"),
}


class Paper(models.Model):
    """A report somebody else wrote: the file, what was read from it (a Reading as JSON, with the text).

    `settled` is false where its head names another unit than the one it is filed under, until somebody says which.
    One that was withdrawn is kept, and stands in no list, comparison or offer.
    """

    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, related_name="papers", verbose_name=_("机构"))
    title = models.CharField(_("标题"), max_length=300, blank=True)
    bureau = models.CharField(_("发文机关"), max_length=120, blank=True)
    period = models.CharField(_("报告期"), max_length=12, blank=True)
    reading = models.JSONField(default=dict)
    reader = models.CharField(_("读数器"), max_length=40, blank=True)  # which read it: the version and the catalogue
    uploaded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    settled = models.BooleanField(default=True)
    withdrawn_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("撤下人"))
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True)
    withdrawn_because = models.TextField(_("撤下理由"), blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("来文")
        ordering = ("-uploaded_at",)
        constraints = (models.UniqueConstraint(fields=("sha256", "unit"), name="read_once"),)

    def __str__(self) -> str:
        return self.title or self.name


class Rereading(models.Model):
    """That a paper was read again, by which reader, and what became different by it: of `changes.ReadingChange`."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="rereadings")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    at = models.DateTimeField(_("重读时间"), default=timezone.now)
    reader = models.CharField(_("读数器"), max_length=40)
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("重读")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.paper} {self.at:%F %H:%M}"


class Judged(models.Model):
    """Something of a paper on which a person decides: in which state it is, by whom, when and why."""

    reason = models.TextField(_("理由"), blank=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("经办人"))
    decided_at = models.DateTimeField(_("办理时间"), null=True)

    class Meta:
        abstract = True


class Figure(Judged):
    """A number as it stands in a paper. `value` is in base units, and null where masked, lost or ambiguous. A range
    (3至5名) has none either, but goes from `low` to `high`.

    `ref` is its id in the Reading, empty where a decided figure is read no more; where its sentence is gone from the
    text too, `end` is 0. `observation` is what stands in the ledger for it once it is accepted, and `entered` says that
    it brought it there.
    `contradicted`: another number of the paper speaks against it.
    """

    class State(models.TextChoices):
        READ = "read", _("待复核")
        ACCEPTED = "accepted", _("已采信")
        CORRECTED = "corrected", _("更正后采信")
        REJECTED = "rejected", _("不采信")

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="figures")
    number = models.PositiveIntegerField()
    ref = models.CharField(max_length=20, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(_("原文"))
    value = ExactDecimalField(_("数值"), null=True)
    low = ExactDecimalField(null=True)
    high = ExactDecimalField(null=True)
    unit = models.CharField(_("计量单位"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=[(kind.value, name) for kind, name in KINDS.items()])
    qualifier = models.CharField(max_length=12, default=Qualifier.EXACT.value)
    measures = models.TextField(_("说的是"), blank=True)
    code = models.CharField(_("指标"), max_length=120, blank=True)
    domain = models.CharField(_("业务领域"), max_length=60, blank=True)
    score = models.FloatField(_("把握"), default=0)
    period = models.CharField(_("报告期"), max_length=12, blank=True)
    org = models.CharField(_("所指机构"), max_length=200, blank=True)
    by = models.JSONField(_("分组"), default=dict)
    contradicted = models.BooleanField(default=False)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.READ)
    observation = models.ForeignKey("ledger.Observation", models.PROTECT, null=True, related_name="figures")
    entered = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("数字")
        ordering = ("paper", "number")
        constraints = (models.UniqueConstraint(fields=("paper", "number"), name="one_figure_number"),)
        indexes = (models.Index(fields=("code", "period"), name="figure_indicator"),)

    def __str__(self) -> str:
        return self.quote

    @property
    def ranges(self) -> bool:
        """Whether it says from where to where, and no one value."""
        return self.low is not None and self.high is not None

    @property
    def unread(self) -> bool:
        """Whether it gave neither a value nor a range."""
        return self.value is None and not self.ranges


class PaperFinding(Judged):
    """What the audit of a paper has to say; `earlier` where it is held against an earlier paper of the bureau.

    `told` has what a memo prints, as far as there is something: sentence, stated, computed, message, cause, claim.
    `found` is false where somebody judged it and it is not found any more: a later reading is another, or the earlier
    paper is not the one compared.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待判断")
        ACCEPTED = "accepted", _("属实")
        DISMISSED = "dismissed", _("误报")

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="findings")
    earlier = models.ForeignKey(Paper, models.CASCADE, null=True, related_name="+")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=120)
    severity = models.CharField(max_length=10)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    zh = models.TextField()
    en = models.TextField()
    told = models.JSONField(default=dict)
    found = models.BooleanField(default=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = verbose_name_plural = _("核查发现")
        ordering = ("paper", "number")
        constraints = (models.UniqueConstraint(fields=("paper", "number"), name="one_finding_number"),)

    def __str__(self) -> str:
        return self.zh

    @property
    def place(self) -> str:
        return f"{self.paper.name}:{self.start}-{self.end}"

    @property
    def located(self) -> bool:
        """Whether it stands at a place of this paper; what a paper never mentions has none."""
        return self.end > 0

    @property
    def beside(self) -> dict[str, str]:
        """What it says in both languages where the sentence itself can be seen beside it."""
        told = self.told
        if "message" not in told:
            return {"zh": without(told.get("sentence", ""), self.zh), "en": without(told.get("sentence", ""), self.en)}
        zh, en = told["message"] + told.get("cause", ""), told["message_en"] + told.get("cause_en", "")
        return {"zh": zh, "en": en}
