"""What a report says goes wrong, and what it promises to do, as it reads now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter
from rapidfuzz import fuzz

from taizhang.web.reports.differing import sentences
from taizhang.web.reports.drafting import document_of
from taizhang.web.reports.models import Report
from taizhang.writing.document import PlannedTask
from taizhang.writing.pieces import Paragraph, Section
from taizhang.writing.report import PROBLEMS

REWORDED = 60       # per cent of its wording that a promise keeps where it was rewritten, not taken out
_SECTIONS = TypeAdapter(tuple[Section, ...])
_TASKS = TypeAdapter(tuple[PlannedTask, ...])


def problems_of(report: Report) -> tuple[Paragraph, ...]:
    """What the report says goes wrong, a paragraph for each domain. Of a draft as written only this part is fetched."""
    edited = report.versions.exists()
    sections = document_of(report).sections if edited else _SECTIONS.validate_python(_part(report, "sections"))
    return next((section.paragraphs for section in sections if section.title == PROBLEMS), ())


def plan_of(report: Report) -> tuple[PlannedTask, ...]:
    """What the report promises to do. A promise that its writers took out of print is none; one they reworded says
    what stands there now.
    """
    drafted = _TASKS.validate_python(_part(report, "tasks"))
    if not drafted or not report.versions.exists():
        return drafted
    text = "\n".join(paragraph.text for paragraph in document_of(report).paragraphs())
    said = sentences(text)
    return tuple(task for one in drafted if (task := one if one.text in text else _reworded(one, said)))


def _reworded(task: PlannedTask, said: Sequence[str]) -> PlannedTask | None:
    closest = max(said, key=lambda one: fuzz.ratio(one, task.text), default="")
    return replace(task, text=closest) if fuzz.ratio(closest, task.text) >= REWORDED else None


def _part(report: Report, name: str) -> object:
    return Report.objects.filter(pk=report.pk).values_list(f"document__{name}", flat=True).get() or ()
