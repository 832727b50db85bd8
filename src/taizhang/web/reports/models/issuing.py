"""How a report goes out: its seal, and the letterhead it is printed on."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.models import AppendOnly
from taizhang.web.reports.models.drafts import Report

PERSON = settings.AUTH_USER_MODEL


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
