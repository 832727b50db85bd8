"""Reports go from draft to issue by two people, and what was issued is sealed with all it was made from."""

from __future__ import annotations

import ast
import re
from datetime import date
from importlib.resources import files as resources

import pytest
from django.urls import reverse
from django.utils import timezone

from taizhang import writing
from taizhang.web import files
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import NotAccepted, NotAllowed, WrongState
from taizhang.web.reports import editing
from taizhang.web.reports.closing import finish
from taizhang.web.reports.commands import draft as command
from taizhang.web.reports.drafting import draft
from taizhang.web.reports.issuing import LAYOUT, issue, sealed_files
from taizhang.web.reports.models import Letterhead, Report
from taizhang.web.reports.promises import plan_of
from taizhang.web.reports.stamping import seal_in
from taizhang.web.reports.versions import current
from taizhang.web.supervision.models import Plan, Task
from web.conftest import browser
from web.one_report import bureau, drafted, folder, home, report  # noqa: F401

# ruff: noqa: F811


@pytest.fixture
def closed(bureau, report):
    return finish(report, by=bureau.writer)


@pytest.fixture
def issued(bureau, closed):
    return issue(closed, by=bureau.head)


def kinds(report) -> dict[str, bytes]:
    return {name.rpartition(".")[2]: files.read(sha256) for name, sha256 in report.files.items()}


def imported_of_writing(module: str) -> set[str]:
    """The modules of `writing` that one of them imports."""
    tree = ast.parse(resources(writing).joinpath(f"{module}.py").read_text("utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    whole = {name.name for node in found if node.module == "taizhang.writing" for name in node.names}
    return whole | {node.module.split(".")[2] for node in found if (node.module or "").startswith("taizhang.writing.")}


def test_a_seal_covers_every_module_that_files_are_set_by():
    waiting, seen = {"to_docx", "to_pdf"}, set()
    while waiting:
        seen |= (module := {waiting.pop()})
        waiting |= imported_of_writing(*module) - seen
    holding = {"document", "pieces"}  # what is printed, which the seal has a hash of its own for
    assert {f"{module}.py" for module in seen - holding} == {part for part in LAYOUT if part.endswith(".py")}


def test_a_report_is_written_finished_and_issued_by_another(bureau, issued):
    assert (issued.state, issued.catalogue) == ("issued", catalogue().digest)
    assert issued.issued_by == bureau.head
    assert kinds(issued)["docx"][:2] == b"PK"
    with pytest.raises(WrongState):
        editing.retitle(issued, "改", by=bureau.writer)
    steps = AuditEvent.objects.filter(object_type="report", object_id=str(issued.pk)).values_list("action", flat=True)
    assert list(steps) == ["report.write", "report.finish", "report.issue", "report.seal"]


def test_a_report_is_drafted_from_the_command_line_too(bureau, report, home, capsys):
    def asked(release: str, by: str) -> int:
        return command(release, by=by, kind="summary", domains=[], home=home)

    assert asked(report.release.name, "writer") == 0
    new = Report.objects.latest("pk")
    assert (new.written_by, new == report) == (bureau.writer, False)
    assert capsys.readouterr().out.splitlines()[-1] == f"写好了 {new.pk} 《{new.title}》"
    assert (asked(report.release.name, "clerk"), asked("2019H1", "writer"), asked("2026H1", "nobody")) == (2, 2, 2)


def test_nobody_issues_what_they_wrote_in_even_as_head(bureau, report):
    second = bureau.person("second", "office_writer", bureau.city)
    editing.retitle(report, "工作总结和下半年工作计划", by=bureau.writer)
    editing.retitle(report, "工作总结和工作计划", by=second)
    closed = finish(report, by=second)
    for author in (bureau.writer, second):
        bureau.give(author, "head", bureau.city)
        with pytest.raises(NotAllowed, match="另一人"):
            issue(closed, by=author)
    assert issue(closed, by=bureau.head).state == "issued"


def test_the_seal_holds_number_date_and_hashes_and_stands_in_the_audit_chain(bureau, issued):
    seal = issued.seal
    assert (seal.document_number, seal.dated) == (f"青教〔{seal.year}〕1号", timezone.localdate())
    assert (seal.release, seal.catalogue) == (issued.release.digest, catalogue().digest)
    assert {len(one) for one in (seal.body, seal.template, *seal.files.values(), *seal.texts.values())} == {64}
    event = AuditEvent.objects.get(action="report.seal")
    assert (event.detail["body"], event.detail["files"]) == (seal.body, seal.files)
    assert all(seal_in(kinds(issued)[kind]) == seal.body for kind in ("docx", "pdf") if kind in kinds(issued))


def test_numbers_run_on_within_the_year_and_are_never_given_twice(bureau, issued):
    second, third, fourth = (finish(draft(issued.release, by=bureau.writer), by=bureau.writer) for _ in range(3))
    assert issue(second, by=bureau.head, again=True).seal.number == 2
    assert issue(third, by=bureau.head, number=9, again=True).seal.number == 9
    with pytest.raises(NotAccepted, match="9号"):
        issue(fourth, by=bureau.head, number=9)
    assert issue(Report.objects.get(pk=fourth.pk), by=bureau.head, again=True).seal.number == 10


def test_another_of_the_same_kind_unit_and_period_is_issued_only_when_that_is_meant(bureau, issued):
    second = finish(draft(issued.release, by=bureau.writer), by=bureau.writer)
    head, number = browser(bureau.head), issued.seal.document_number
    for name in ("closing", "detail"):
        assert f"已以{number}印发" in head.get(reverse(f"reports:{name}", args=[second.pk])).text
    sign = reverse("reports:step", args=[second.pk, "issue"])
    assert f"已以{number}印发" in head.post(sign).text
    assert Report.objects.get(pk=second.pk).state == "final"
    head.post(sign, {"again": "on"})
    assert Report.objects.get(pk=second.pk).state == "issued"


def test_another_kind_is_issued_without_being_asked(bureau, issued):
    brief = finish(draft(issued.release, by=bureau.writer, kind="brief"), by=bureau.writer)
    assert issue(brief, by=bureau.head).state == "issued"


def test_what_the_first_report_promised_is_not_planned_again_by_the_second(bureau, issued):
    planned = list(Task.objects.values_list("pk", flat=True))
    second = finish(draft(issued.release, by=bureau.writer), by=bureau.writer)
    issue(second, by=bureau.head, again=True)
    assert list(Task.objects.values_list("pk", flat=True)) == planned
    assert Plan.objects.count() == 1


def test_a_letterhead_of_the_bureaus_own_gives_the_number(bureau, report):
    Letterhead.objects.create(unit=bureau.city, name="青汀市教育局文件", number="青教办〔{year}〕{number}号")
    again = issue(finish(draft(report.release, by=bureau.writer), by=bureau.writer), by=bureau.head)
    assert again.seal.document_number == f"青教办〔{date.today().year}〕1号"  # noqa: DTZ011


def test_an_issued_report_is_made_again_byte_by_byte(bureau, issued):
    again = sealed_files(issued, issued.seal)
    assert {name: data for name, data in again.items() if not name.endswith("html")} == {
        name: files.read(sha256) for name, sha256 in issued.files.items() if not name.endswith("html")
    }


def test_issuing_turns_what_the_plan_promises_into_tasks(bureau, issued):
    assert [(task.what, task.owner) for task in Task.objects.all()] == [
        (one.text, bureau.aid) for one in plan_of(issued)
    ]
    assert Task.objects.exists()


def test_the_first_page_counts_what_waits_and_leads_from_each_promise_to_its_task(bureau, issued):
    second = draft(issued.release, by=bureau.writer, kind="brief")
    page = browser(bureau.writer).get("/").text
    sections = re.split(r"<h2>", page)
    waiting, promised = (next(one for one in sections if one.startswith(name)) for name in ("等待办理", "下一步"))
    assert re.search(r'class="count">(\d+)', waiting)[1] == "1"
    assert waiting.count("<li>") == 1
    assert reverse("reports:detail", args=[second.pk]) in waiting
    assert re.search(r'class="count">(\d+)', promised)[1] == "1"
    (task,) = Task.objects.all()
    assert reverse("supervision:task", args=[task.pk]) in promised
    assert "prose" not in page, "nothing scrolls within the page"


def test_only_what_the_report_still_promises_becomes_tasks(bureau, report):
    (promised,) = plan_of(report)
    key = next(block.key for block in current(report)[1].blocks if block.text.startswith("逐人落实"))
    text = current(report)[1].block(key).text
    editing.rewrite(report, key, text.replace("逐人落实", "逐人逐校落实"), base=0, by=bureau.writer)
    assert [task.text for task in plan_of(report)] == [promised.text.replace("逐人落实", "逐人逐校落实")]
    editing.drop(report, key, by=bureau.writer)
    assert plan_of(report) == ()
