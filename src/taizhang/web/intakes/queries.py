"""What became of the files of an intake: on a page, as a table, and as copies with comments on their cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When

from taizhang.web import files as kept
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may
from taizhang.web.collection.actions import may_open
from taizhang.web.intakes.models import FileOutcome, Intake, IntakeFile
from taizhang.web.pieces import Pieces
from taizhang.web.refusals import retold
from taizhang.web.table_sheet import Column, write_table
from taizhang.workbooks.annotating import annotate, marked_name

COLUMNS = (
    Column("file", "文件 File", width=50), Column("outcome", "结果 Outcome"),
    Column("severity", "轻重 Severity", width=10), Column("place", "位置 Place", width=30),
    Column("zh", "问题与改法", width=80), Column("en", "Finding", width=80),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How many files there are, how many are done, and how many have each outcome."""

    total: int
    counts: dict[str, int]

    @property
    def waiting(self) -> int:
        return self.counts.get(FileOutcome.WAITING, 0)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def named(self) -> list[tuple[str, str, int]]:
        """Each outcome that there is: its code, its name and how many."""
        return [(code, str(label), self.counts[code]) for code, label in FileOutcome.choices if code in self.counts]


def intakes(by: Person) -> QuerySet[Intake]:
    """What one sent oneself, as long as one sends: nobody else sees it, since files may hold personal data."""
    return Intake.objects.filter(sent_by=by) if may(by, "submission.fill") else Intake.objects.none()


def may_take(row: IntakeFile, by: Person) -> bool:
    """Whether `by`, who sent it, may have the file back: what was taken in only as `may_open` has it."""
    return row.file is None or may_open(row.file, by)


def progress(intake: Intake) -> Progress:
    """One query."""
    counted = intake.files.order_by().values("outcome").annotate(count=Count("pk"))
    counts = {row["outcome"]: row["count"] for row in counted}
    return Progress(sum(counts.values()), counts)


def files(intake: Intake, outcome: str = "") -> QuerySet[IntakeFile]:
    """The files, or those of one outcome, what has to be mended first."""
    rows = intake.files.filter(outcome=outcome) if outcome else intake.files.all()
    return rows.order_by(Case(When(outcome=FileOutcome.REFUSED, then=0), default=1), "pk")


def outcomes(intake: Intake) -> bytes:
    """An .xlsx table with a line for each finding, and one for each file without any."""
    return write_table("接收结果", COLUMNS, _lines(intake))


def _lines(intake: Intake) -> Iterator[tuple[str, ...]]:
    for row in intake.files.all():
        said = row.findings or [{"severity": "", "place": "", "zh": "", "en": ""}]
        for finding in said:
            told = (finding[name] for name in ("severity", "place", "zh", "en"))
            yield row.name, row.get_outcome_display(), *told


def marked(row: IntakeFile, data: bytes) -> bytes:
    """The sender's own workbook, or its list where it cannot be opened, with what was found."""
    return annotate(data, [retold(said) for said in row.findings], name=row.name)


def marked_all(rows: QuerySet[IntakeFile], by: Person) -> Iterator[bytes]:
    """A zip of the files with something to mend or explain, each with its comments, made as it is sent."""
    pieces = Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_STORED) as archive:  # workbooks are packed already
        for number, row in enumerate((row for row in rows.iterator() if _is_marked(row, by)), 1):
            name = marked_name(row.name.replace("/", "-"))
            archive.writestr(f"{number:03}-{name}", marked(row, kept.read(row.sha256)))
            yield pieces.taken()
    yield pieces.taken()


def _is_marked(row: IntakeFile, by: Person) -> bool:
    """Whether something is to be mended or explained, and the file may still be had."""
    return bool(row.errors or row.warnings) and kept.is_kept(row.sha256) and may_take(row, by)
