"""Whoever may issue for a unit enters its letterhead, and what is issued from then on carries it."""

from __future__ import annotations

import html
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from taizhang.web import files
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.reports.closing import finish
from taizhang.web.reports.issuing import issue
from taizhang.web.reports.letterheads import set_letterhead
from taizhang.web.reports.models import Letterhead
from web.conftest import browser
from web.one_report import bureau, drafted, folder, home, report  # noqa: F401

# ruff: noqa: F811

PAGE = reverse("reports:letterhead")
TOLD = {
    "name": "青汀市教育局文件", "number": "青教办〔{year}〕{number}号", "copies_to": "市政府办公室、市统计局",
    "printed_by": "青汀市教育局办公室",
}  # fmt: skip


def texts(data: bytes) -> str:
    """All that a Word file prints, its tables too."""
    made = docx.Document(BytesIO(data))
    return "".join(made.element.body.itertext())


def test_the_head_enters_it_where_a_report_is_issued_and_the_report_goes_out_on_it(bureau, report):
    closed, head = finish(report, by=bureau.writer), browser(bureau.head)
    assert f"{PAGE}?unit=C" in head.get(reverse("reports:closing", args=[closed.pk])).text
    assert "还没有版头" in head.get(PAGE).text

    saved = head.post(f"{PAGE}?unit=C", TOLD, follow=True)
    assert "已保存青汀市教育局的版头" in saved.text
    assert "还没有版头" not in saved.text
    event = AuditEvent.objects.get(action="letterhead.set")
    assert (event.person, event.object_type, event.detail["document_number"]) == ("head", "orgunit", TOLD["number"])

    issued = issue(closed, by=bureau.head)
    word = next(sha256 for name, sha256 in issued.files.items() if name.endswith("docx"))
    printed = texts(files.read(word))
    for part in (TOLD["name"], issued.seal.document_number, "市统计局", TOLD["printed_by"]):
        assert part in printed
    assert issued.seal.document_number.startswith("青教办〔")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("青教办2026年1号", "请写成这样"),
        ("〔{year}〕{number}号", "不是发文字号的写法"),
        ("青教〔{year}〕{number}{unit}号", "不是发文字号的写法"),
        ("青教〔{year.real}〕{year}{number}号", "不是发文字号的写法"),
        ("青教〔{year}〕{number}号", ""),
    ],
)
def test_a_number_that_could_not_be_printed_is_refused(bureau, number, said):
    answer = browser(bureau.head).post(PAGE, TOLD | {"number": number}, follow=True)
    assert said in html.unescape(answer.text)
    assert Letterhead.objects.exists() is not bool(said)


def test_the_file_code_of_another_unit_is_refused_with_both_named(bureau):
    set_letterhead(bureau.city, name="青汀市教育局文件", number="青教〔{year}〕{number}号", by=bureau.head)
    answer = browser(bureau.head).post(f"{PAGE}?unit=C01", TOLD | {"number": "青教〔{year}〕{number}号"})
    assert answer.status_code == 422
    for part in ("“青教”已由青汀市教育局使用", "临浦区教育局不能再用"):
        assert part in html.unescape(answer.text)
    again = browser(bureau.head).post(f"{PAGE}?unit=C", TOLD | {"number": "青教〔{year}〕{number}号"})
    assert again.status_code == 302, "a unit keeps its own"


@pytest.mark.parametrize("who", ["clerk", "writer", "admin"])
def test_who_may_not_issue_for_the_unit_does_not_see_or_change_it(bureau, who):
    client = browser(getattr(bureau, who))
    assert client.get(f"{PAGE}?unit=C").status_code == 403
    assert client.post(f"{PAGE}?unit=C", TOLD).status_code == 403
    assert not Letterhead.objects.exists()
