"""A field of the bureau's work, and what a report says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from taizhang.catalogue.formulas.syntax import Formula
from taizhang.catalogue.model.titles import Title

OUTLINE_PARTS = ("done", "problems", "next")


@dataclass(frozen=True, slots=True)
class Domain:
    """A field of the bureau's work."""

    code: str
    title: Title
    section: str = ""
    purpose: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class OutlineTask:
    """What a planned sentence promises: who, which indicator is to reach what, by when."""

    owner: str
    target: Mapping[str, Decimal] = field(default_factory=dict)
    due: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something a report says: `say` holds wordings of the same thing, `when` the condition."""

    say: tuple[str, ...]
    when: Formula | None = None
    task: OutlineTask | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What a report says of a domain: achievements, problems, next steps."""

    domain: str
    done: tuple[Sentence, ...] = ()
    problems: tuple[Sentence, ...] = ()
    next: tuple[Sentence, ...] = ()

    def sentences(self) -> Iterator[tuple[str, int, Sentence]]:
        """Every sentence with its part and its place in that, from 0."""
        for part in OUTLINE_PARTS:
            for at, sentence in enumerate(getattr(self, part)):
                yield part, at, sentence
