"""Finding records in a long register: both ways to a page (few fetched, or the index walked) give the same pages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.web.registers import actions, searching
from taizhang.web.registers.finding import value_of
from taizhang.web.registers.scope import PageAsked
from taizhang.web.registers.searching import page
from taizhang.web.registers.tables import register_of, table_of
from web.kept_registers import PUPILS, id_number, pupil

pytestmark = pytest.mark.usefixtures("more_registers")


@pytest.fixture
def held(bureau):
    """24 pupils of two schools; the amounts are 0, 100, … 400, the helps of some are several."""
    for at in range(24):
        unit = bureau.other if at % 4 == 3 else bureau.school
        typed = {
            "grant": str(100 * (at % 5)),
            "stage": "初中" if at % 2 else "小学",
            "pupil": f"学生{'甲乙丙'[at % 3]}",
        }
        more = {"id_number": id_number(at)} if at < 3 else {"helped": "资金、走访"} if at < 6 else {}
        actions.add(PUPILS, pupil(at, **typed, **more), unit=unit, by=bureau.officer)
    return bureau


@pytest.fixture(params=["few", "walked"])
def way(request, monkeypatch):
    """Both ways to a page."""
    monkeypatch.setattr(searching, "FEW", 2000 if request.param == "few" else 1)


def numbers(found):
    return [record.fields["number"] for record in found.records]


def every_page(by, **asked):
    """All pages, forwards; and the same again backwards."""
    pages = [page(register_of(PUPILS), PageAsked(**asked), by=by, size=7)]
    while pages[-1].later:
        pages.append(page(register_of(PUPILS), PageAsked(**asked, after=pages[-1].later), by=by, size=7))
    back = [pages[-1]]
    while back[-1].earlier:
        back.append(page(register_of(PUPILS), PageAsked(**asked, before=back[-1].earlier), by=by, size=7))
    assert [numbers(one) for one in back] == [numbers(one) for one in reversed(pages)]
    return [record for one in pages for record in one.records]


def index(field, value):
    table = table_of(PUPILS)
    return {field: value_of(table, table.fields[field], value)}


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("field", ["grant", "number", "stage", "since"])
def test_pages_follow_the_order_and_lose_nothing(held, way, field, down):
    found = every_page(held.officer, sort=field, down=down)
    assert len({record.pk for record in found}) == 24
    order = [
        (float(one.fields.get(field) or 0) if field == "grant" else one.fields.get(field) or "", one.pk)
        for one in found
    ]
    assert all((a > b) if down else (a < b) for a, b in pairwise(order))


def test_the_newest_come_first_where_nothing_is_asked(held, way):
    assert [one.fields["number"] for one in every_page(held.officer)] == [f"P{at:05d}" for at in range(23, -1, -1)]


FILTERS = [
    (("stage", "junior"), 12),
    (("boards", True), 0),
    (("helped", "visits"), 3),
    (("grant", "400"), 4),
]


@pytest.mark.parametrize(("wanted", "count"), FILTERS)
def test_filters_keep_what_has_the_value(held, way, wanted, count):
    assert len(every_page(held.officer, sort="number", filters=index(*wanted))) == count
    both = index(*wanted) | index("stage", "primary")
    kept = every_page(held.officer, sort="number", filters=both)
    assert all(one.fields["stage"] == "primary" for one in kept)


SEARCHES = [
    ("P0000", 10),
    ("p00012", 1),
    ("学生", 0),
    ("学生甲", 8),
    (id_number(2), 1),
    (id_number(2)[:17], 0),
    ("柳湾", 6),
]


@pytest.mark.parametrize(("text", "count"), SEARCHES)
def test_texts_are_found_by_their_beginning_personal_fields_only_whole(held, text, count):
    assert page(register_of(PUPILS), PageAsked(search=text), by=held.officer).count == count


def test_everybody_sees_their_own_units_records_only(held, way):
    seen = {person: len(every_page(getattr(held, person), sort="grant")) for person in ("officer", "reviewer", "clerk")}
    assert seen == {"officer": 24, "reviewer": 24, "clerk": 18}
    far = held.person("far", "county_reviewer", held.xi)
    assert every_page(far, sort="grant") == []
    assert page(register_of(PUPILS), PageAsked(search="P0000"), by=far).count == 0


def test_the_number_of_records_is_known_without_counting(held, way):
    assert page(register_of(PUPILS), PageAsked(), by=held.clerk).count == 18


def test_ended_records_are_not_found(held, way):
    record = page(register_of(PUPILS), PageAsked(search="P00001"), by=held.officer).records[0]
    actions.end(record, reason="毕业", by=held.officer)
    assert page(register_of(PUPILS), PageAsked(search="P00001"), by=held.officer).count == 0
    assert len(every_page(held.officer, sort="grant")) == 23


def test_a_page_takes_few_queries_however_it_is_asked(held, way):
    for asked in (PageAsked(), PageAsked(sort="grant"), PageAsked(sort="grant", filters=index("stage", "junior"))):
        with CaptureQueriesContext(
            connection,
        ) as told:
            page(register_of(PUPILS), asked, by=held.reviewer)
        assert len(told) <= 8


@pytest.mark.parametrize("length", [63, 64, 65, 79])
def test_a_record_is_found_by_the_whole_of_a_long_text(held, way, length):
    number = "X" * (length - 1) + "9"
    actions.add(PUPILS, pupil(number=number), unit=held.school, by=held.officer)
    found = page(register_of(PUPILS), PageAsked(search=number), by=held.officer)
    assert [one.fields["number"] for one in found.records] == [number]


def test_a_search_finds_ones_own_however_many_others_records_begin_so(held, monkeypatch):
    """The most that a search lists is counted among the records that one may read."""
    monkeypatch.setattr(searching, "FEW", 3)
    actions.add(PUPILS, pupil(number="P00099", id_number=id_number(0)), unit=held.far, by=held.officer)
    far = held.person("far", "county_reviewer", held.xi)
    searches = ("P000", id_number(0))
    assert [numbers(page(register_of(PUPILS), PageAsked(search=text), by=far)) for text in searches] == [["P00099"]] * 2
    assert numbers(page(register_of(PUPILS), PageAsked(filters=index("stage", "primary")), by=far)) == ["P00099"]
