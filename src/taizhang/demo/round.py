"""A collection round in the invented city: workbooks arrive, are taken in, sent back, mended, checked and approved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from taizhang.demo.arriving import Arrived
from taizhang.demo.city import CITY_CODE, THIS_YEAR, City
from taizhang.demo.workbooks import (
    AID,
    BOARDING,
    COUNTY,
    LATE_COUNTY,
    LATE_FORM,
    Parcel,
    counties,
    file_name,
    filled,
    half,
    spring,
)
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.collection import actions, submitting
from taizhang.web.collection.models import Submission, SubmissionFinding, SubmissionState
from taizhang.web.collection.receiving import Receipt, receive_workbook
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import retold
from taizhang.workbooks.annotating import annotate

BATCH = 100


@dataclass
class RoundOutcome:
    """What became of a round's workbooks."""

    received: int = 0
    refused: int = 0
    returned: int = 0
    explained: int = 0
    observations: int = 0
    samples: dict[str, Path] = field(default_factory=dict)


class Round:
    """Takes a year's workbooks from their arrival to the ledger; `people` are those of `people.settle`."""

    def __init__(self, city: City, people: dict[str, Person], year: int, folder: Path) -> None:
        self.city, self.people, self.year, self.folder = city, people, year, folder
        self.current = year == THIS_YEAR
        self.outcome = RoundOutcome()
        self.reviewer = {code: people[f"reviewer-{code}"] for code, _ in counties()}
        self.waiting: dict[Person, list[Submission]] = {}

    def open(self) -> None:
        root = OrgUnit.objects.get(code=CITY_CODE)
        due = timezone.localdate() + timedelta(days=3)
        schools = ("preschool.kindergarten_basics", "compulsory_balance.school_conditions", "teachers.staff")
        self._ask(half(self.year), root, schools, due)
        if self.current:  # one county is late with one register, so that the pages have something to say
            late = OrgUnit.objects.get(name=f"{LATE_COUNTY}教育局")
            self._ask(half(self.year), late, (LATE_FORM,), due - timedelta(days=12), kinds=("county",))
        self._ask(half(self.year), root, COUNTY, due, kinds=("county",))
        for code in (code for code, name in counties() if name.endswith("县")):
            county = OrgUnit.objects.get(code=code)
            self._ask(spring(self.year), county, (*AID, BOARDING), due, kinds=("school",))

    def _ask(self, period: str, unit: OrgUnit, whats: tuple[str, ...], due: date, kinds: tuple[str, ...] = ()) -> None:
        by = self.people["admin"]
        actions.open_round(period=Period.parse(period), unit=unit, whats=whats, due=due, kinds=kinds, by=by)

    def take(self, bundle: Iterable[Arrived]) -> None:
        """Take in workbooks, and what their senders mend in them: many in one transaction, to be done sooner."""
        with audit.together():
            for arrived in bundle:
                self._take(arrived)

    def _take(self, arrived: Arrived) -> None:
        parcel, taken = arrived.parcel, arrived.taken
        clerk = self.people[parcel.unit]
        receipt = receive_workbook(arrived.data, taken.name, by=clerk, taken=taken, submits=True)
        if not receipt.file.accepted:
            self._keep_refused(arrived, receipt.file.findings)
            mended = filled(replace(parcel, mistake=None), self.city.seed, self.city.scale)
            receipt = receive_workbook(mended, file_name(parcel, self.city), by=clerk, submits=True)
        self.outcome.received += 1
        self._explain(receipt, clerk)
        if parcel.mistake == "returned":
            receipt = self._send_back(receipt.submissions, clerk, parcel)
        waiting = [one for one in receipt.submissions if not (self.current and _left_for_later(one))]
        self.waiting.setdefault(self._reviewer(parcel.unit), []).extend(waiting)

    def review(self, advance: Callable[[int], None]) -> None:
        """Each county's reviewer passes what came in, and the bureau's section approves it, many at a time.

        `advance` is told how many submissions were approved since the last time.
        """
        for reviewer, submissions in self.waiting.items():
            for batch in (submissions[at : at + BATCH] for at in range(0, len(submissions), BATCH)):
                actions.check_all(batch, by=reviewer)
                self.outcome.observations += len(actions.approve_all(batch, by=self.people["section"]))
                advance(len(batch))

    def _keep_refused(self, arrived: Arrived, findings: list[dict[str, str]]) -> None:
        self.outcome.refused += 1
        if "refused" not in self.outcome.samples and arrived.parcel.mistake == "parts":
            name, said = arrived.taken.name, [retold(one) for one in findings]
            self.outcome.samples["refused"] = self._save(f"退回示例-{name}", arrived.data)
            self.outcome.samples["annotated"] = self._save(f"退回示例-批注-{name}", annotate(arrived.data, said))

    def _save(self, name: str, data: bytes) -> Path:
        path = self.folder / "workbooks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def _explain(self, receipt: Receipt, clerk: Person) -> None:
        waiting = [one for one in receipt.submissions if one.state == SubmissionState.DRAFT]
        if not waiting:  # nearly always: what is clear was submitted as it arrived
            return
        unexplained = SubmissionFinding.objects.unexplained().filter(version__submission__in=waiting)
        for finding in unexplained.select_related("version__submission__unit"):
            submitting.explain(finding, text="已核对原始记录，情况属实。", by=clerk)
            self.outcome.explained += 1
        submitting.submit_all(waiting, by=clerk)

    def _send_back(self, submissions: Iterable[Submission], clerk: Person, parcel: Parcel) -> Receipt:
        for submission in submissions:
            actions.return_(submission, reason="与学校实际规模不符，请核对后重报。", by=self._reviewer(parcel.unit))
        self.outcome.returned += 1
        mended = filled(replace(parcel, mistake=None), self.city.seed, self.city.scale)
        receipt = receive_workbook(mended, file_name(parcel, self.city), by=clerk, submits=True)
        self._explain(receipt, clerk)
        return receipt

    def _reviewer(self, code: str) -> Person:
        """The reviewer of the county that the unit lies in, or is."""
        while code not in self.reviewer:
            code = self.city.by_code[code].parent or ""
        return self.reviewer[code]


def _left_for_later(submission: Submission) -> bool:
    """A few wait for their county's reviewer, so that whoever logs in has something to do."""
    return submission.what == "student_aid.entitled" and submission.pk % 40 == 0


def ask_for_what_is_next(people: dict[str, Person]) -> None:
    """The next half-year of the schools of the clerk who logs in, whose own forms are all approved by now: there is
    something to fill at once."""
    county = people["county"].roles_in_force[0].unit
    whats, due = ("compulsory_balance.school_conditions", "teachers.staff"), timezone.localdate() + timedelta(days=30)
    period = Period.parse(half(THIS_YEAR)).next
    actions.open_round(period=period, unit=county, whats=whats, due=due, by=people["admin"])
