"""The page of an editor: every block with what is known of it, from one look at the database each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import may
from taizhang.web.reports.body import HEADING, Block, Body
from taizhang.web.reports.composing import reader
from taizhang.web.reports.confirming import confirmations, hash_of, may_confirm
from taizhang.web.reports.models import Comment, Editing, Report, SignOff
from taizhang.web.reports.numbers import loose
from taizhang.web.reports.versions import current, drafted, known_runs
from taizhang.writing.numbering import numbered
from taizhang.writing.pieces import Run, Text
from taizhang.writing.tokens import Typed

STILL_HERE = timedelta(seconds=30)      # after which nobody is taken to be editing who has not said so again


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as the editor shows it: `runs` between which `loose` numbers stand, its comments and its section's word.
    """

    block: Block
    runs: tuple[Run, ...]
    heading: str = ""
    loose: tuple[Typed, ...] = ()
    comments: list[Comment] = field(default_factory=list)
    sign_off: SignOff | None = None
    confirms: bool = False
    text_hash: str = ""

    @property
    def open_comments(self) -> int:
        return sum(comment.resolved_at is None for comment in self.comments)


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything the editor shows; `number` is the version that is open."""

    number: int
    body: Body
    blocks: list[Shown]

    @property
    def loose(self) -> int:
        return sum(len(one.loose) for one in self.blocks)


def paper(report: Report, by: Person) -> Paper:
    """The newest version of a report, for the editor."""
    number, body = current(report)
    document = drafted(report)
    known = known_runs(report, document)
    typed, given, said = loose(report, document, body), confirmations(report, body), _comments(report)
    headings, read = _numbers(body), reader(document, known)
    made = [
        Shown(block, (Text(block.text),) if block.kind == HEADING else read(block).runs,
              headings.get(block.key, ""), typed.get(block.key, ()), said[block.key],
              given.get(block.key), may_confirm(block, report, by), hash_of(block))
        for block in body.blocks
    ]  # fmt: skip
    return Paper(number, body, made)


def _comments(report: Report) -> Mapping[str, list[Comment]]:
    found: dict[str, list[Comment]] = defaultdict(list)
    for comment in report.comments.select_related("by", "resolved_by"):
        found[comment.block].append(comment)
    return found


def _numbers(body: Body) -> Mapping[str, str]:
    """What stands before each heading that is printed."""
    counts = [0, 0, 0, 0]
    found = {}
    for block in body.printed:
        if block.kind == HEADING:
            counts[block.level - 1:] = [counts[block.level - 1] + 1, *[0] * (4 - block.level)]
            found[block.key] = numbered(block.level, counts[block.level - 1])
    return found


def is_editing(report: Report, key: str, by: Person) -> None:
    """Note that somebody has a block open."""
    Editing.objects.update_or_create(report=report, person=by, defaults={"block": key, "at": timezone.now()})


def has_left(report: Report, by: Person) -> None:
    """Note that somebody has none open any more."""
    Editing.objects.filter(report=report, person=by).delete()


def others_editing(report: Report, by: Person) -> list[Editing]:
    """Who else has which block open now."""
    return list(report.editing.filter(at__gte=timezone.now() - STILL_HERE).exclude(person=by).select_related("person"))


def may_write(report: Report, by: Person) -> bool:
    """Whether the person may change the text now."""
    return report.state == Report.State.DRAFT and may(by, "report.write", unit=report.unit)
