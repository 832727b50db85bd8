"""Who is asked for what, who has sent it, and what waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from taizhang.catalogue.model import Catalogue, Form, Register
from taizhang.checking.contents import Content
from taizhang.checking.inputs import inputs, is_filled
from taizhang.checking.submission import Key
from taizhang.checking.submission import OrgUnit as FormUnit
from taizhang.periods import Period
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may, reach, roles_for
from taizhang.web.accounts.policies import following, second_person
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.locking import is_locked
from taizhang.web.collection.models import Submission, SubmissionState, Version
from taizhang.web.collection.turns import APPROVE, CHECK, FILL
from taizhang.web.ledger.models import OrgUnit, UnitKind
from taizhang.web.ledger.queries import UnitThen, tree_at, values_of
from taizhang.workbooks.hand_out import hand_out


def submissions(by: Person, action: str = "submission.read") -> QuerySet[Submission]:
    """The submissions on which `by` may do the action."""
    rows = Submission.objects.filter(reach(by, action, domain="what"))
    return rows.select_related("unit").order_by("due", "unit__path", "what")


def fillers(
    what: Form | Register, *, below: OrgUnit, tree: Mapping[str, UnitThen], kinds: Collection[str] = ()
) -> list[OrgUnit]:
    """The units of the `tree` at and below `below` that fill the form or register: of the right kind, and with
    something to fill in.

    What sections fill is filled by the one section in charge of the domain. `kinds` asks only some of those that may:
    counties, where a section fills what no county does.
    """
    codes = [unit.code for unit in tree.values() if unit.kind in (kinds or what.filled_by) and _fills(unit, what)]
    return list(OrgUnit.objects.filter(code__in=codes, path__startswith=below.path))


def _fills(unit: UnitThen, what: Form | Register) -> bool:
    if unit.kind not in what.filled_by:
        return False
    if unit.kind == UnitKind.SECTION:
        return unit.name == catalogue().domains[what.domain].section
    return isinstance(what, Register) or what.kind != "grid" or _has_cells(unit, what)


def _has_cells(unit: UnitThen, form: Form) -> bool:
    """Whether a form asks the unit for anything. Cells of a stage, area or ownership make it the unit's business: a
    senior school does not fill the conditions of compulsory schools for the sake of one cell without a stage.
    """
    return _asks(form, catalogue(), tuple(for_forms(unit).splits.items()))


@lru_cache(maxsize=1000)  # hundreds of schools, and a dozen kinds of them
def _asks(form: Form, known: Catalogue, splits: tuple[tuple[str, tuple[str, ...]], ...]) -> bool:
    cells = inputs(form, known, FormUnit("", "", dict(splits)))
    asked = [known.indicators[item.indicator] for item in form.items]
    is_split = any(indicator.by for indicator in asked if is_filled(indicator))
    return any(cell.by for cell in cells) if is_split else bool(cells)


def for_forms(unit: UnitThen) -> FormUnit:
    """A unit as forms see it: schools fill only the cells of their own stages, area and ownership."""
    splits = {"stage": tuple(unit.stages), "area": (unit.area,), "ownership": (unit.ownership,)}
    return FormUnit(unit.code, unit.name, {name: codes for name, codes in splits.items() if any(codes)})


def unit_for_forms(code: str, on: date) -> FormUnit:
    """A unit as it stood on a day, or stands today where it was not there yet."""
    return for_forms(tree_at(on).get(code) or tree_at(timezone.localdate())[code])


def partners_of(unit: OrgUnit, form: Form | Register, on: date) -> dict[str, str]:
    """The other units that stand across a matrix, code to name: those of its kind below the unit, or below the bureau
    that a section belongs to. None for another form."""
    if not isinstance(form, Form) or form.kind != "matrix":
        return {}
    tree = tree_at(on)
    above = tree[unit.code].path
    if unit.kind == UnitKind.SECTION:
        above = above.removesuffix(f"{unit.code}/")
    return {one.code: one.name for one in tree.values() if one.kind == form.columns and one.path.startswith(above)}


def workbook(
    unit: OrgUnit, period: Period, whats: Sequence[str], *,
    known: Mapping[Key, Content] | None = None, origins: Mapping[Key, str] | None = None,
) -> bytes:  # fmt: skip
    """The .xlsx in which a unit fills forms and registers, last year's values beside the cells.

    `known` are contents that stand in it already, `origins` say where from.
    """
    last_period, last_year = values_of(unit.code, period.previous, period.same_last_year)
    forms = [form for what in whats if (form := catalogue().forms.get(what))]
    partners = {code: name for form in forms for code, name in partners_of(unit, form, period.end).items()}
    return hand_out(
        catalogue(), unit=unit_for_forms(unit.code, period.end), period=period, codes=whats,
        last_period=last_period, last_year=last_year, partners=partners, known=known, origins=origins,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToDo:
    """What waits for a person: what is late, what came back wrong, and what is theirs to do next."""

    late: QuerySet[Submission]
    wrong: QuerySet[Submission]
    next: QuerySet[Submission]

    def named(self) -> list[tuple[str, QuerySet[Submission]]]:
        """The lists in the order of a page, each with its name."""
        return [("late", self.late), ("wrong", self.wrong), ("next", self.next)]


def steps(submission: Submission, by: Person) -> list[str]:
    """The actions that `by` may do on the submission now, for the buttons of its page."""
    where = {"unit": submission.unit, "domain": submission.domain}
    version = submission.current
    rights = {name: f"submission.{name}" for name in ("check", "approve", "return")} | {"fill": "submission.fill"}
    if version:
        rights = {"submit": "submission.fill", "take_back": "submission.fill"} | rights
    author = version.entered_by if version else None
    if is_locked(submission):
        rights = {name: right for name, right in rights.items() if right != "submission.fill"}
    return [
        name for name, right in rights.items()
        if following("submission", submission.state, name) and may(by, right, **where)
        and second_person("submission", name, author=author, by=by)
    ]  # fmt: skip


def to_do(by: Person) -> ToDo:
    """Three lists, none of which names a submission that the person could do nothing about."""
    today = timezone.localdate()
    fills, looks_after = submissions(by, "submission.fill"), submissions(by, "submission.check")
    late = [submissions(by, turn.right).filter(turn.late(today)) for turn in (CHECK, APPROVE)]
    return ToDo(
        late=reduce(or_, late, (fills | looks_after).filter(FILL.late(today))),
        wrong=fills.filter(state=SubmissionState.RETURNED),
        next=to_review(by) | fills.filter(Exists(_versions()), state=SubmissionState.DRAFT)
        | _own(by, "submission.fill").filter(state__in=(SubmissionState.AWAITED, SubmissionState.DRAFT)),
    )  # fmt: skip


def _versions() -> QuerySet[Version]:
    """Those of a submission, of which there is none while somebody only began to type."""
    return Version.objects.filter(submission=OuterRef("pk")).order_by()


def _own(by: Person, action: str) -> QuerySet[Submission]:
    """Those of the person's own unit, or of a section whose domains they look after: of all that they may fill in
    instead of others only these wait for them."""
    units = [role.unit_id for role in roles_for(by, action)]
    return submissions(by, action).filter(Q(unit__in=units) | Q(unit__kind=UnitKind.SECTION))


def to_send(by: Person) -> QuerySet[Submission]:
    """What the person is still to send."""
    return submissions(by, FILL.right).filter(state__in=FILL.waiting)


def to_review(by: Person) -> QuerySet[Submission]:
    """What waits for the person's check or approval."""
    return reduce(or_, (submissions(by, turn.right).filter(state__in=turn.waiting) for turn in (CHECK, APPROVE)))


def to_pass(by: Person, *, clean: bool) -> QuerySet[Submission]:
    """Of that what somebody else sent last; with `clean` only what no check doubts.

    Each row has `newest`, the key of the version that was sent last, its `sender`, and `doubts`, the number of
    warnings on it.
    """
    newest = Version.objects.filter(submission=OuterRef("pk")).order_by("-number")
    warned = Q(versions__findings__severity="warning", versions__pk=Subquery(newest.values("pk")[:1]))
    rows = to_review(by).annotate(
        newest=Subquery(newest.values("pk")[:1]),
        sent_by=Subquery(newest.values("entered_by")[:1]), sender=Subquery(newest.values("entered_by__name")[:1]),
        doubts=Count("versions__findings", filter=warned),
    ).exclude(sent_by=by.pk)  # fmt: skip
    return rows.filter(doubts=0) if clean else rows
