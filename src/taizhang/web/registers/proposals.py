"""Files that update registers: proposed with all that they would do, and done when somebody has looked at it."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from taizhang.catalogue.model import Register
from taizhang.web import files
from taizhang.web.accounts.models import Person
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted, WrongState
from taizhang.web.registers import columns, keeping
from taizhang.web.registers.actions import check_may_import
from taizhang.web.registers.importing import ImportPlan, plan
from taizhang.web.registers.keeping import Origin, Step
from taizhang.web.registers.models import Change, LiveRecord, Proposal
from taizhang.web.registers.tables import register_of, table_of


def propose(  # noqa: PLR0913 - a file, for whom, and how
    register: Register, unit: OrgUnit, data: bytes, name: str, *, by: Person, replaces: bool = False
) -> tuple[Proposal, ImportPlan]:
    """Keep the file and work out what it would do. Nothing is done yet. Raises as `actions.check_may_import`."""
    check_may_import(by, register.code, unit)
    files.check_size(name, len(data))
    planned = plan(register, unit, data, name, replaces=replaces)
    with transaction.atomic():
        proposal = Proposal.objects.create(
            register=register.code, unit=unit, name=name[-files.NAME :], sha256=files.keep(data), replaces=replaces,
            plan=planned.digest, counts=planned.counts, by=by,
        )  # fmt: skip
        audit.record("record.propose", proposal, by=by, register=register.code, sha256=proposal.sha256)
    return proposal, planned


def again(proposal: Proposal) -> ImportPlan:
    """What the file of a proposal would do now."""
    data = files.read(proposal.sha256)
    return plan(register_of(proposal.register), proposal.unit, data, proposal.name, replaces=proposal.replaces)


def confirm(proposal: Proposal, *, by: Person) -> ImportPlan:
    """Do what was shown: all of it or nothing, and once.

    Raises NotAccepted with the findings where the file is wrong, WrongState where it was done before, or would do
    something else by now: the new plan is kept, to be shown and confirmed.
    """
    check_may_import(by, proposal.register, proposal.unit)
    planned = again(proposal)
    if planned.errors:
        raise NotAccepted(*planned.findings)
    if planned.digest != proposal.plan and proposal.done_at is None:
        Proposal.objects.filter(pk=proposal.pk).update(plan=planned.digest, counts=planned.counts)
        raise WrongState.because("proposal-changed", proposal.name)
    _do(proposal, planned, by)
    return planned


@transaction.atomic
def _do(proposal: Proposal, planned: ImportPlan, by: Person) -> None:
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.done_at is not None:
        raise WrongState.because("proposal-done", proposal.name)
    origin = Origin(by, proposal=locked)
    for code, steps in planned.steps.items():
        keeping.take(
            table_of(code),
            [replace(step, reason="全量替换") if step.action == "end" else step for step in steps],
            origin,
        )
    _end_below(planned, origin)
    locked.done_at, locked.counts = timezone.now(), planned.counts
    locked.save(update_fields=["done_at", "counts"])
    audit.record(
        "record.import",
        locked,
        by=by,
        register=proposal.register,
        sha256=proposal.sha256,
        plan=proposal.plan,
        **planned.counts,
    )


def _end_below(planned: ImportPlan, origin: Origin) -> None:
    """Rows below records that ended end with them."""
    ended = [step.record for step in planned.of(Change.Action.END)]
    below = LiveRecord.objects.filter(parent__in=ended, ended_on=None).order_by("register", "pk")
    for code in sorted({row.register for row in below}):
        steps = [
            Step(Change.Action.END, row, columns.whole(row), ended_on=timezone.localdate())
            for row in below
            if row.register == code
        ]
        keeping.take(table_of(code), steps, origin)
