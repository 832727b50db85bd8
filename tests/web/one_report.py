"""One bureau with one draft for all tests of a file: what a test does to them is taken back after it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.db import transaction
from django.test import override_settings

from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import Submission
from taizhang.web.collection.receiving import receive_workbook
from taizhang.web.ledger.releases import seal_release
from taizhang.web.reports.drafting import draft
from taizhang.web.reports.models import Report
from web.conftest import H1, Bureau, small_site

OUTLINE = """
done:
  - when: hardship > 0
    say: "认定家庭经济困难学生{{ hardship }}，资助经费{{ fund|wan }}。"
  - when: recipients > 0
    say: "资助学生{{ recipients }}。"
problems:
  - when: hardship > 40
    say: "困难学生{{ hardship }}，人数较多。"
next:
  - when: hardship > 0
    say: "逐人落实{{ hardship }}的资助。"
    task: {owner: section}
"""


def lay_outline(folder: Path) -> Path:
    """A layer of the catalogue in the folder, with something to say."""
    own = folder / "own" / "domains" / "student_aid"
    own.mkdir(parents=True)
    (own / "outline.yaml").write_text(OUTLINE, "utf-8")
    return folder / "own"


def approved(bureau: Bureau) -> Submission:
    """What the school sends, through to the section's approval."""
    data = bureau.workbook({"小学": 46, "资助经费": 12500})
    [sent] = receive_workbook(data, "松溪小学.xlsx", by=bureau.clerk).submissions
    bureau.approve(sent)
    return sent


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The data folder of the file's tests."""
    return tmp_path_factory.mktemp("one_report")


@pytest.fixture(scope="module")
def drafted(standing, django_db_blocker, small_catalogue, folder):
    """The bureau and its draft, never committed."""
    told = small_site(folder, small_catalogue, lay_outline(folder))
    with django_db_blocker.unblock(), override_settings(**told), transaction.atomic():
        bureau = Bureau()
        approved(bureau)
        yield bureau, draft(seal_release(H1, catalogue=catalogue(), by=bureau.writer), by=bureau.writer)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def home(settings, folder, small_catalogue) -> Path:
    """Where the draft's release stands, in place of a folder of the test's own."""
    settings.TAIZHANG_HOME, settings.TAIZHANG_CATALOGUES = folder, [small_catalogue, folder / "own"]
    return folder


@pytest.fixture
def bureau(drafted, db) -> Bureau:
    """The bureau as every test finds it: `db` takes back what a test does."""
    return Bureau()


@pytest.fixture
def report(drafted, bureau) -> Report:
    """The draft as every test finds it."""
    return Report.objects.get(pk=drafted[1].pk)


def word(text: str) -> bytes:
    """A Word file with one paragraph."""
    made = docx.Document()
    made.add_paragraph(text)
    out = BytesIO()
    made.save(out)
    return out.getvalue()
