"""The lights of many tasks at once: worked out by the engine once for each day and version, then only looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from taizhang.catalogue.problems import Problem
from taizhang.findings import Finding
from taizhang.supervision.light_rules import check_overlay, light_rules
from taizhang.supervision.lights import standing
from taizhang.supervision.model import TaskFacts
from taizhang.supervision.standing import Standing
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.ledger import audit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.refusals import NotAccepted, retold
from taizhang.web.supervision.facts import facts_of
from taizhang.web.supervision.models import ENDED, UNFINISHED, LightRules, Task, TaskLight

_KEPT = ("on", "version", "light", "badness", "zh", "en", "done", "slip_days")


def overlay_of(unit: OrgUnit) -> str:
    """The bureau's own rules in force for a unit: its own or those of the nearest above; "" for the shipped ones."""
    return _overlay(unit, _overlays())


def _overlays() -> dict[str, str]:
    """The rules in force by the path of their unit: of several the last stands."""
    return dict(LightRules.objects.order_by("pk").values_list("unit__path", "overlay"))


def _overlay(unit: OrgUnit, by_path: dict[str, str]) -> str:
    above = [path for path in by_path if unit.path.startswith(path)]
    return by_path[max(above, key=len)] if above else ""


def standings_of(
    rows: QuerySet[Task], *, on: date | None = None, known: datetime | None = None
) -> Iterator[tuple[TaskFacts, Standing]]:
    """How each task stands on a day (default: today), in the order of `rows`; `known` as `facts_of` has it."""
    day, overlays = on or timezone.localdate(), _overlays()
    rows = rows.select_related("plan__unit")
    of_plan = {str(task.pk): _overlay(task.plan.unit, overlays) for task in rows} if overlays else {}
    for facts in facts_of(rows, on=day, known=known):
        yield facts, standing(facts, day, light_rules(of_plan.get(facts.id, "")))


def lit(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The same tasks, each with its light of today: only what has none yet is worked out.

    Where all have theirs this only reads, and waits for no writer. What is worked out is kept with the version that
    the task had before: if it changes meanwhile, it is worked out anew at the next look.
    """
    today = timezone.localdate()
    # what has ended keeps its light from day to day
    valid = Q(light__version=F("version")) & (Q(light__on=today) | Q(state__in=ENDED, light__on__lte=today))
    stale = list(rows.order_by().exclude(pk__in=Task.objects.filter(valid).order_by().values("pk")).values_list(
        "pk", "version"
    ))
    if stale:
        _light_up(dict(stale))
    return rows.select_related("light")


def _light_up(versions: dict[int, int]) -> None:
    found = standings_of(Task.objects.filter(pk__in=versions).order_by("pk"))
    kept = [_kept(int(facts.id), versions[int(facts.id)], how) for facts, how in found]
    TaskLight.objects.bulk_create(
        kept, batch_size=500, update_conflicts=True, update_fields=_KEPT, unique_fields=["task"]
    )


def _kept(task: int, version: int, how: Standing) -> TaskLight:
    return TaskLight(
        task_id=task, on=how.on, version=version, light=how.light.value, badness=how.light.badness,
        zh=how.why.zh, en=how.why.en, done=how.done, slip_days=how.slip_days,
    )  # fmt: skip


@transaction.atomic
def change_rules(unit: OrgUnit, overlay: str, *, by: Person) -> LightRules:
    """Lay a bureau's own rules over the shipped ones. Raises NotAccepted, saying which line is wrong and why."""
    check_may(by, "task.assign", unit=unit)
    _refuse_wrong(overlay)
    made = LightRules.objects.create(unit=unit, overlay=overlay, made_by=by)
    Task.objects.filter(plan__unit__path__startswith=unit.path).update(version=F("version") + 1)
    audit.record("lights.change", made, by=by, unit=unit.code, overlay=overlay)
    return made


@dataclass(frozen=True, slots=True)
class Changed:
    """A task whose light would be another under other rules."""

    facts: TaskFacts
    before: Standing
    after: Standing


def what_changes(unit: OrgUnit, overlay: str, *, by: Person) -> list[Changed]:
    """The unfinished tasks whose light would change, the worst first. Raises NotAccepted for rules that are wrong."""
    check_may(by, "task.assign", unit=unit)
    _refuse_wrong(overlay)
    rows = Task.objects.filter(plan__unit__path__startswith=unit.path, state__in=UNFINISHED).order_by("pk")
    found = (Changed(facts, now, standing(facts, now.on, light_rules(overlay))) for facts, now in standings_of(rows))
    changed = (one for one in found if one.before.light != one.after.light)
    return sorted(changed, key=lambda one: -one.after.light.badness)


def shipped() -> str:
    """The rules that hold where a bureau says nothing, as their file reads."""
    return files("taizhang.supervision").joinpath("lights.yaml").read_text("utf-8")


def _refuse_wrong(overlay: str) -> None:
    if problems := check_overlay(overlay):
        raise NotAccepted(*map(_finding, problems))


def _finding(problem: Problem) -> Finding:
    said = {"zh": problem.message("zh"), "en": problem.message("en")}
    return retold({"code": problem.code, "severity": "error", "place": str(problem.place), **said})
