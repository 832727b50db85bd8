"""A release is what its manifest says it is, or it is refused."""

import json
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from taizhang.analysis.release import EVENTS as RELEASED_EVENTS
from taizhang.analysis.release import Release, ReleaseError, sha256_of
from taizhang.analysis.sealing import write_release

UNITS = {
    "code": ["city", "a", "a1"],
    "name": ["云川市教育局", "清溪区教育局", "清溪第一小学"],
    "parent": [None, "city", "a"],
    "kind": ["city", "county", "school"],
    "stages": ["", "", "primary"],
    "area": [None, None, "urban"],
    "ownership": [None, None, "public"],
}
OBSERVATIONS = {
    "id": ["o1", "o2"],
    "indicator": ["aid.recipients"] * 2,
    "unit": ["a1"] * 2,
    "period": ["2026H1"] * 2,
    "value": [Decimal(12), None],
    "source": ["s1", "s1"],
    "stage": ["primary", "junior"],
}
SOURCES = {name: ["s1" if name == "id" else None] for name in (
    "id", "kind", "submission", "file", "sha256", "sheet", "cell", "text", "reported_by", "reported_at",
    "approved_by", "approved_at", "reason")}


EVENT = {"id": "7", "unit": "a1", "held_on": "2026-03-05", "name": "资助宣传月", "field": "finance", "level": "city",
         "host": "资助中心", "units": "12", "people": "360", "times": "", "result": ""}


def seal(folder, *, units=UNITS, observations=OBSERVATIONS, events=None):
    return write_release(
        folder, events=None if events is None else pa.Table.from_pylist(events, RELEASED_EVENTS),
        observations=pa.table(observations), units=pa.table(units), sources=pa.table(SOURCES),
        name="2026年上半年", period="2026H1", made_at="2026-07-05T09:00:00+08:00", made_by="李雯", catalogue="abc")


def test_what_is_sealed_opens_again(tmp_path):
    release = seal(tmp_path / "2026H1")
    assert release == Release.open(tmp_path / "2026H1")
    assert (release.name, release.period, release.dimensions) == ("2026年上半年", "2026H1", ("stage",))


def test_events_of_the_work_record_are_sealed_where_somebody_keeps_one(tmp_path):
    assert seal(tmp_path / "none").events() is None
    assert seal(tmp_path / "kept", events=[]).events() == []
    release = seal(tmp_path / "one", events=[EVENT])
    assert release.events() == [EVENT]
    release.path("events").write_bytes(b"")
    with pytest.raises(ReleaseError, match="events"):
        Release.open(tmp_path / "one")


def test_events_that_were_sealed_before_more_was_noted_of_them_still_open(tmp_path):
    folder = tmp_path / "old"
    release = seal(folder, events=[EVENT])
    old = pq.read_table(release.path("events")).select(["id", "unit", "held_on", "name", "field", "level"])
    pq.write_table(old, release.path("events"))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"]["events.parquet"]["sha256"] = sha256_of(release.path("events"))
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert Release.open(folder).events() == [{**EVENT, **dict.fromkeys(("host", "units", "people", "times", "result"))}]


def test_the_same_content_gives_the_same_digest(tmp_path):
    assert seal(tmp_path / "one").digest == seal(tmp_path / "two").digest


@pytest.mark.parametrize("name", ["observations.parquet", "units.parquet", "sources.parquet", "asked.parquet"])
def test_a_changed_file_is_refused_by_name(tmp_path, name):
    seal(tmp_path / "r")
    (tmp_path / "r" / name).write_bytes((tmp_path / "r" / name).read_bytes() + b" ")
    with pytest.raises(ReleaseError, match=name):
        Release.open(tmp_path / "r")


def test_a_missing_file_is_refused(tmp_path):
    seal(tmp_path / "r")
    (tmp_path / "r" / "sources.parquet").unlink()
    with pytest.raises(ReleaseError, match=r"sources\.parquet"):
        Release.open(tmp_path / "r")


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", json.dumps({"files": {}, "name": "x"})])
def test_a_broken_manifest_is_refused(tmp_path, text):
    seal(tmp_path / "r")
    (tmp_path / "r" / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(ReleaseError):
        Release.open(tmp_path / "r")


def test_a_release_is_never_overwritten(tmp_path):
    seal(tmp_path / "r")
    with pytest.raises(ReleaseError, match="已存在"):
        seal(tmp_path / "r")


@pytest.mark.parametrize("parent", ["nowhere", "a1"])
def test_a_unit_that_hangs_from_nothing_or_from_itself_is_refused_and_nothing_is_left(tmp_path, parent):
    with pytest.raises(ReleaseError, match="a1"):
        seal(tmp_path / "r", units={**UNITS, "parent": [None, "city", parent]})
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_its_columns_is_refused(tmp_path):
    without = {name: column for name, column in OBSERVATIONS.items() if name != "source"}
    with pytest.raises(ReleaseError, match="source"):
        seal(tmp_path / "r", observations=without)
