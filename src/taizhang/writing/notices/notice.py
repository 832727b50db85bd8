"""What notices of supervision share: who sends them, the voice and the figures they speak with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from taizhang.supervision.standing import Light
from taizhang.writing.document import Document, Letterhead
from taizhang.writing.notices.figures import Stood, TaskFigures
from taizhang.writing.numbering import plain_date
from taizhang.writing.pieces import Paragraph, Run, Section, Table, Text
from taizhang.writing.said import as_runs
from taizhang.writing.voice import Named, Voice

LATE = (Light.RED, Light.ORANGE)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a notice, as of which day, by when an answer is wanted, on which letterhead."""

    unit: str
    day: date
    reply_by: date
    letterhead: Letterhead | None = None


@dataclass(slots=True)
class Notice:
    """A notice in the making."""

    sender: Sender
    figures: TaskFigures = field(init=False)
    voice: Voice = field(default_factory=Voice)

    def __post_init__(self) -> None:
        self.figures = TaskFigures(self.sender.unit, self.sender.day)

    def say(self, meaning: str, place: str = "", /, **named: Named) -> tuple[Run, ...]:
        """A meaning of wordings.yaml in words; `place` is what it is said of."""
        return as_runs(self.voice.say(meaning, place or self.sender.unit, **named))

    def document(self, heads: tuple[str, str], tasks: Sequence[Stood], opening: Sequence[Run],
                 sections: Sequence[Section], attachments: tuple[Table, ...]) -> Document:
        """The whole; `heads` are title and addressee, and its digest is that of the tasks as they stood."""
        title, addressee = heads
        digest = hashlib.sha256(repr(tasks).encode()).hexdigest()
        return Document(
            title=title, addressee=addressee, opening=(Paragraph(tuple(opening)),), sections=tuple(sections),
            signature=self.sender.unit, date=self.sender.day, release=f"督办台账 {self.sender.day}", digest=digest,
            attachments=attachments, evidence=self.figures.evidence, draft=False, letterhead=self.sender.letterhead)


def worst_first(tasks: Iterable[Stood]) -> list[Stood]:
    """By light, and of one light by what is due first."""
    return sorted(tasks, key=lambda stood: (-stood[1].light.badness, stood[0].ends or date.max))


def dated(day: date | None) -> Text:
    """A day as an official document writes it; 未定 where there is none."""
    return Text(plain_date(day) if day else "未定", digits=True)
