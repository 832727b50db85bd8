"""What was promised and what became of it: plans, their tasks, reports of progress, extensions, every move.

What somebody said stays as they said it: entries, evidence, events and measurements only grow. Lights are worked out
from dates and figures on the day somebody looks, and kept for that day only so that thousands can be shown at once.
"""

from taizhang.web.supervision.models.plans import (
    CARRIED,
    ENDED,
    UNFINISHED,
    Milestone,
    Plan,
    SourceKind,
    Task,
    TaskState,
)
from taizhang.web.supervision.models.progress import Evidence, Extension, Measurement, Move, ProgressEntry, TaskEvent
from taizhang.web.supervision.models.showing import CalendarKey, LightRules, TaskLight

__all__ = [
    "CARRIED", "ENDED", "UNFINISHED", "CalendarKey", "Evidence", "Extension", "LightRules", "Measurement", "Milestone",
    "Move", "Plan", "ProgressEntry", "SourceKind", "Task", "TaskEvent", "TaskLight", "TaskState",
]  # fmt: skip
