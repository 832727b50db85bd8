"""Real reports: every error in them is found, nothing else is called one. Skipped where they are not at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from taizhang.checking.audit import audit
from taizhang.reading import read

SHARED = Path(os.environ.get("TAIZHANG_SHARED", Path(__file__).parents[3] / "../shared"))
ERRORS = {
    "000": ["算得93%"],
    "001": [],
    "002": [],
    "003": ["48人次未计入合计"],
    "004": ["算得58.33%", "＝494万元"],
}


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the real reports are not here")
@pytest.mark.parametrize("number", ERRORS)
def test_every_error_is_found_and_nothing_else_is_contradicted(number: str) -> None:
    path, = (SHARED / "seeds").glob(f"{number}_*")
    wrong = [f.message() for f in audit(read(path)) if f.code.startswith("claim-contradicted")]
    assert len(wrong) == len(ERRORS[number])
    assert all(any(words in message for message in wrong) for words in ERRORS[number])


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the real reports are not here")
def test_a_number_that_fell_out_is_doubtful() -> None:
    path, = (SHARED / "seeds").glob("004_*")
    doubtful = [f.message() for f in audit(read(path)) if f.code == "claim-doubtful"]
    assert any("可能是12人" in message for message in doubtful)
