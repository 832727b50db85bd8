"""The other times that what stands behind a figure was sent, with what its cell said then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from taizhang.analysis.evidence import Observed
from taizhang.quantities import MISSING
from taizhang.web.collection.models import Version


@dataclass(frozen=True, slots=True)
class Sending:
    """A version of a submission, and as text what it said of one observation."""

    version: Version
    value: str


def others(observed: Observed, used: Version | None, versions: Iterable[Version]) -> list[Sending]:
    """The versions of the submission beside the one used, newest first."""
    if used is None or observed.hidden:
        return []
    rest = [one for one in versions if one.submission_id == used.submission_id and one.pk != used.pk]
    newest_first = sorted(rest, key=lambda one: -one.number)
    return [Sending(one, _said(one, observed)) for one in newest_first]


def _said(version: Version, observed: Observed) -> str:
    """What stood in the cell; nothing where the evidence is records."""
    source = observed.source
    if source is None or not source.cell:
        return ""
    cell = next((one for one in version.cells if one["place"] == f"{source.sheet}!{source.cell}"), None)
    return str(cell["value"]) if cell and cell["value"] is not None else MISSING
