"""A drafted document -> the blocks its writers change, and those blocks -> the document as it will be printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from taizhang.web.refusals import Refused
from taizhang.web.reports.body import HEADING, PARAGRAPH, Block, Body, reach
from taizhang.writing.document import Document
from taizhang.writing.numbering import chinese
from taizhang.writing.pieces import Paragraph, Run, Section
from taizhang.writing.tokens import from_tokens, to_tokens

_NUMBER = re.compile("^（[一二三四五六七八九十]+）")


def body_of(document: Document) -> Body:
    """The body of a document as it was drafted."""
    opening = (_paragraph(one, f"p{at}") for at, one in enumerate(document.opening))
    below = (block for at, one in enumerate(document.sections) for block in _section(one, f"{at}", 1))
    return Body(document.title, (*opening, *below))


def _section(section: Section, path: str, level: int) -> Iterator[Block]:
    yield Block(f"h{path}", HEADING, section.title, level, domain=section.domain)
    for at, paragraph in enumerate(section.paragraphs):
        yield _paragraph(paragraph, f"p{path}-{at}")
    for at, below in enumerate(section.sections):
        yield from _section(below, f"{path}-{at}", level + 1)


def _paragraph(paragraph: Paragraph, key: str) -> Block:
    return Block(key, PARAGRAPH, to_tokens(paragraph), lead=paragraph.lead, domain=paragraph.domain)


def document_with(document: Document, body: Body, known: Iterable[Run]) -> Document:
    """The drafted document saying what the body says; `known` are the runs its tokens may stand for."""
    made = _Nested(document, reader(document, known))
    return replace(document, title=body.title, **made.of(body.printed))


def reader(document: Document, known: Iterable[Run]) -> Callable[[Block], Paragraph]:
    """Gives the runs of a paragraph. Raises Refused for a token that is not known.

    What still reads as it was drafted is taken from there, since finding numbers in words takes time.
    """
    known, drafted = list(known), {to_tokens(one): one for one in document.paragraphs()}

    def read(block: Block) -> Paragraph:
        if found := drafted.get(block.text):
            return replace(found, lead=block.lead, domain=block.domain)
        edited = from_tokens(block.text, known, lead=block.lead)
        if edited.paragraph is None:
            raise Refused(*edited.refused)
        return replace(edited.paragraph, domain=block.domain)

    return read


@dataclass(frozen=True, slots=True)
class _Nested:
    """Puts blocks into the sections of a document again."""

    document: Document
    paragraph: Callable[[Block], Paragraph]

    def of(self, blocks: tuple[Block, ...]) -> dict[str, Any]:
        first = next((at for at, block in enumerate(blocks) if block.kind == HEADING), len(blocks))
        return {"opening": self.paragraphs(blocks[:first]), "sections": self.sections(blocks[first:])}

    def sections(self, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
        """One section for each heading of the highest level, with what stands below it."""
        made = []
        while blocks:
            start, end = reach(blocks, blocks[0])
            made.append(self.section(blocks[start], blocks[start + 1:end]))
            blocks = blocks[end:]
        return tuple(made)

    def section(self, heading: Block, below: tuple[Block, ...]) -> Section:
        drafted = _drafted(self.document).get(heading.key, Section(heading.text))
        first = next((at for at, block in enumerate(below) if block.kind == HEADING), len(below))
        return replace(drafted, title=heading.text, paragraphs=self.paragraphs(below[:first]),
                       sections=self.sections(below[first:]))

    def paragraphs(self, blocks: Iterable[Block]) -> tuple[Paragraph, ...]:
        """Paragraphs whose leads are counted again, since some may have gone."""
        made, number = [], 0
        for paragraph in map(self.paragraph, blocks):
            number += bool(_NUMBER.match(paragraph.lead))
            made.append(replace(paragraph, lead=_NUMBER.sub(f"（{chinese(number)}）", paragraph.lead)))
        return tuple(made)


def _drafted(document: Document) -> Mapping[str, Section]:
    """Each section as it was drafted, by its heading's key: it may hold more than headings and paragraphs."""
    def under(sections: tuple[Section, ...], path: str) -> Iterator[tuple[str, Section]]:
        for at, section in enumerate(sections):
            here = f"{path}-{at}" if path else f"{at}"
            yield f"h{here}", section
            yield from under(section.sections, here)

    return dict(under(document.sections, ""))
