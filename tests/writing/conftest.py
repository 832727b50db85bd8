import pytest

from small_city import make_catalogue, make_release
from taizhang.analysis.analysis import Analysis
from taizhang.writing.report import write_report

OBSERVATIONS = """
indicator   unit period value   stage   residence
recipients  a1   2026H1 1000    primary local
recipients  a2   2026H1 200     primary local
recipients  a2   2026H1 300     junior  local
recipients  a3   2026H1 250     junior  local
recipients  b1   2026H1 150     primary local
recipients  b2   2026H1 60      junior  other
recipients  a1   2025H1 900     primary local
recipients  a2   2025H1 400     primary local
recipients  a3   2025H1 200     junior  local
recipients  b1   2025H1 150     primary local
recipients  b2   2025H1 60      junior  other
amount_due  a1   2026H1 1250000 primary -
amount_due  a2   2026H1 400000  primary -
amount_due  a2   2026H1 300000  junior  -
amount_due  a3   2026H1 500000  junior  -
amount_due  b1   2026H1 180000  primary -
amount_due  b2   2026H1 90000   junior  -
amount_paid a1   2026H1 1250000 primary -
amount_paid a2   2026H1 394000  primary -
amount_paid a2   2026H1 300000  junior  -
amount_paid a3   2026H1 500000  junior  -
amount_paid b1   2026H1 180000  primary -
amount_paid b2   2026H1 90000   junior  -
"""


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory):
    return make_catalogue(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture(scope="session")
def analysis(tmp_path_factory, catalogue):
    return Analysis(make_release(tmp_path_factory.mktemp("release"), OBSERVATIONS), catalogue)


@pytest.fixture(scope="session")
def document(analysis):
    return write_report(analysis, addressee="云川市人民政府")
