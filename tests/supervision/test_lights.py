"""Which light a task has: the cases of lights.yaml, what holds for all tasks, and what a bureau may change."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.problems import CatalogueError
from taizhang.supervision.light_rules import check_overlay, light_rules
from taizhang.supervision.lights import standing
from taizhang.supervision.model import BoundTarget, Measured, Milestone, Progress, State, TaskFacts
from taizhang.supervision.standing import Light

TOLD = yaml.safe_load((Path(__file__).parent / "lights.yaml").read_text("utf-8"))
CASES = [{**TOLD["usual"], **case} for case in TOLD["cases"]]


def _day(cell):
    return None if cell == "-" else cell


def _task(case):
    target = case.get("target")
    bound = target and BoundTarget(value=Decimal(target["value"]), unit_of_measure=target["unit"],
                                   baseline=Decimal(target["baseline"]))
    return TaskFacts(
        title=case["name"], assigned_on=case["from"], due=_day(case["due"]), extended_to=case.get("extended"),
        state=State(case["state"]), closed_on=case.get("closed"), applied_on=case.get("applied"), target=bound or None,
        measured=tuple(Measured(on, Decimal(value)) for on, value in (target or {}).get("values", ())),
        progress=tuple(Progress(on=on, done="有进展", share=share and Decimal(share) / 100)
                       for on, share in (*case.get("reports", ()), *((on, None) for on in case.get("says", ())))),
        milestones=tuple(Milestone("节点", due, _day(done)) for due, done in case.get("steps", ())))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_task_has_the_light_a_supervisor_would_give_it(case):
    found = standing(_task(case), case["day"])

    assert (found.light, case.get("why", "") in found.why.zh) == (Light(case["light"]), True), found.why
    assert found.why.en and "{" not in found.why.en
    if "slip" in case:
        assert found.slip_days == case["slip"]


# --- whatever the task -------------------------------------------------------------------------------------

DAY = date(2026, 1, 1)
days = st.integers(0, 500).map(lambda n: DAY + timedelta(days=n))
shares = st.integers(0, 100).map(lambda n: Decimal(n) / 100)
reports = st.lists(st.builds(lambda on, share: Progress(on=on, done="", share=share), days, shares), max_size=5)
targets = st.none() | st.builds(
    lambda value, base: BoundTarget(value=Decimal(value), unit_of_measure="所", baseline=base),
    st.integers(0, 50), st.none() | st.integers(0, 50).map(Decimal))
measured = st.lists(st.builds(Measured, days, st.integers(0, 60).map(Decimal)), max_size=5)
milestones = st.lists(st.builds(Milestone, st.just("节点"), days, st.none() | days), max_size=3)
tasks = st.builds(
    lambda **facts: TaskFacts(title="事项", assigned_on=DAY, **{
        name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}),
    due=days, progress=reports, target=targets, measured=measured, milestones=milestones,
    state=st.sampled_from(State))
LAST = DAY + timedelta(days=500)


@settings(max_examples=150)
@given(tasks, st.integers(0, 300), st.integers(1, 100))
def test_when_nothing_happens_a_later_day_never_gives_a_better_light(task, wait, more):
    early = LAST + timedelta(days=wait)

    assert standing(task, early).light.badness <= standing(task, early + timedelta(days=more)).light.badness


@settings(max_examples=150)
@given(tasks, days, st.integers(1, 200))
def test_less_time_left_never_gives_a_better_light(task, day, fewer):
    sooner = replace(task, due=max(task.due - timedelta(days=fewer), DAY))

    assert standing(task, day).light.badness <= standing(sooner, day).light.badness


@settings(max_examples=100)
@given(tasks, days, days)
def test_what_is_closed_is_green_and_says_when(task, closed_on, day):
    found = standing(replace(task, state=State.CLOSED, closed_on=closed_on), day)

    assert found.light == Light.GREEN
    assert closed_on.isoformat() in found.why.en


@settings(max_examples=100)
@given(tasks, days)
def test_every_light_says_why_in_both_languages(task, day):
    found = standing(task, day)

    assert found.why.zh and found.why.en
    assert (found.light == Light.OFF) == (task.state in (State.SUSPENDED, State.LONG_STANDING))


# --- what a bureau changes ---------------------------------------------------------------------------------

def _light(overlay, **facts):
    task = TaskFacts(title="事项", assigned_on=date(2026, 1, 1), due=date(2026, 12, 31), state=State.ACTIVE, **facts)
    return standing(task, date(2026, 7, 1), light_rules(overlay))


def test_a_bureau_changes_a_number_and_nothing_else():
    behind = {"progress": (Progress(on=date(2026, 6, 25), done="", share=Decimal("0.35")),)}

    assert _light("limits: {behind_yellow: 20, forecast_yellow: 0}", **behind).light == Light.GREEN
    assert _light("", **behind).light == Light.YELLOW


def test_a_bureau_takes_a_rule_out_and_adds_its_own():
    overlay = """
      rules:
        long_silent: ~
        silent: ~
        of_the_mayor:
          {light: red, when: 'kind == "市长批示" and silent_days > 14', zh: "批示件{silent_days}天未报", en: late}
    """
    assert _light(overlay).light == Light.GREEN
    assert _light(overlay, kind="市长批示").why.zh == "批示件181天未报"


@pytest.mark.parametrize(("overlay", "place", "said"), [
    ("rules:\n  slow: {light: blue}", "2:17", "blue"),
    ("rules:\n  slow:\n    when: silent_dys > 3", "3:11", "silent_days"),
    ("rules:\n  slow:\n    when: state > 3", "3:", "state > 3"),
    ('rules:\n  slow:\n    when: state == "stopped"', "3:", "suspended"),
    ("rules:\n  slow:\n    zh: 晚了{overdue_day}天", "3:", "overdue_days"),
    ("rules:\n  slow:\n    zh: 晚了{done.__class__}", "3:", "done.__class__"),
    ("limits:\n  left_yellow: 三成", "2:16", "三成"),
    ("limits: {left_yellow: ~}", "lights.yaml", "left_yellow"),
    ("rules:\n  new: {light: red, when: overdue_days > 3}", "2:8", "zh"),
    ("- a list", "1:1", "下级键值"),
    ("rules: {", "2:1", "YAML"),
])
def test_a_wrong_overlay_is_refused_saying_where_what_and_how_to_mend_it(overlay, place, said):
    with pytest.raises(CatalogueError) as refused:
        light_rules(overlay, name="市局亮灯规则.yaml")

    text = "\n".join(problem.message("zh") for problem in refused.value.problems)
    assert place in text and said in text, text
    assert check_overlay(overlay, name="市局亮灯规则.yaml") == refused.value.problems


def test_every_shipped_rule_is_lit_by_some_case():
    lit = {standing(_task(case), case["day"]).rule for case in CASES}
    rules = light_rules()

    assert {rule.name for rule in (*rules.settled, *rules.rules)} == lit
