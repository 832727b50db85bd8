"""Units put in order by how their tasks stand, and how a notice names each."""

from dataclasses import replace
from datetime import date

import pytest

from taizhang.catalogue.model import Title
from taizhang.catalogue.problems import CatalogueError
from taizhang.supervision.light_rules import UNIT_NAMES, light_rules
from taizhang.supervision.model import State, TaskFacts
from taizhang.supervision.ranking import COUNTS, rank
from taizhang.supervision.standing import Light, Standing

DAY, DUE = date(2026, 9, 1), date(2026, 8, 1)


def tasks(owner, words):
    """Tasks of a unit, one a word: a light, `closed`, `late` (closed late), `overdue` or a state."""
    for number, word in enumerate(words.split()):
        closed = {"closed": date(2026, 7, 1), "late": date(2026, 8, 9)}.get(word)
        state = State.CLOSED if closed else State(word) if word in list(State) else State.ACTIVE
        light = Light(word) if word in list(Light) else Light.RED if word == "overdue" else Light.GREEN
        due = DUE if closed or word == "overdue" else date(2026, 12, 31)
        yield (TaskFacts(title=f"{owner}{number}", owner=owner, assigned_on=date(2026, 1, 1), due=due, state=state,
                         closed_on=closed),
               Standing(light=light, rule="", why=Title("", ""), on=DAY, days_left=(due - DAY).days))


def ranked(rules=None, **units):
    return rank((stood for owner, words in units.items() for stood in tasks(owner, words)), rules)


def test_fewer_red_then_fewer_orange_then_more_closed_comes_first():
    found = ranked(a="red green", b="orange green", c="green green", d="closed green", e="late green")

    assert [(one.rank, one.owner) for one in found] == [(1, "d"), (2, "e"), (3, "c"), (4, "b"), (5, "a")]


def test_units_that_stand_alike_share_a_rank():
    assert [(one.rank, one.owner) for one in ranked(b="green", a="green", c="red")] == [(1, "a"), (1, "b"), (3, "c")]


def test_owners_of_one_name_are_two_where_their_codes_are():
    stood = [(replace(task, owner_code=code), how) for code, word in (("C01-1", "red"), ("C02-1", "green"))
             for task, how in tasks("基教科", word)]

    assert [(one.rank, one.code, len(one.tasks)) for one in rank(stood)] == [(1, "C02-1", 1), (2, "C01-1", 1)]


@pytest.mark.parametrize(("words", "mention"), [
    ("closed closed green", "通报表扬"),
    ("closed closed orange", "通报"),
    ("closed late late", "通报"),
    ("closed green", "通报"),                       # two tasks are too few to be praised for
    ("green green green", "通报"),                  # nothing is done yet
    ("red green green green", "通报"),
    ("red red green green green", "通报批评"),       # more than thirty per cent
    ("overdue overdue overdue green green green green green green green green green green", "通报批评"),
])
def test_a_unit_is_praised_named_or_criticised_by_rule(words, mention):
    [one] = ranked(a=words)

    assert str(one.mention.label) == mention


def test_who_asked_for_closing_in_time_is_in_time_however_late_it_is_checked():
    (closed, green), (waits, red) = tasks("a", "late overdue")
    waits = replace(waits, state=State.CLOSING, applied_on=DUE)
    late = replace(waits, applied_on=date(2026, 8, 2))
    [one] = rank([(replace(closed, applied_on=DUE), green), (waits, red), (late, red)])

    assert (one.closed_late, one.overdue) == (0, 1)


def test_what_is_kept_up_for_good_or_suspended_or_nobodys_does_not_count():
    found = ranked(a="green long_standing suspended", b="suspended")

    assert [(one.owner, len(one.tasks)) for one in found] == [("a", 1)]
    assert rank(tasks("", "red")) == []


def test_a_bureau_has_its_own_threshold_for_naming_and_mistakes_are_told():
    strict = light_rules("mentions: {criticised: {when: red > 0}}")
    assert str(ranked(strict, a="red green green green")[0].mention.label) == "通报批评"

    with pytest.raises(CatalogueError) as refused:
        light_rules("mentions:\n  criticised: {when: reds > 0}")
    assert "2:" in str(refused.value) and "“red”" in str(refused.value)


def test_every_count_that_a_rule_may_name_is_counted():
    assert {*COUNTS} == {*UNIT_NAMES}
