from __future__ import annotations

import pytest

from catalogue_files import read_files
from taizhang.catalogue import Catalogue
from taizhang.workbooks.hand_out import hand_out

from .clerk import FILES, HALF, SCHOOL


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The small catalogue of `clerk.py`."""
    return read_files(tmp_path_factory, FILES)


@pytest.fixture
def handed_out(catalogue: Catalogue) -> bytes:
    """The workbook of a school for one form and one register."""
    return hand_out(catalogue, unit=SCHOOL, period=HALF, codes=["aid.basics", "aid.payments"])
