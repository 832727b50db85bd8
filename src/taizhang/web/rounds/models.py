"""What is done with a round after it was opened: other days, time given to one unit, reminders, its end, its reopening,
its being taken back."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.ledger.models import AppendOnly


class RoundEvent(AppendOnly):
    """One such step, with its reason or text; `unit` is the one that it is about, none for the whole round."""

    class Action(models.TextChoices):
        EXTEND = "extend", _("延期")
        REMIND = "remind", _("催报")
        LOCK = "lock", _("截止封存")
        REOPEN = "reopen", _("重新开放")
        CHANGE = "change", _("改期")
        TAKE_BACK = "take_back", _("撤回")

    class Whom(models.TextChoices):
        """Whose turn it is, by the action that ends it (`collection.turns.TURNS`)."""

        SUBMIT = "submit", _("填报人")
        CHECK = "check", _("初审人")
        APPROVE = "approve", _("审定人")

    round = models.ForeignKey("collection.Round", models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=10, choices=Action)
    whom = models.CharField(_("催谁"), max_length=10, choices=Whom, default=Whom.SUBMIT)  # of a reminder
    unit = models.ForeignKey("ledger.OrgUnit", models.PROTECT, null=True, related_name="+", verbose_name=_("机构"))
    until = models.DateField(_("延至"), null=True)
    text = models.TextField(_("理由"), blank=True)
    count = models.PositiveIntegerField(_("涉及报送"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("批次记事")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(action__in=("lock", "remind")) | ~Q(text=""), name="round_event_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} {self.action}"

    @property
    def due(self) -> date | None:
        """The day by which those whom it reminds are to have done their part, where the round says one."""
        return {
            self.Whom.SUBMIT: self.round.due, self.Whom.CHECK: self.round.check_due,
            self.Whom.APPROVE: self.round.approve_due,
        }[self.Whom(self.whom)]  # fmt: skip
