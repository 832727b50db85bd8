"""What is worked out again for a change alone is what working out everything again gives."""

import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_engine_agrees import some_observations

from small_city import UNITS, make_catalogue, make_release, table
from taizhang.analysis.analysis import Analysis
from taizhang.analysis.release import TABLES
from taizhang.analysis.sealing import write_release
from taizhang.analysis.supposing import confined, differing, suppose

SPLITS = ({}, {"stage": "primary"}, {"stage": "junior"})


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A release with holes, its figures and its catalogue."""
    folder = tmp_path_factory.mktemp("whole")
    catalogue = make_catalogue(folder)
    return Analysis(make_release(folder, some_observations(7)), catalogue), catalogue


def corrected(text, code, seed):
    """The observations with some values of one indicator changed, one of them reported as missing."""
    head, *lines = text.splitlines()
    chance = random.Random(seed)
    at = chance.sample([at for at, line in enumerate(lines) if line.startswith(f"{code} ")], 3)
    for place, value in zip(at, ("-", str(chance.randrange(900)), "0"), strict=True):
        cells = lines[place].split()
        lines[place] = " ".join([*cells[:3], value, *cells[4:]])
    return "\n".join([head, *lines])


def figures(analysis):
    """Every figure of an analysis, with every split that it may have."""
    for code, indicator in analysis.catalogue.indicators.items():
        for unit in (row["code"] for row in table(UNITS)):
            for by in SPLITS if "stage" in indicator.by else ({},):
                for period in (analysis.period, analysis.period.same_last_year):
                    yield analysis.value(code, unit, period=period, **by)


def rows_of(release):
    return pq.read_table(release.path("observations")).to_pylist()


def changes_between(one, other):
    """The values of `other` by the ids under which `one` has others."""
    old = {row["id"]: row["value"] for row in rows_of(one)}
    return {row["id"]: row["value"] for row in rows_of(other) if old[row["id"]] != row["value"]}


def sealed_again(release, changes, folder):
    """The release with each changed observation superseded by a new one."""
    tables = {name: pq.read_table(release.path(name)) for name in TABLES}
    rows = [row | {"id": f"{row['id']}-2", "value": changes[row["id"]]} if row["id"] in changes else row
            for row in tables["observations"].to_pylist()]
    tables["observations"] = pa.Table.from_pylist(rows, tables["observations"].schema)
    return write_release(folder / "again", **tables, name="2026H1-2", period="2026H1",
                         made_at="2026-08-05T09:00:00+08:00", made_by="李雯", catalogue="test")


@pytest.mark.parametrize("code", ["amount_paid", "books", "largest_class", "recipients"])
def test_a_supposed_change_gives_what_the_whole_gives_and_leaves_the_rest(tmp_path, whole, code):
    before, catalogue = whole
    after = Analysis(make_release(tmp_path, corrected(some_observations(7), code, 1)), catalogue)
    supposed = suppose(before.release, catalogue, changes_between(before.release, after.release))
    now = {one.key: one for one in figures(after)}
    assert {one.key: supposed.again(one) for one in figures(before)} == now
    assert any(one.value != now[one.key].value for one in figures(before))


def test_a_release_sealed_again_is_worked_out_as_far_as_it_differs(tmp_path, whole):
    before, catalogue = whole
    changed = make_release(tmp_path, corrected(some_observations(7), "amount_paid", 2))
    sealed = sealed_again(before.release, changes_between(before.release, changed), tmp_path)
    assert differing(before.release, sealed) == {"aid.amount_paid"}
    touched = catalogue.resting_on({"aid.amount_paid"})
    part = confined(sealed, catalogue, touched, {"aid.books"})
    after = Analysis(sealed, catalogue)
    assert {one.key: part.again(one) for one in figures(before)} == {one.key: one for one in figures(after)}
    beside = [after.value(code, "city") for code in (*touched, "aid.books")]
    assert part.analysis.evidences(beside) == after.evidences(beside)


def test_where_other_units_were_asked_any_figure_may_differ(tmp_path, whole):
    before, _catalogue = whole
    asked = "what unit period\naid.aid a1 2026H1"
    assert differing(before.release, make_release(tmp_path, some_observations(7), asked=asked)) is None
