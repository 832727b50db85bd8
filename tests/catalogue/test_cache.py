"""A catalogue that was read once is there at once the next time, and never a stale or foreign one."""

import os
import pickle
from pathlib import Path

import pytest

from taizhang.catalogue import CatalogueError, read
from taizhang.catalogue.cache import remembered
from taizhang.catalogue.model import Catalogue


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where catalogues are kept during the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "taizhang"


def only(folder: Path) -> Path:
    [file] = folder.glob("*.pickle")
    return file


def test_what_is_kept_is_what_was_read(folder: Path, kept: Path) -> None:
    first = read(folder)
    assert only(kept).stat().st_mode & 0o077 == 0
    second = read(folder)
    assert second == first and second is not first


def test_a_changed_file_is_read_again(folder: Path, kept: Path) -> None:
    before = read(folder)
    file = folder / "domains/aid/domain.yaml"
    file.write_text(file.read_text("utf-8").replace("order: 3", "order: 4"), "utf-8")
    assert (before.domains["aid"].order, read(folder).domains["aid"].order) == (3, 4)


class Trap:
    """Runs code when it is unpickled by a reader that is not careful."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch sprung",)


@pytest.mark.parametrize("content", [b"", b"rubbish", pickle.dumps(Trap()), pickle.dumps({"not": "a catalogue"}),
                                     b"ctaizhang.catalogue.model.catalogue\nCatalogue.__init__.__globals__\n."])
def test_what_was_not_kept_by_us_is_neither_run_nor_believed(
        folder: Path, kept: Path, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    wanted = read(folder)
    only(kept).write_bytes(content)
    assert read(folder) == wanted
    assert not (tmp_path / "sprung").exists()


def test_a_folder_that_others_may_write_is_not_trusted(folder: Path, kept: Path) -> None:
    wanted = read(folder)
    only(kept).write_bytes(pickle.dumps(Catalogue(digest="planted")))
    assert read(folder).digest == "planted"              # the user's own folder is believed
    kept.chmod(0o777)
    assert read(folder) == wanted


def test_without_a_place_to_keep_it_is_read_every_time(
        folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert read(folder) == read(folder)


def test_only_the_newest_are_kept(kept: Path, tmp_path: Path) -> None:
    for number in range(7):
        remembered([tmp_path], [{tmp_path / "a": bytes([number])}], Catalogue)
    assert len(list(kept.glob("*.pickle"))) == 4
    assert not [file for file in kept.iterdir() if file.suffix != ".pickle"]


def test_a_catalogue_with_mistakes_is_not_kept(folder: Path, kept: Path) -> None:
    (folder / "domains/aid/rules.yaml").write_text("a: {}\n", "utf-8")
    for _ in range(2):
        with pytest.raises(CatalogueError):
            read(folder)
    assert not list(kept.glob("*.pickle"))
