"""The guide's examples do what it says."""

import doctest
from pathlib import Path


def test_the_guide_runs():
    result = doctest.testfile(str(Path(__file__).parents[2] / "docs/supervision.md"), module_relative=False)

    assert (result.failed, result.attempted > 5) == (0, True)
