"""What others wrote is read once, audited, and shown with its mistakes beside the sentence."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from taizhang.catalogue import SHIPPED
from taizhang.reading.model import Kind
from taizhang.web import files
from taizhang.web.papers.models import KINDS, Figure, Paper
from taizhang.web.papers.receiving import upload
from taizhang.web.refusals import NotAccepted
from web.conftest import browser

MISTAKEN = """清川县教育局2026年上半年工作总结
一、上半年工作
共资助学生300人，其中小学100人、初中150人、高中80人。
新建幼儿园<b>3</b>所。
""".encode()


def test_an_uploaded_report_is_read_audited_and_kept(bureau):
    paper = upload(MISTAKEN, "总结.txt", unit=bureau.city, by=bureau.writer)
    assert files.read(paper.sha256) == MISTAKEN
    assert paper.reading["text"] == MISTAKEN.decode()
    assert [f.severity for f in paper.findings.all() if f.code == "claim-contradicted"] == ["error"]
    assert upload(MISTAKEN, "又一次.txt", unit=bureau.city, by=bureau.head) == paper
    assert Paper.objects.count() == 1


OWN_INDICATOR = "pine_rooms: {title: {zh: 松果书屋, en: Pine cone reading rooms}, unit: 间, called: [松果阅读小屋]}\n"


def test_figures_are_linked_with_the_bureaus_own_indicators_too(bureau, settings, tmp_path):
    text = "清川县教育局2026年上半年工作总结\n一、学生资助\n为寄宿学生建成松果阅读小屋17间，资助学生300人。\n".encode()
    settings.TAIZHANG_CATALOGUES = [SHIPPED]
    shipped = upload(text, "总结.txt", unit=bureau.city, by=bureau.writer)
    own = tmp_path / "own" / "domains" / "student_aid" / "indicators.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(OWN_INDICATOR, "utf-8")
    settings.TAIZHANG_CATALOGUES = [SHIPPED, tmp_path / "own"]
    laid_over = upload(text, "总结.txt", unit=bureau.pu, by=bureau.writer)
    codes = [dict(one.figures.values_list("quote", "code")) for one in (shipped, laid_over)]
    assert codes[0] == {"17间": codes[0]["17间"], "300人": "student_aid.recipients"}
    assert codes[1] == {"17间": "student_aid.pine_rooms", "300人": "student_aid.recipients"}
    assert codes[0]["17间"] != "student_aid.pine_rooms"


def test_a_report_without_text_is_refused(bureau):
    with pytest.raises(NotAccepted):
        upload(b"", "空.docx", unit=bureau.city, by=bureau.writer)
    assert not Paper.objects.exists()


def send(client, data, name="总结.txt", **more):
    asked = {"file": SimpleUploadedFile(name, data)} | more
    return client.post(reverse("papers:upload"), asked, follow=True)


def test_a_contradiction_stands_beside_its_sentence(bureau):
    page = send(browser(bureau.writer), MISTAKEN).text
    lines = re.findall(r'<div class="line( wrong)?" id="line-(\d+)">', page)
    assert [number for wrong, number in lines if wrong] == ["3"]
    assert "330" in page
    assert 'title="300人' in page
    assert "<b>3</b>所" not in page


def test_every_kind_of_figure_has_its_name():
    assert set(KINDS) == set(Kind)


def test_what_was_cleaned_is_told(bureau):
    page = send(browser(bureau.writer), MISTAKEN.replace(b"300", "３００".encode())).text
    assert re.search(r"<td>全角字符</td><td>３００</td><td>300</td>", page)


def test_only_the_contradictions_when_asked(bureau):
    client = browser(bureau.writer)
    send(client, MISTAKEN)
    page = client.get(reverse("papers:paper", args=[Paper.objects.get().pk]) + "?only=wrong").text
    assert re.findall(r'id="line-(\d+)"', page) == ["3"]


def test_the_text_is_shown_whole(bureau):
    page = send(browser(bureau.writer), MISTAKEN).text
    shown = "".join(re.sub("<[^>]+>", "", text) for text in re.findall(r'<p class="text[^"]*">(.*?)</p>', page))
    assert shown.replace("&lt;", "<").replace("&gt;", ">") == MISTAKEN.decode().replace("\n", "")


UNREADABLE = {"空.docx": b"", "坏.docx": b"PK\x03\x04nothing", "图.png": b"\x89PNG\r\n\x1a\n"}


@pytest.mark.parametrize(("name", "data"), UNREADABLE.items())
def test_a_file_that_cannot_be_read_is_refused_beside_the_form(bureau, name, data):
    response = send(browser(bureau.writer), data, name)
    assert response.status_code == 422
    assert name in response.text
    assert 'type="file"' in response.text
    assert not Paper.objects.exists()


def paste(client, text, **more):
    return client.post(reverse("papers:upload"), {"text": text} | more, follow=True)


def test_a_pasted_text_is_read_like_a_file(bureau):
    page = paste(browser(bureau.writer), MISTAKEN.decode().replace("\n", "\r\n"))
    paper = Paper.objects.get()
    assert "330" in page.text
    assert (paper.name, paper.reading["text"]) == ("清川县教育局2026年上半年工作总结.txt", MISTAKEN.decode().strip())
    assert files.read(paper.sha256).decode() == MISTAKEN.decode().strip()


def test_neither_nothing_nor_both_at_once_is_sent(bureau):
    client = browser(bureau.writer)
    assert "请选择文件，或者粘贴文字" in paste(client, " \n").text
    both = paste(client, "甲3所。", file=SimpleUploadedFile("总结.txt", MISTAKEN))
    assert "请选择文件，或者粘贴文字" in both.text
    assert not Paper.objects.exists()


def test_of_several_files_those_that_can_be_read_are_and_the_others_are_named(bureau):
    client = browser(bureau.writer)
    sent = [SimpleUploadedFile("总结.txt", MISTAKEN), SimpleUploadedFile("坏.docx", b"PK\x03\x04nothing"),
            SimpleUploadedFile("另一份.txt", MISTAKEN.replace(b"300", b"310"))]  # fmt: skip
    answer = paste(client, "", file=sent)
    assert answer.status_code == 422
    assert "坏.docx" in answer.text
    assert [one.name for one in Paper.objects.order_by("pk")] == ["总结.txt", "另一份.txt"]
    assert all(f'href="/papers/{one.pk}/"' in answer.text for one in Paper.objects.all())


READABLE = [("总结.txt", "gb18030"), ("总结.txt", "utf-16"), ("总结.txt", "utf-8-sig"), ("总结.html", "gb18030")]


@pytest.mark.parametrize(("name", "encoding"), READABLE)
def test_a_text_in_any_usual_encoding_is_read(bureau, name, encoding):
    text = MISTAKEN.decode().replace("<b>3</b>", "3")
    data = f'<meta charset="gb18030"><p>{text}</p>' if name.endswith("html") else text
    assert "330" in send(browser(bureau.writer), data.encode(encoding), name).text
    assert Paper.objects.get().period == "2026H1"


ENGLISH = b"County Education Bureau, summary of 2026: 300 pupils were aided, of whom 120 in primary schools."


def test_an_english_text_is_refused_and_one_on_something_else_gives_no_figures(bureau):
    refused = send(browser(bureau.writer), ENGLISH)
    assert refused.status_code == 422
    assert "总结.txt" in refused.text
    assert not Paper.objects.exists()
    novel = "老船夫每天清晨撑着3条旧船到河对岸去，一去就是20里水路，回来时总带着一篓鱼。" * 20
    assert "与教育无关，没有读出数字" in send(browser(bureau.writer), novel.encode(), "小说.txt").text
    assert not Figure.objects.exists()


def test_a_file_over_the_limit_is_refused(bureau, settings):
    settings.UPLOAD_LIMIT = 10
    assert send(browser(bureau.writer), MISTAKEN).status_code == 422


def test_older_papers_stand_on_further_pages(bureau, monkeypatch):
    monkeypatch.setattr("taizhang.web.papers.views.SHOWN", 2)
    for count in (300, 310, 320):
        upload(MISTAKEN.replace(b"300", b"%d" % count), f"{count}.txt", unit=bureau.city, by=bureau.writer)
    client, links = browser(bureau.writer), r'href="/papers/(\d+)/"'
    first, second = (re.findall(links, client.get(reverse("papers:list"), {"page": page}).text) for page in (1, 2))
    assert (len(first), len(second)) == (2, 1)
    assert not {*first} & {*second}


def test_audits_of_other_places_do_not_exist(bureau):
    send(browser(bureau.writer), MISTAKEN)
    pk = Paper.objects.get().pk
    for name in ("paper", "original"):
        assert browser(bureau.reviewer).get(reverse(f"papers:{name}", args=[pk])).status_code == 404
    assert browser(bureau.head).get(reverse("papers:original", args=[pk])).content == MISTAKEN
    other = {"unit": bureau.city.code}
    assert send(browser(bureau.clerk), MISTAKEN, **other).status_code == 200
    assert Paper.objects.count() == 1
