"""Forms whose action is refused: what was typed stays in them, and the reason stands where it can be mended."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form

from taizhang.web.collection.templatetags.spoken import place, say
from taizhang.web.refusals import NotAllowed, Refused

FIELDS = {
    "task-report-ahead": "on", "task-report-before": "on", "task-file-empty": "evidence",
    "web-file-too-big": "evidence", "task-extension-not-later": "to", "task-needs-reason": "reason",
    "task-owner-elsewhere": "owner", "task-due-before-assigned": "due", "task-due-is-given": "due",
    "task-unknown-indicator": "target_indicator", "task-target-without-value": "target_value",
    "task-target-unit": "target_unit",
}  # fmt: skip


def went_through(form: Form, action: Callable[[], object]) -> bool:
    """Whether the action went through; where it was refused, the form says why. Raises NotAllowed."""
    try:
        action()
    except NotAllowed:
        raise
    except Refused as refused:
        for finding in refused.findings:
            field = FIELDS.get(finding.code)
            said = " ".join(filter(None, (place(finding), say(finding))))
            form.add_error(field if field in form.fields else None, said)
        return False
    return True
