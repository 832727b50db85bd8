"""What `taizhang report …` does. Each prints what it has to say and returns the exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from taizhang.web.refusals import Refused, why
from taizhang.web.server import on_site

if TYPE_CHECKING:
    from taizhang.web.reports.verifying import Verified

SAID = {
    "issued": "是印发的那一份 the issued file",
    "same_text": "文字与印发的一致，文件另存过 the issued text, saved again",
    "differs": "与印发的不一致 not as issued",
    "unknown": "不是这里印发的文件 nothing that was issued here",
}


@on_site()
def verify_files(names: Iterable[str]) -> int:
    """Hold each file against what was issued: 0 where all are, 1 where one differs, 2 where one cannot be read."""
    return max((_verify(Path(name)) for name in names), default=0)


def _verify(path: Path) -> int:
    from taizhang.web.reports.verifying import verify

    try:
        verified = verify(path.read_bytes(), path.name)
    except (Refused, OSError) as error:
        print(f"{path}: {why(error)}", file=sys.stderr)
        return 2
    print(f"{path}: {SAID[verified.verdict]}{_which(verified)}")
    for change in verified.changes:
        print(f"  - {change.old or '（无 nothing）'}\n  + {change.new or '（无 nothing）'}")
        for old, new in change.figures:
            print(f"      {old or '—'} → {new or '—'}")
    return 0 if verified.verdict in ("issued", "same_text") else 1


def _which(verified: Verified) -> str:
    seal = verified.seal
    return f"，{seal.document_number} {seal.dated} 《{seal.report.title}》" if seal else ""


@on_site()
def draft(name: str, *, by: str, kind: str, domains: Sequence[str], unit: str = "") -> int:
    """Draft a report of the release `name` as the person `by` and of their unit of that code ("": the highest),
    telling each step: 0, or 2 where it was refused."""
    from taizhang.web.accounts.models import Person
    from taizhang.web.accounts.permissions import unit_for
    from taizhang.web.ledger.models import Release
    from taizhang.web.reports.drafting import Wishes, drafting

    try:
        release, person = Release.objects.get(name=name), Person.objects.get(username=by)
        whose = unit_for(person, "report.write", code=unit)
        for stage in drafting(release, by=person, unit=whose, wishes=Wishes(kind=kind, domains=domains)):
            print(f"{stage.name}{f' {stage.made.pk} 《{stage.made.title}》' if stage.made else ' …'}", flush=True)
    except (Refused, KeyError, Release.DoesNotExist, Person.DoesNotExist) as error:
        print(error, file=sys.stderr)
        return 2
    return 0
