"""Of the versions of one report the newest is compared; what was sent by mistake is withdrawn; what is of elsewhere is
held against nothing here.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from taizhang.periods import Period
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.papers import receiving, withdrawing
from taizhang.web.papers.entries import Below, said_by
from taizhang.web.papers.judging import judge
from taizhang.web.papers.memo import memo_on
from taizhang.web.papers.models import Figure, Paper
from taizhang.web.papers.review import accept, take_back
from taizhang.web.papers.shelves import others_of, shelf_of
from taizhang.web.refusals import NotAllowed, Refused
from taizhang.web.supervision.actions import make_plan
from taizhang.web.supervision.taking import papers_for
from web.conftest import browser
from web.test_paper_pages import HTMX, LAST_YEAR, act, page, paper, shipped  # noqa: F401 - fixtures
from web.test_paper_review import TEXT, figure
from web.test_papers import send

AGAIN = f"{LAST_YEAR}（送审稿）\n"
ELSEWHERE = "临江市教育局2026年上半年工作总结\n一、上半年工作\n（一）学生资助\n共资助学生45678人。\n"


def sent(text: str, name: str, bureau) -> Paper:
    return receiving.upload(text.encode(), name, unit=bureau.city, by=bureau.writer)


def titles(client, **asked) -> str:
    return client.get(reverse("papers:list"), asked).text


# --- versions of one report ---------------------------------------------------------------------------------


def test_who_sends_a_report_that_is_there_in_another_format_is_told_and_led_there(bureau):
    first = sent(LAST_YEAR, "去年.txt", bureau)
    told = send(browser(bureau.writer), AGAIN.encode(), "去年送审.txt").text
    assert "这个报告期的已有 去年.txt" in told
    assert f'<a href="{reverse("papers:paper", args=[first.pk])}">去年.txt</a>' in told


def test_only_the_newest_version_is_compared_and_the_one_before_when_that_is_withdrawn(bureau, paper):  # noqa: F811
    first, second = sent(LAST_YEAR, "去年.txt", bureau), sent(AGAIN, "去年送审.txt", bureau)
    assert {one.earlier for one in paper.findings.exclude(earlier=None)} == {second}
    assert [one.paper for one in others_of(figure(paper, "330人"))] == [second]
    assert others_of(figure(first, "280人")) == others_of(figure(second, "280人"))
    assert shelf_of(bureau.city, bureau.writer).papers == [second, paper]
    withdrawing.withdraw(second, by=bureau.writer, reason="传重了")
    assert {one.earlier for one in paper.findings.exclude(earlier=None)} == {first}
    withdrawing.restore(second, by=bureau.writer)
    assert {one.earlier for one in paper.findings.exclude(earlier=None)} == {second}


def test_what_was_judged_beside_a_paper_that_is_compared_no_more_says_that(bureau, paper):  # noqa: F811
    sent(LAST_YEAR, "去年.txt", bureau)
    beside = paper.findings.exclude(earlier=None).first()
    judge(beside, "dismiss", by=bureau.writer, reason="口径不同")
    sent(AGAIN, "去年送审.txt", bureau)
    assert "不再与这份报告对照" in page(browser(bureau.writer), paper)
    assert "重读后不再有" not in page(browser(bureau.writer), paper)


def test_what_is_found_beside_its_sentence_does_not_quote_it_again(bureau, paper):  # noqa: F811
    sent(LAST_YEAR, "去年.txt", bureau)
    [base] = paper.findings.filter(code="claim-other-base")
    quote = base.told["sentence"]
    assert quote in base.zh and quote in base.en
    assert base.beside["zh"] and quote not in base.beside["zh"] + base.beside["en"]


def test_an_empty_list_says_why_it_is_empty(bureau):
    client = browser(bureau.writer)
    assert "没有撤下的来文" in titles(client, withdrawn="1")
    assert "没有找到来文" in titles(client, q="没有这样的")


# --- withdrawn ----------------------------------------------------------------------------------------------


def test_a_withdrawn_paper_is_out_of_lists_and_comparisons_and_can_be_brought_back(bureau, paper):  # noqa: F811
    earlier, client = sent(LAST_YEAR, "去年.txt", bureau), browser(bureau.writer)
    client.post(reverse("papers:withdraw", args=[earlier.pk]), {"reason": "传错了"})
    assert "去年.txt" not in titles(client)
    assert "去年.txt" in titles(client, withdrawn="1")
    assert not paper.findings.exclude(earlier=None).exists()
    assert shelf_of(bureau.city, bureau.writer).papers == [paper]
    assert "传错了" in page(client, earlier)
    with pytest.raises(Refused, match="先恢复"):
        accept(figure(earlier, "280人"), by=bureau.writer)
    client.post(reverse("papers:restore", args=[earlier.pk]))
    assert "去年.txt" in titles(client)
    assert list(AuditEvent.objects.filter(action__in=("paper.withdraw", "paper.restore")).values_list("action")) == [
        ("paper.withdraw",), ("paper.restore",)
    ]  # fmt: skip


def test_a_paper_is_not_withdrawn_without_a_reason_nor_while_the_ledger_stands_on_it(bureau, paper):  # noqa: F811
    with pytest.raises(Refused, match="写明为什么"):
        withdrawing.withdraw(paper, by=bureau.writer, reason=" ")
    accept(figure(paper, "330人"), by=bureau.writer)
    with pytest.raises(Refused, match="1 个数字已采信入账"):
        withdrawing.withdraw(paper, by=bureau.writer, reason="传错了")
    take_back(figure(paper, "330人"), by=bureau.writer, reason="传错了")
    assert withdrawing.withdraw(paper, by=bureau.writer, reason="传错了").withdrawn_at


def test_nobody_withdraws_the_paper_of_another_place(bureau, paper):  # noqa: F811
    with pytest.raises(NotAllowed):
        withdrawing.withdraw(paper, by=bureau.reviewer, reason="传错了")


# --- of another bureau --------------------------------------------------------------------------------------


def test_a_report_of_another_bureau_is_held_against_nothing_until_somebody_says_whose_it_is(bureau, paper):  # noqa: F811
    bureau.observe("student_aid.recipients", "49112", bureau.city)
    other, client = sent(ELSEWHERE, "别处.txt", bureau), browser(bureau.writer)
    assert "认定之前不与台账和往期来文对照" in page(client, other)
    assert not [one for one in memo_on(other, signature="青汀市教育局").points if "49112" in one.says]
    assert "49112" not in page(client, other, figure=figure(other, "45678人").number)
    assert shelf_of(bureau.city, bureau.writer).papers == [paper]
    client.post(reverse("papers:file-under", args=[other.pk]), {"unit": "青汀市教育局"})
    other.refresh_from_db()
    assert [one for one in memo_on(other, signature="青汀市教育局").points if "49112" in one.says]
    assert "认定之前" not in page(client, other)


# --- the list -----------------------------------------------------------------------------------------------


def test_papers_are_told_apart_by_file_and_found_by_words_and_period(bureau, paper):  # noqa: F811
    sent(LAST_YEAR, "去年.txt", bureau)
    client = browser(bureau.writer)
    for asked in ("去年", "2025年上半年", "青汀 2025H1", "writer 去年"):
        assert ("去年.txt" in (shown := titles(client, q=asked))) and "总结.txt" not in shown.replace("去年.txt", "")
    assert "没有" in titles(client, q="松果")


# --- two at once --------------------------------------------------------------------------------------------


def test_who_comes_second_is_told_who_decided_and_what(bureau, paper):  # noqa: F811
    act(browser(bureau.writer), paper, "330人", "reject")
    answer = act(browser(bureau.writer), paper, "330人", "accept", **HTMX).text
    assert "已由writer于" in answer and "定为“不采信”" in answer
    assert 'id="states" hx-swap-oob="true"' in answer
    assert Figure.objects.get(pk=figure(paper, "330人").pk).state == "rejected"


# --- the memo -----------------------------------------------------------------------------------------------


def test_the_memo_quotes_only_the_report_itself_once_and_calls_others_by_their_titles(bureau, paper):  # noqa: F811
    sent(LAST_YEAR, "去年.txt", bureau)
    [forgotten] = [one for one in memo_on(paper, signature="教育局").points if "标准化考点" in one.says]
    assert forgotten.sentence == ""
    assert "去年.txt" not in forgotten.says and "《青汀市教育局2025年上半年工作总结和下半年工作计划》" in forgotten.says
    [base] = [one for one in memo_on(paper, signature="教育局").points if "上年数" in one.says]
    assert "发放资助金12.5万元" in base.sentence and "12.5万元" not in base.says


def test_the_kinds_of_files_that_are_read_can_be_chosen_in_the_form(bureau):
    assert ".wps" in browser(bureau.writer).get(reverse("papers:upload")).text


# --- plans --------------------------------------------------------------------------------------------------


def test_a_plan_is_offered_the_papers_that_promise_something_for_its_time(bureau, paper):  # noqa: F811
    sent("青汀市教育局2026年上半年工作总结\n共资助学生330人。\n", "没有承诺.txt", bureau)
    receiving.upload(TEXT.replace("青汀市", "临浦区").encode(), "区里.txt", unit=bureau.pu, by=bureau.writer)
    plans = [make_plan(unit=bureau.city, period=Period.parse(code), title=code, by=bureau.supervisor)
             for code in ("2026H2", "2028H1")]  # fmt: skip
    assert [list(papers_for(plan, bureau.supervisor)) for plan in plans] == [[paper], []]


# --- what one key does not enter ----------------------------------------------------------------------------


def test_a_part_is_offered_with_the_split_that_its_words_name(bureau, shipped):  # noqa: F811
    text = "青汀市教育局2026年上半年工作总结\n一、学前教育\n在园幼儿46000人，公办园在园幼儿24000人。\n"
    told, below = sent(text, "园.txt", bureau), Below(bureau.city)
    splits = [dict(said_by(figure(told, one), below).dims) for one in ("46000人", "24000人")]
    assert splits == [{}, {"kg_kind": "public"}]


def test_one_schools_figure_and_an_unsure_one_take_a_second_look(bureau, shipped):  # noqa: F811
    told = sent("青汀市教育局2026年上半年工作总结\n一、学生资助\n第1所学校资助学生400人。\n", "校.txt", bureau)
    one = figure(told, "400人")
    with pytest.raises(Refused, match="请用“更正”核对"):
        accept(one, by=bureau.writer)
    again = {"indicator": "student_aid.recipients", "unit": "柳湾小学", "period": "2026H1", "value": "400"}
    browser(bureau.writer).post(reverse("papers:correct", args=[told.pk, one.number]), again)
    assert figure(told, "400人").observation.unit.name == "柳湾小学"
