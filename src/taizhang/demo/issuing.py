"""This half-year's report from draft to seal, and what a late correction makes of it."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from taizhang.demo.city import THIS_YEAR
from taizhang.demo.workbooks import half
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import unit_for
from taizhang.web.ledger.entering import correct
from taizhang.web.ledger.models import Observation, Release
from taizhang.web.reports.closing import finish
from taizhang.web.reports.confirming import confirm, hash_of, unconfirmed
from taizhang.web.reports.drafting import draft
from taizhang.web.reports.erratum import draft_erratum
from taizhang.web.reports.events import offered
from taizhang.web.reports.issuing import issue
from taizhang.web.reports.letterheads import set_letterhead
from taizhang.web.reports.models import Report
from taizhang.web.reports.versions import current

if TYPE_CHECKING:
    from taizhang.demo.walk import People

WRONG, WHERE = "nutrition.physique_pupils", "529908"  # what 石渡县 had counted twice
COPIES = "市委办公室、市人民政府办公室"
WHY = "石渡县两所学校的受益学生重复统计，核实后核减。"


def issued(release: Release, people: People) -> Report:
    """The report of the release: drafted, confirmed by the sections, closed by its writer, issued by the head.

    What it promises has become the plan of the next half-year.
    """
    headed(people)
    writer = people["writer"]
    noted = [record for _number, record in offered(unit_for(writer, "report.write"), release)]
    report = draft(release, by=writer, records=noted)
    _confirm_all(report, people["section"])
    return _out(report, people)


def headed(people: People) -> None:
    """The bureau's letterhead, entered by its head."""
    head = people["head"]
    unit = unit_for(head, "report.issue")
    set_letterhead(
        unit, name=f"{unit.name}文件", number=f"{unit.name[0]}教〔{{year}}〕{{number}}号",
        copies_to=COPIES, printed_by=f"{unit.name}办公室", by=head,
    )  # fmt: skip


def _confirm_all(report: Report, by: Person) -> None:
    for block in unconfirmed(report, current(report)[1]):
        confirm(report, block.key, hash_of(block), by=by)


def _out(report: Report, people: People) -> Report:
    return issue(finish(report, by=people["writer"]), by=people["head"])


def corrected(report: Report, people: People) -> Report:
    """A county's figure is set right after the report went out; the erratum that says so, issued too."""
    found = Observation.objects.in_force().get(indicator=WRONG, unit__code=WHERE, period=half(THIS_YEAR))
    correct(found, value=found.value - 137, reason=WHY, by=people["section"])
    return _out(draft_erratum(report, by=people["writer"]), people)


def begun(release: Release, people: People) -> Report:
    """A one-page brief that its writer has not finished."""
    return draft(release, by=people["writer"], kind="brief")


def keep(report: Report, folder: Path) -> dict[str, Path]:
    """The files of a closed or issued report written to a folder, by their kind."""
    folder.mkdir(exist_ok=True)
    kept = {}
    for name, sha256 in report.files.items():
        path = folder / name
        path.write_bytes(files.read(sha256))
        kept[PurePath(name).suffix[1:]] = path
    return kept
