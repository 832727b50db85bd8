"""What people do to the text of a draft. Each change is a version; nobody's words are lost to another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.refusals import NotAccepted, WrongState
from taizhang.web.reports.body import HEADING, PARAGRAPH, Block, Body
from taizhang.web.reports.models import Report, ReportVersion
from taizhang.web.reports.versions import body_at, current, drafted, keep, known_runs
from taizhang.writing.tokens import from_tokens


class Conflict(WrongState):
    """Somebody else changed the paragraph meanwhile. `theirs` is what it says now, `mine` what was to be saved."""

    def __init__(self, theirs: Block, mine: str, number: int) -> None:
        super().__init__(Finding("report-conflict", theirs.key))
        self.theirs, self.mine, self.number = theirs, mine, number


Change = Callable[[Report, int, Body], Body]


def change(report: Report, made: Change, *, what: str, by: Person, block: str = "") -> ReportVersion:
    """Lock the report, let `made` change its newest body, and keep what comes out as a version.

    Raises NotAllowed, and WrongState where the report is no draft any more.
    """
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
        check_may(by, "report.write", unit=report.unit)
        check_following("report", report.state, "write")
        number, body = current(report)
        new = made(report, number, body)
        version = keep(report, new, what=what, block=block, by=by)
        report.title, report.written_by, report.written_at = new.title, by, version.at
        report.save(update_fields=["title", "written_by", "written_at"])
    return version


def rewrite(report: Report, key: str, text: str, *, base: int, by: Person) -> ReportVersion:
    """Give a block other words; `base` is the version that was open.

    A paragraph keeps its figures as tokens, which may be moved or left out. Raises NotAccepted for a token that was
    altered or is unknown, and Conflict where the block was changed since `base`.
    """
    def made(report: Report, number: int, body: Body) -> Body:
        block, then = body.block(key), body_at(report, base).block(key)
        if block.text not in (then.text, text):
            raise Conflict(block, text, number)
        return body.with_block(replace(block, text=checked(report, block, text)))

    return change(report, made, what="rewrite", block=key, by=by)


def checked(report: Report, block: Block, text: str) -> str:
    """The text as it may be kept, on one line. Raises NotAccepted for a bad token, and where nothing is left."""
    text = "".join(map(str.strip, text.splitlines()))
    if not text:
        raise NotAccepted(Finding("report-empty", block.key))
    if block.kind == PARAGRAPH:
        edited = from_tokens(text, known_runs(report, drafted(report)), lead=block.lead)
        if edited.refused:
            raise NotAccepted(*edited.refused)
    return text


def retitle(report: Report, title: str, *, by: Person) -> ReportVersion:
    """Give the report another title."""
    def made(report: Report, _number: int, body: Body) -> Body:
        return replace(body, title=checked(report, Block("title", HEADING, ""), title))

    return change(report, made, what="title", by=by)


def move(report: Report, key: str, way: int, *, by: Person) -> ReportVersion:
    """One place up (-1) or down (1); a heading goes with all that stands below it."""
    return change(report, lambda _r, _n, body: body.moved(key, way), what="move", block=key, by=by)


def drop(report: Report, key: str, *, by: Person, dropped: bool = True) -> ReportVersion:
    """Leave a block (of a heading: and all below it) out of print, or with `dropped=False` take it in again."""
    def made(_report: Report, _number: int, body: Body) -> Body:
        for one in body.below(key):
            body = body.with_block(replace(body.block(one), dropped=dropped))
        return body

    return change(report, made, what="drop" if dropped else "restore", block=key, by=by)


def add(report: Report, *, after: str, text: str, by: Person, level: int = 0) -> ReportVersion:
    """A new paragraph behind the block `after`; with a `level` a heading."""
    def made(report: Report, _number: int, body: Body) -> Body:
        domain = body.block(after).domain if after else ""
        new = Block(body.free_key, HEADING if level else PARAGRAPH, "", level, domain=domain)
        return body.after(after, replace(new, text=checked(report, new, text)))

    return change(report, made, what="add", block=after, by=by)


def restore(report: Report, number: int, *, by: Person) -> ReportVersion:
    """Say again what an earlier version said; the versions between stay. Raises Refused where there is none."""
    def made(report: Report, _number: int, _body: Body) -> Body:
        return body_at(report, number)

    return change(report, made, what=f"restore {number}", by=by)
