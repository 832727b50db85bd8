"""Numbers in the words of a draft: put in from the ledger, or typed and then tied to it or answered for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.ledger import audit
from taizhang.web.refusals import NotAccepted
from taizhang.web.reports.actions import locked
from taizhang.web.reports.body import PARAGRAPH, Block, Body
from taizhang.web.reports.drafting import analysis_of
from taizhang.web.reports.editing import Conflict, change
from taizhang.web.reports.figures import Found, by_spec, equal
from taizhang.web.reports.models import FigureEvidence, OwnNumber, Report, ReportVersion
from taizhang.web.reports.versions import EVIDENCE, current, drafted, known_runs
from taizhang.writing.document import Document
from taizhang.writing.pieces import FigureRun, Own, Run
from taizhang.writing.report import SHOWN_PER_FIGURE
from taizhang.writing.tokens import Typed, alike, from_tokens, tied, to_tokens, token

Settled = Callable[[Report, Typed, list[Run]], FigureRun | Own]
BLANK = "＿"        # stands where a left-out sentence lacked a figure


@dataclass(frozen=True, slots=True)
class Place:
    """Where a typed number stands: its block, its first character there, and the version in which it does."""

    key: str
    start: int
    base: int


@dataclass(frozen=True, slots=True)
class Loose:
    """A typed number of a block, and what a writer may have meant: figures of the report, results of the ledger."""

    block: Block
    typed: Typed
    alike: list[FigureRun]
    found: list[Found]


def loose(report: Report, document: Document, body: Body) -> Mapping[str, tuple[Typed, ...]]:
    """The numbers that stand in the words with nothing behind them, by the key of their block.

    What the draft itself said is not looked at again: its templates let no number pass.
    """
    said = {to_tokens(paragraph) for paragraph in document.paragraphs()}
    known = known_runs(report, document)
    changed = (one for one in body.printed if one.kind == PARAGRAPH and one.text not in said)
    found = {block.key: typed_in(block, known) for block in changed}
    return {key: typed for key, typed in found.items() if typed}


def typed_in(block: Block, known: Iterable[Run]) -> tuple[Typed, ...]:
    """The typed numbers of one block."""
    return from_tokens(block.text, known, lead=block.lead).typed


def candidates(report: Report, key: str, start: int) -> Loose:
    """One typed number with all it may be. Raises NotAccepted where there is no typed number at that place."""
    document = drafted(report)
    known = known_runs(report, document)
    block = current(report)[1].block(key)
    typed = _at(block, start, known)
    results = equal(analysis_of(report.release), typed.quantity, report.unit.code) if typed.quantity else []
    return Loose(block, typed, alike(typed, known), results)


def _at(block: Block, start: int, known: list[Run]) -> Typed:
    typed = next((one for one in typed_in(block, known) if one.start == start), None)
    if typed is None:
        raise NotAccepted(Finding("report-no-number", block.key))
    return typed


def tie(report: Report, place: Place, spec: str, *, by: Person) -> ReportVersion:
    """A typed number becomes the token of a result; `spec` names it (figures.py), or a figure of the report by anchor.

    It keeps the form in which it was typed. Raises NotAccepted where the two do not say the same.
    """
    def run(report: Report, typed: Typed, known: list[Run]) -> FigureRun:
        lookalike = next((one for one in alike(typed, known) if one.anchor == spec), None)
        result = lookalike.result if lookalike else _checked(report, spec, typed).result
        return _take_in(report, FigureRun(typed.text, result))

    return _replace(report, place, run, by=by, what="tie")


def _checked(report: Report, spec: str, typed: Typed) -> Found:
    found = _found(report, spec)
    same = equal(analysis_of(report.release), typed.quantity, report.unit.code) if typed.quantity else []
    if found.spec not in {one.spec for one in same}:
        raise NotAccepted(Finding("report-not-equal", typed.text, {"typed": typed.text, "found": found.printed}))
    return found


def answer_for(report: Report, place: Place, reason: str, *, by: Person) -> ReportVersion:
    """A typed number becomes its writer's own, with a reason. Raises NotAccepted without one."""
    if not (reason := " ".join(reason.split())):
        raise NotAccepted(Finding("report-own-reason", place.key))

    def run(report: Report, typed: Typed, _known: list[Run]) -> Own:
        row, _new = OwnNumber.objects.get_or_create(
            report=report, text=typed.text, reason=reason, defaults={"by": by}
        )  # fmt: skip
        return Own(row.text, row.reason)

    return _replace(report, place, run, by=by, what="own")


def _replace(report: Report, place: Place, run: Settled, *, by: Person, what: str) -> ReportVersion:
    """A new version in which the typed number is the token of what `run` gives. Raises Conflict in another version."""
    def made(report: Report, number: int, body: Body) -> Body:
        block = body.block(place.key)
        if number != place.base:
            raise Conflict(block, block.text, number)
        known = known_runs(report, drafted(report))
        typed = _at(block, place.start, known)
        return body.with_block(replace(block, text=tied(block.text, typed, run(report, typed, known))))

    return change(report, made, what=what, block=place.key, by=by)


@transaction.atomic
def take(report: Report, spec: str, *, by: Person) -> str:
    """Let a draft print a result; its evidence is kept. Returns the token to put into a text.

    Raises NotAllowed, and WrongState where the report is no draft any more.
    """
    report = locked(report)
    check_may(by, "report.write", unit=report.unit)
    check_following("report", report.state, "write")
    taken = _token(report, spec)
    audit.record("report.insert", report, by=by, source=spec)
    return taken


def _token(report: Report, spec: str) -> str:
    found = _found(report, spec)
    return token(_take_in(report, FigureRun(found.printed, found.result)))


def put_in(report: Report, key: str, spec: str, *, by: Person) -> ReportVersion:
    """Put a result at the end of a paragraph, before its full stop."""
    def made(report: Report, _number: int, body: Body) -> Body:
        block = body.block(key)
        words, stop = (block.text[:-1], "。") if block.text.endswith("。") else (block.text, "")
        return body.with_block(replace(block, text=words + _token(report, spec) + stop))

    return change(report, made, what="insert", block=key, by=by)


def _found(report: Report, spec: str) -> Found:
    try:
        return by_spec(analysis_of(report.release), spec, within=report.unit.code)
    except ValueError as error:
        raise NotAccepted(Finding("report-no-result", spec)) from error


def _take_in(report: Report, run: FigureRun) -> FigureRun:
    """Keep a figure's evidence and the form in which it is printed."""
    row = FigureEvidence.objects.filter(report=report, anchor=run.anchor).first()
    if row is None:
        evidence = analysis_of(report.release).evidences([run.result], size=SHOWN_PER_FIGURE)[run.key]
        row = FigureEvidence(report=report, anchor=run.anchor, evidence=EVIDENCE.dump_python(evidence, mode="json"))
    if run.text not in row.inserted:
        row.inserted = [*row.inserted, run.text]
        row.save()
    return run
