from __future__ import annotations

import pytest

from taizhang.catalogue import Catalogue, read
from taizhang.workbooks.hand_out import hand_out

from .clerk import FILES, HALF, SCHOOL, write_files


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The small catalogue of `clerk.py`; nothing is left in the user's cache."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return read(write_files(tmp_path_factory.mktemp("catalogue"), FILES))


@pytest.fixture
def handed_out(catalogue: Catalogue) -> bytes:
    """The workbook of a school for one form and one register."""
    return hand_out(catalogue, unit=SCHOOL, period=HALF, codes=["aid.basics", "aid.payments"])
