"""Reports written here: what they say in every version, who confirmed it, and what was issued."""

from taizhang.web.reports.models.drafts import Cause, FigureEvidence, OwnNumber, Report
from taizhang.web.reports.models.editing import Comment, Editing, Polish, ReportVersion, SignOff
from taizhang.web.reports.models.issuing import Letterhead, Seal

__all__ = [
    "Cause", "Comment", "Editing", "FigureEvidence", "Letterhead", "OwnNumber", "Polish", "Report", "ReportVersion",
    "Seal", "SignOff",
]  # fmt: skip
