"""A draft is edited by several people at once: figures stay locked, typed numbers are found, nothing is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from taizhang.web import files
from taizhang.web.accounts.models import Person, RoleKind
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import NotAccepted, NotAllowed, Refused, WrongState
from taizhang.web.reports import actions, closing, confirming, editing, left_out, numbers, queries
from taizhang.web.reports.closing import faults_of, finish
from taizhang.web.reports.comparing import since_version
from taizhang.web.reports.drafting import analysis_of, document_of
from taizhang.web.reports.figures import search
from taizhang.web.reports.issuing import issue
from taizhang.web.reports.models import FigureEvidence, Report, ReportVersion
from taizhang.web.reports.paper import paper
from taizhang.web.reports.rendering import render
from taizhang.web.reports.versions import current
from web.conftest import browser
from web.one_report import bureau, drafted, folder, home, report  # noqa: F401

# ruff: noqa: F811


def blocks(report: Report) -> list:
    return list(current(report)[1].blocks)


def about(report: Report, words: str):
    """The printed block that says the words."""
    return next(block for block in blocks(report) if words in block.text)


def said(report: Report) -> str:
    return "\n".join(paragraph.text for paragraph in document_of(report).paragraphs())


def write(report: Report, by, text: str, words: str = "认定") -> str:
    """Put a text in place of the paragraph that says the words; its key."""
    block = about(report, words)
    editing.rewrite(report, block.key, text.replace("…", block.text), base=current(report)[0], by=by)
    return block.key


# --- blocks -------------------------------------------------------------------------------------------------


def test_an_untouched_draft_reads_as_it_was_written(report):
    drafted = [paragraph.text for paragraph in document_of(report).paragraphs()]
    assert "认定家庭经济困难学生46人" in "".join(drafted)
    number, body = current(report)
    assert number == 0
    assert {block.domain for block in body.blocks if "46人" in block.text} == {"student_aid"}


def test_paragraphs_are_rewritten_moved_left_out_and_taken_in_again(bureau, report):
    key = write(report, bureau.writer, "经审核，…")
    assert "经审核，认定家庭经济困难学生46人" in said(report)
    editing.drop(report, key, by=bureau.writer)
    assert "认定家庭经济困难学生" not in said(report)
    editing.drop(report, key, dropped=False, by=bureau.writer)
    new = editing.add(report, after=key, text="各校按月公示名单。", by=bureau.writer)
    editing.move(report, about(report, "公示").key, -1, by=bureau.writer)
    at = {block.key: place for place, block in enumerate(blocks(report))}
    assert at[about(report, "公示").key] == at[key] - 1
    assert new.number == 4
    assert [version.what for version in report.versions.all()] == ["move", "add", "restore", "drop", "rewrite"]


def test_a_heading_moves_with_all_that_stands_below_it(bureau, report):
    heads = [block for block in blocks(report) if block.kind == "heading" and block.level == 1]
    editing.move(report, heads[0].key, 1, by=bureau.writer)
    assert [section.title for section in document_of(report).sections][:2] == [heads[1].text, heads[0].text]
    assert "认定家庭经济困难学生46人" in said(report)


def test_headings_and_the_title_take_other_words(bureau, report):
    editing.retitle(report, "半年工作总结", by=bureau.writer)
    head = next(block for block in blocks(report) if block.kind == "heading")
    editing.rewrite(report, head.key, "主要工作", base=1, by=bureau.writer)
    document = document_of(Report.objects.get(pk=report.pk))
    assert (document.title, document.sections[0].title) == ("半年工作总结", "主要工作")
    assert Report.objects.get(pk=report.pk).title == "半年工作总结"


BAD = {"a figure changed": ("46人", "64人", "被改成"), "a token made up": ("⟦fig-", "⟦fig-0", "不是本报告"),
       "half a token": ("⟧", "", "不完整")}


@pytest.mark.parametrize(("old", "new", "why"), BAD.values(), ids=BAD)
def test_a_locked_figure_cannot_be_changed(bureau, report, old, new, why):
    block = about(report, "认定")
    with pytest.raises(NotAccepted, match=why):
        editing.rewrite(report, block.key, block.text.replace(old, new, 1), base=0, by=bureau.writer)
    assert not report.versions.exists()


def test_a_figure_may_be_moved_and_left_out_and_keeps_its_proof(bureau, report):
    block = about(report, "认定")
    token = block.text[block.text.index("⟦"):block.text.index("⟧") + 1]
    editing.rewrite(report, block.key, f"困难学生{token}全部建档。", base=0, by=bureau.writer)
    document = document_of(report)
    (figure,) = [one for one in document.figures() if one.text == "46人"][:1]
    assert document.proven(figure)
    assert "12500" not in said(report).partition("困难")[0]


def test_only_writers_change_drafts_and_nobody_what_is_closed(bureau, report):
    with pytest.raises(NotAllowed):
        write(report, bureau.head, "改…")
    finish(report, by=bureau.writer)
    with pytest.raises(WrongState):
        write(report, bureau.writer, "改…")


# --- versions and several people ----------------------------------------------------------------------------


def test_every_change_is_a_version_with_its_hash_in_the_audit_chain(bureau, report):
    key = write(report, bureau.writer, "一、…")
    events = AuditEvent.objects.filter(action="report.save").values_list("detail", flat=True)
    assert [(one["version"], one["block"], len(one["sha256"])) for one in events] == [(1, key, 64)]
    version = ReportVersion.objects.get()
    with pytest.raises(TypeError):
        version.delete()


def test_an_earlier_version_comes_back_and_those_between_stay(bureau, report):
    write(report, bureau.writer, "第一稿：…")
    write(report, bureau.writer, "第二稿：…", "第一稿")
    editing.restore(report, 1, by=bureau.writer)
    assert "第一稿" in said(report)
    assert "第二稿" not in said(report)
    assert report.versions.count() == 3
    editing.restore(report, 0, by=bureau.writer)
    assert "稿：" not in said(report)
    with pytest.raises(Refused, match="没有第99版"):
        editing.restore(report, 99, by=bureau.writer)


def test_two_people_in_different_paragraphs_do_not_meet(bureau, report):
    other = bureau.person("second", "office_writer", bureau.city)
    first, second = about(report, "认定"), about(report, "人数较多")
    editing.rewrite(report, first.key, f"甲。{first.text}", base=0, by=bureau.writer)
    editing.rewrite(report, second.key, f"乙。{second.text}", base=0, by=other)
    assert "甲。" in said(report)
    assert "乙。" in said(report)


def test_two_people_in_one_paragraph_both_see_both_texts(bureau, report):
    other = bureau.person("second", "office_writer", bureau.city)
    block = about(report, "认定")
    editing.rewrite(report, block.key, f"甲写的。{block.text}", base=0, by=bureau.writer)
    client, url = browser(other), reverse("reports:save", args=[report.pk, block.key])
    page = client.post(url, {"text": f"乙写的。{block.text}", "base": 0})
    assert page.status_code == 409
    assert "甲写的" in page.text
    assert "乙写的" in page.text
    again = client.post(url, {"text": f"甲乙合写。{block.text}", "base": 1})
    assert again.status_code == 302
    assert "甲乙合写" in said(report)


def test_the_difference_to_an_earlier_version_is_told_by_sentence(bureau, report):
    write(report, bureau.writer, "经审核，…各校已公示。")
    changes = [change for change in since_version(report, 0) if change.kind != "same"]
    assert [(change.kind, change.new[:4]) for change in changes] == [("changed", "经审核，"), ("new", "各校已公")]


def test_who_else_writes_is_hinted(bureau, report):
    other = bureau.person("second", "office_writer", bureau.city)
    key = about(report, "认定").key
    browser(other).get(reverse("reports:block", args=[report.pk, key]))
    assert "second正在编辑" in browser(bureau.writer).post(reverse("reports:here", args=[report.pk])).text
    assert "second也正在改" in browser(bureau.writer).get(reverse("reports:block", args=[report.pk, key])).text


# --- numbers ------------------------------------------------------------------------------------------------


def test_a_typed_number_is_shown_marked_and_keeps_the_draft_open(bureau, report):
    key = write(report, bureau.writer, "…走访困难家庭46户。")
    (block,) = [one for one in paper(report, bureau.writer).blocks if one.loose]
    assert (block.block.key, block.loose[0].text) == (key, "46户")
    page = browser(bureau.writer).get(reverse("reports:editor", args=[report.pk])).text
    assert '<mark class="loose">46户</mark>' in page
    with pytest.raises(Refused, match=r"46户.*还没有依据[^⟦]*$"):
        finish(report, by=bureau.writer)
    assert browser(bureau.writer).post(reverse("reports:step", args=[report.pk, "finish"])).status_code == 400
    assert Report.objects.get(pk=report.pk).state == "draft"


def typed(report: Report, key: str) -> numbers.Place:
    (one,) = next(block.loose for block in paper(report, report.written_by).blocks if block.block.key == key)
    return numbers.Place(key, one.start, current(report)[0])


def test_a_typed_number_is_tied_to_an_equal_result_of_the_ledger(bureau, report):
    key = write(report, bureau.writer, "…其中小学46人。")
    place = typed(report, key)
    offered = numbers.candidates(report, key, place.start)
    assert {found.result.known for found in offered.found} == {Decimal(46)}
    assert {run.text for run in offered.alike} == {"46人"}
    part = next(found for found in offered.found if dict(found.result.by) == {"stage": "primary"})
    numbers.tie(report, place, part.spec, by=bureau.writer)
    assert not paper(report, bureau.writer).loose
    document = document_of(report)
    (figure,) = [one for one in document.figures() if dict(one.result.by) == {"stage": "primary"}]
    assert (figure.text, document.proven(figure)) == ("46人", True)
    assert browser(bureau.head).get(reverse("reports:figure", args=[report.pk, figure.anchor])).status_code == 200
    assert finish(report, by=bureau.writer).state == "final"


def test_a_number_is_not_tied_to_what_says_something_else(bureau, report):
    key = write(report, bureau.writer, "…其中小学47人。")
    (other,) = search(analysis_of(report.release), "家庭经济困难学生", "C", within="C")[:1]
    with pytest.raises(NotAccepted, match="不相等"):
        numbers.tie(report, typed(report, key), other.spec, by=bureau.writer)
    with pytest.raises(NotAccepted, match="没有这一项"):
        numbers.tie(report, typed(report, key), '["x.y","C","2026H1",{},""]', by=bureau.writer)


def test_a_number_of_the_writers_own_needs_a_reason_and_is_shown_as_such(bureau, report):
    key = write(report, bureau.writer, "…走访困难家庭38户。")
    with pytest.raises(NotAccepted, match="理由"):
        numbers.answer_for(report, typed(report, key), "  ", by=bureau.writer)
    numbers.answer_for(report, typed(report, key), "办公室走访登记", by=bureau.writer)
    assert 'title="办公室走访登记">38户' in browser(bureau.writer).get(reverse("reports:editor", args=[report.pk])).text
    assert finish(report, by=bureau.writer).state == "final"


def test_a_result_is_found_by_its_words_and_put_in_with_its_proof(bureau, report):
    client, key = browser(bureau.writer), about(report, "认定").key
    page = client.get(reverse("reports:search", args=[report.pk, key]), {"q": "资助 经费", "org": "C01"}).text
    assert "临浦区教育局" in page
    spec = search(analysis_of(report.release), "资助经费", "C01", within="C")[0].spec
    assert client.post(reverse("reports:take", args=[report.pk, key]), {"spec": spec}).status_code == 302
    assert "1.25万元。" in said(report)
    token = client.post(reverse("reports:take", args=[report.pk, key]), {"spec": spec, "as": "token"}).json()["token"]
    row = FigureEvidence.objects.get(anchor=token[1:].partition("|")[0])
    assert row.evidence["result"]["org"] == "C01"
    assert finish(report, by=bureau.writer).state == "final"


@pytest.fixture
def neighbour(bureau, report):
    """A writer of another county, with a report of it that was given the city's text and figures."""
    writer = bureau.person("neighbour", RoleKind.OFFICE_WRITER, bureau.xi)
    evidence = dict(report.evidence.values_list("anchor", "evidence"))
    return writer, actions.write(unit=bureau.xi, release=report.release, kind="summary", document=report.document,
                                 evidence=evidence, by=writer)


@pytest.mark.parametrize("org", ["C", "C01", "S1"])
def test_figures_of_units_that_are_not_the_reports_are_neither_found_nor_put_in(neighbour, org):
    writer, theirs = neighbour
    key = about(theirs, "认定").key
    find, take = reverse("reports:search", args=[theirs.pk, key]), reverse("reports:take", args=[theirs.pk, key])
    page = browser(writer).get(find, {"q": "困难学生", "org": org}, headers={"HX-Request": "true"}).text
    assert "没有这样的数据" in page
    spec = f'["student_aid.hardship", "{org}", "2026H1", {{}}, ""]'
    assert browser(writer).post(take, {"spec": spec, "as": "token"}).status_code == 422
    with pytest.raises(NotAccepted, match="报告单位及其下级的数据里没有"):
        numbers.put_in(theirs, key, spec, by=writer)


def test_behind_a_figure_of_another_unit_nothing_is_shown_to_who_may_not_read_there(bureau, neighbour):
    writer, theirs = neighbour
    row = next(row for row in theirs.evidence.all() if row.evidence["result"]["code"] == "student_aid.hardship")
    url = reverse("reports:figure", args=[theirs.pk, row.anchor])
    assert "松溪小学" not in browser(writer).get(url, headers={"HX-Request": "true"}).text
    assert "松溪小学" in browser(bureau.writer).get(url, headers={"HX-Request": "true"}).text


def test_nothing_is_put_into_a_report_that_is_no_draft_any_more(bureau, report):
    spec = search(analysis_of(report.release), "资助经费", "C01", within="C")[0].spec
    key = about(report, "认定").key
    finish(report, by=bureau.writer)
    url = reverse("reports:take", args=[report.pk, key])
    assert browser(bureau.writer).post(url, {"spec": spec, "as": "token"}).status_code == 409
    with pytest.raises(WrongState):
        numbers.take(report, spec, by=bureau.writer)
    assert not FigureEvidence.objects.exclude(inserted=[]).exists()


def test_who_takes_a_figure_to_put_it_in_is_in_the_audit_log(bureau, report):
    spec = search(analysis_of(report.release), "资助经费", "C01", within="C")[0].spec
    numbers.take(report, spec, by=bureau.writer)
    event = AuditEvent.objects.get(action="report.insert")
    assert (event.object_id, event.detail["source"]) == (str(report.pk), spec)


def test_who_drafted_a_report_does_not_issue_it_though_a_colleague_changed_it_last(bureau, report):
    bureau.give(bureau.writer, RoleKind.HEAD, bureau.city)
    drafter = Person.objects.get(pk=bureau.writer.pk)
    colleague = bureau.person("colleague", RoleKind.OFFICE_WRITER, bureau.city)
    editing.retitle(report, "半年工作总结", by=colleague)
    bureau.give(colleague, RoleKind.HEAD, bureau.city)
    closed = finish(report, by=drafter)
    for writer in (drafter, Person.objects.get(pk=colleague.pk)):
        assert queries.steps(closed, writer) == ["reopen"]
        assert closed not in queries.waiting(writer)
        with pytest.raises(NotAllowed):
            issue(closed, by=writer)
    assert queries.steps(closed, bureau.head) == ["issue"]
    assert closed in queries.waiting(bureau.head)


# --- what was left out --------------------------------------------------------------------------------------


def test_a_left_out_sentence_is_listed_and_its_place_taken_with_own_words(bureau, report):
    (one,) = [row for row in document_of(report).left_out if "recipients" in row.sentence]
    page = browser(bureau.writer).get(reverse("reports:editor", args=[report.pk])).text
    assert one.why in page
    at = document_of(report).left_out.index(one)
    browser(bureau.writer).post(reverse("reports:stand_in", args=[report.pk, at]))
    block = about(report, "资助学生＿＿")
    assert block.domain == "student_aid"
    with pytest.raises(Refused, match="空格没有填"):
        finish(report, by=bureau.writer)
    with pytest.raises(Refused, match="已经放入"):
        left_out.stand_in(report, at, by=bureau.writer)


# --- comments and sections' word ----------------------------------------------------------------------------


def test_a_paragraph_is_commented_on_until_that_is_settled(bureau, report):
    client, key = browser(bureau.officer), about(report, "认定").key
    client.post(reverse("reports:comment", args=[report.pk, key]), {"text": "请核对学段"})
    assert "请核对学段" in browser(bureau.head).get(reverse("reports:closing", args=[report.pk])).text
    comment = report.comments.get()
    browser(bureau.writer).post(reverse("reports:settle", args=[report.pk, key]), {"comment": comment.pk})
    comment.refresh_from_db()
    assert comment.resolved_by == bureau.writer
    assert browser(bureau.clerk).post(reverse("reports:comment", args=[report.pk, key])).status_code == 404


def test_a_sections_word_holds_until_the_paragraph_changes(bureau, report):
    block = about(report, "认定")
    confirming.confirm(report, block.key, confirming.hash_of(block), by=bureau.officer)
    assert block.key in confirming.confirmations(report, current(report)[1])
    key = write(report, bureau.writer, "…各校已公示。")
    assert key not in confirming.confirmations(report, current(report)[1])
    with pytest.raises(NotAccepted):
        confirming.confirm(report, key, confirming.hash_of(block), by=bureau.officer)
    editing.restore(report, 0, by=bureau.writer)
    assert key in confirming.confirmations(report, current(report)[1])


def test_a_section_gives_no_word_for_others(bureau, report):
    outsider = bureau.person("other", "section_officer", bureau.city, domains=["preschool"])
    block = about(report, "认定")
    with pytest.raises(NotAllowed):
        confirming.confirm(report, block.key, confirming.hash_of(block), by=outsider)
    with pytest.raises(NotAllowed):
        confirming.confirm(report, block.key, confirming.hash_of(block), by=bureau.writer)


def test_a_bureau_may_ask_for_every_sections_word_before_closing(bureau, report, settings):
    settings.REPORT_SIGN_OFF = True
    with pytest.raises(Refused, match="会签"):
        finish(report, by=bureau.writer)
    for block in confirming.unconfirmed(report, current(report)[1]):
        confirming.confirm(report, block.key, confirming.hash_of(block), by=bureau.officer)
    assert finish(report, by=bureau.writer).state == "final"


def test_nothing_stands_against_a_draft_as_it_was_written(report):
    assert [fault for fault in faults_of(report) if fault.severity == "error"] == []
    assert catalogue().digest == report.catalogue


def test_what_is_saved_while_a_draft_is_being_closed_is_in_its_files(bureau, report, monkeypatch):
    def saved_before_it_is_locked(tried):
        files_made = render(tried)
        write(tried, bureau.writer, "经审核，…")
        monkeypatch.setattr(closing, "render", render)
        return files_made

    monkeypatch.setattr(closing, "render", saved_before_it_is_locked)
    closed = finish(report, by=bureau.writer)
    html = next(sha256 for name, sha256 in closed.files.items() if name.endswith("html"))
    assert "经审核，" in files.read(html).decode()
