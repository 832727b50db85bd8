from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.catalogue import Catalogue

from .sample import sample, write


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither see nor leave anything in the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample catalogue as files."""
    return write(tmp_path / "sample")


@pytest.fixture(scope="session")
def aid(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The sample catalogue, loaded."""
    return sample(tmp_path_factory.mktemp("aid"))
