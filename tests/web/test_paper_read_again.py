"""A paper read again by a better reader, or with another catalogue: decisions stay, and every difference is told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from taizhang.catalogue import SHIPPED
from taizhang.web.ledger.models import AuditEvent, Observation
from taizhang.web.papers.judging import judge
from taizhang.web.papers.models import Figure, Paper, PaperFinding
from taizhang.web.papers.moved import Moved
from taizhang.web.papers.receiving import read_again, reader_now, upload
from taizhang.web.papers.review import accept, reject, take_back
from taizhang.web.refusals import NotAllowed
from web.conftest import browser
from web.test_paper_pages import LAST_YEAR
from web.test_paper_review import TEXT, figure


@pytest.fixture
def paper(bureau, settings) -> Paper:
    settings.TAIZHANG_CATALOGUES = [SHIPPED]
    return upload(TEXT.encode(), "总结.txt", unit=bureau.city, by=bureau.writer)


def told(made, thing: str = "figure") -> dict[str, list[str]]:
    """What happened to which figures, in words."""
    found: dict[str, list[str]] = {}
    for one in made.changes:
        if one["thing"] == thing:
            found.setdefault(one["what"], []).append(one["told"])
    return found


def as_read_before(one: Figure, **fields: object) -> None:
    """As if an earlier reader had read the figure so."""
    Figure.objects.filter(pk=one.pk).update(**fields)


def text_as_read_before(paper: Paper, text: str) -> None:
    """As if an earlier reader had got this text out of the file, with figures and findings where they stand there."""
    moved = Moved(paper.reading["text"], text)
    for one in (*paper.figures.all(), *paper.findings.all()):
        one.start, one.end = moved(one.start, one.end) or (0, 0)
        one.save()
    paper.reading["text"] = text
    paper.save()


def test_what_reads_the_same_stays_the_same(bureau, paper):
    before = list(paper.figures.values())
    made = read_again(paper, by=bureau.writer)
    assert made.changes == []
    assert list(paper.figures.values()) == before
    assert paper.findings.count() == 1


def test_undecided_figures_follow_the_reader(bureau, paper):
    as_read_before(figure(paper, "330人"), value=33, code="")
    paper.figures.filter(quote="46人").delete()
    extra = Figure(paper=paper, number=99, ref="f99", start=0, end=5, quote="青汀市教育", kind="actual", unit="市")
    extra.save()
    made = read_again(paper, by=bureau.writer)
    assert told(made) == {"new": ["46人"], "gone": ["青汀市教育"], "otherwise": ["330人"]}
    [otherwise] = [one for one in made.changes if one["what"] == "otherwise"]
    assert (otherwise["was"], otherwise["now"]) == (
        {"value": "33", "code": ""}, {"value": "330", "code": "student_aid.recipients"})  # fmt: skip
    assert figure(paper, "330人").value == 330
    starts = list(paper.figures.order_by("number").values_list("number", "start"))
    assert starts == list(enumerate(sorted(start for _number, start in starts), 1)), "numbered in the order of the text"


def test_what_was_decided_stays_and_the_difference_is_told(bureau, paper):
    as_read_before(figure(paper, "330人"), value=300, quote="330人")
    accept(figure(paper, "330人"), by=bureau.writer)
    reject(figure(paper, "400人"), by=bureau.writer, reason="是目标")
    as_read_before(figure(paper, "400人"), kind="actual")
    made = read_again(paper, by=bureau.writer)
    assert told(made) == {"decided_otherwise": ["330人", "400人"]}
    kept = figure(paper, "330人")
    assert (kept.state, kept.value, kept.observation.value, kept.entered) == ("accepted", 300, 300, True)
    assert (figure(paper, "400人").state, figure(paper, "400人").reason) == ("rejected", "是目标")
    assert Observation.objects.count() == 1


def test_that_a_decided_figure_is_read_otherwise_is_told_once_for_each_reading(bureau, paper):
    as_read_before(figure(paper, "330人"), value=300)
    accept(figure(paper, "330人"), by=bureau.writer)
    assert told(read_again(paper, by=bureau.writer)) == {"decided_otherwise": ["330人"]}
    assert told(read_again(paper, by=bureau.writer)) == {}
    as_read_before(figure(paper, "330人"), unit="名")
    assert told(read_again(paper, by=bureau.writer)) == {"decided_otherwise": ["330人"]}, "another difference is told"


def test_a_range_read_before_ranges_were_kept_is_told_when_it_is_read_again(bureau, paper):
    text = TEXT.replace("新建幼儿园xx所", "每人每月补助300—800元")
    read = upload(text.encode(), "区间.txt", unit=bureau.city, by=bureau.writer)
    as_read_before(figure(read, "300—800元"), low=None, high=None)
    made = read_again(read, by=bureau.writer)
    assert told(made) == {"otherwise": ["300—800元"]}
    assert (figure(read, "300—800元").low, figure(read, "300—800元").high) == (300, 800)


def test_a_decided_figure_that_is_read_no_more_stays_in_its_place(bureau, paper):
    other = Figure(paper=paper, number=99, ref="f99", start=0, end=3, quote=TEXT[:3], kind="actual")
    other.save()
    reject(other, by=bureau.writer)
    assert told(read_again(paper, by=bureau.writer)) == {"decided_gone": [TEXT[:3]]}
    other.refresh_from_db()
    assert (other.state, other.ref, other.start, other.end, other.number) == ("rejected", "", 0, 3, 1)
    assert told(read_again(paper, by=bureau.writer)) == {}, "told once"


def test_decisions_follow_their_sentences_where_the_text_comes_out_otherwise(bureau, paper):
    accept(figure(paper, "330人"), by=bureau.writer)
    judge(paper.findings.get(), "dismiss", reason="口径不同", by=bureau.writer)
    text_as_read_before(paper, "第1页\n" + TEXT.replace("资助学生", "资助\n学生").replace("\n（一）学生", "（一）学生"))
    assert figure(paper, "330人").start != TEXT.index("330人")
    read_again(paper, by=bureau.writer)
    kept, finding = figure(paper, "330人"), paper.findings.get()
    paper.refresh_from_db()
    assert (kept.state, paper.reading["text"][kept.start : kept.end]) == ("accepted", "330人")
    assert (finding.state, finding.reason) == ("dismissed", "口径不同")
    assert "男生人数300人" in paper.reading["text"][finding.start : finding.end]


def test_a_decided_figure_whose_sentence_is_gone_is_kept_and_shown_apart(bureau, paper):
    accept(figure(paper, "330人"), by=bureau.writer)
    text_as_read_before(paper, TEXT.replace("共资助学生330人", "全市资助学生330人次左右"))
    as_read_before(figure(paper, "330人"), start=30, end=34)
    made = read_again(paper, by=bureau.writer)
    assert told(made) == {"new": ["330人"], "decided_gone": ["330人"]}
    lost = paper.figures.get(state="accepted")
    assert (lost.end, lost.observation.value) == (0, 330)
    page = browser(bureau.writer).get(reverse("papers:paper", args=[paper.pk])).text
    assert "重读后原文中找不到的数字" in page
    panel = browser(bureau.writer).get(f"{reverse('papers:paper', args=[paper.pk])}?figure={lost.number}").text
    assert "重读后不再读出这个数字" in panel
    take_back(lost, reason="改看新读出的", by=bureau.writer)
    assert told(read_again(paper, by=bureau.writer)) == {"gone": ["330人"]}


def test_findings_that_are_new_gone_or_judged_are_told(bureau, paper):
    finding = paper.findings.get()
    paper.findings.filter(pk=finding.pk).update(zh="别的话")
    made = read_again(paper, by=bureau.writer)
    assert told(made, "finding") == {"new": [finding.zh], "gone": ["别的话"]}
    judge(paper.findings.get(), "confirm", by=bureau.writer)
    paper.findings.update(zh="查实的话")
    made = read_again(paper, by=bureau.writer)
    assert told(made, "finding") == {"new": [finding.zh], "decided_gone": ["查实的话"]}
    assert list(paper.findings.values_list("zh", "state", "found").order_by("number")) == [
        ("查实的话", "accepted", False), (finding.zh, "open", True)]  # fmt: skip


def test_what_the_bureaus_other_papers_say_follows(bureau, paper):
    earlier = upload(LAST_YEAR.encode(), "去年.txt", unit=bureau.city, by=bureau.writer)
    assert PaperFinding.objects.filter(paper=paper, earlier=earlier).exists()
    assert read_again(earlier, by=bureau.writer).changes == []
    Paper.objects.filter(pk=earlier.pk).update(bureau="桐溪县教育局")
    again = read_again(paper, by=bureau.writer)
    assert told(again, "finding").keys() == {"gone"}
    back = read_again(earlier, by=bureau.writer)
    assert told(back, "finding") == {"new": told(again, "finding")["gone"]}


def test_only_who_decides_reads_again_and_it_is_audited(bureau, paper):
    with pytest.raises(NotAllowed):
        read_again(paper, by=bureau.head)
    as_read_before(figure(paper, "330人"), value=33)
    read_again(paper, by=bureau.writer)
    event = AuditEvent.objects.get(action="paper.read_again")
    assert (event.person, event.object_id) == ("writer", str(paper.pk))
    assert event.detail == {"reader": reader_now(), "figure_otherwise": 1}


def test_the_page_offers_it_and_shows_what_became_different(bureau, paper):
    as_read_before(figure(paper, "330人"), value=33, code="")
    Paper.objects.update(reader="0.0.9 0123456789ab")
    client = browser(bureau.writer)
    url = reverse("papers:paper", args=[paper.pk])
    assert "程序或业务目录有更新" in client.get(url).text
    page = client.post(reverse("papers:read-again", args=[paper.pk]), follow=True).text
    assert "<del>33</del> → <ins>330</ins>" in page
    assert "student_aid.recipients" in page
    assert "程序或业务目录有更新" not in client.get(url).text
    assert "有什么不同" in browser(bureau.head).get(url).text
    assert "重新读取" not in browser(bureau.head).get(url).text
    assert browser(bureau.reviewer).post(reverse("papers:read-again", args=[paper.pk])).status_code == 404


MOVES = [
    ("甲3所。乙4所。", "甲3所。新。乙4所。", "4所", "4所"), ("甲3所。", "标题，甲3\n所。", "3所", "3\n所"),
    ("甲3所。", "甲4所。", "3所", None), ("甲3所。乙3所。", "乙3所。", "3所", None), ("甲3所。", "", "3所", None),
]  # fmt: skip


@pytest.mark.parametrize(("before", "now", "quote", "found"), MOVES)
def test_places_are_led_to_the_same_clause_and_nowhere_else(before, now, quote, found):
    start = before.index(quote)
    place = Moved(before, now)(start, start + len(quote))
    assert (place and now[slice(*place)]) == found
