"""What is being typed on a page, kept from the first keystroke: no broken line and no closed window loses it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """The cells of one submission as typed so far, by all who fill it in.

    `cells` maps the name of a cell to {text, revision, by, at}: with which revision its text came. `version` is the
    number of the version that the draft continues, and `keys` name the last saves, so that none counts twice.
    """

    submission = models.OneToOneField("collection.Submission", models.PROTECT, related_name="draft")
    version = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    cells = models.JSONField(default=dict)
    keys = models.JSONField(default=list)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("填报草稿")

    def __str__(self) -> str:
        return f"{self.submission} r{self.revision}"

    def text(self, name: str) -> str:
        """What stands in a cell; nothing where nobody typed anything."""
        return self.cells.get(name, {}).get("text", "")
