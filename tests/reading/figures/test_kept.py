"""The names of the catalogue are kept between starts, and made again whenever what is kept will not do."""

import pytest

from taizhang.reading.figures.kept import kept_names
from taizhang.reading.figures.vocabulary import Name

NAMES = [Name("幼儿园", (("preschool", 3.0),), (("preschool.kindergartens", "所"),)),
         Name("高中", (), (), (("stage", "senior"),))]


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "taizhang"


def never() -> list[Name]:
    raise AssertionError("these names were kept")


def test_names_are_made_once_and_come_back_as_they_were(cache):
    assert kept_names(lambda: NAMES) == NAMES
    assert kept_names(never) == NAMES
    assert len(list(cache.glob("names-*.json"))) == 1


@pytest.mark.parametrize("damage", [b"", b"[", b"[[1]]", b"{}", b"\xff\xfe", b'[["a", 1, 2, 3, 4]]'])
def test_a_damaged_file_is_made_anew(cache, damage):
    kept_names(lambda: NAMES)
    file, = cache.glob("names-*.json")
    file.write_bytes(damage)
    assert kept_names(lambda: NAMES) == NAMES
    assert kept_names(never) == NAMES


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "taizhang").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept_names(lambda: NAMES) == NAMES
