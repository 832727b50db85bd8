"""The body of a report as a list of blocks that people order, drop and rewrite: headings, and paragraphs with tokens.

A block keeps its key through every version, so that comments, confirmations and two people's changes find it again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from taizhang.web.refusals import Refused

HEADING, PARAGRAPH = "heading", "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of some `level`, or a paragraph: its words with its figures as tokens.

    `lead` is a heading that runs into the paragraph. The section in charge of `domain` confirms what it says.
    """

    key: str
    kind: str
    text: str
    level: int = 0
    lead: str = ""
    domain: str = ""
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """Everything of a report that its writers change."""

    title: str
    blocks: tuple[Block, ...]

    def block(self, key: str) -> Block:
        """The block of that key. Raises Refused where there is none."""
        found = next((block for block in self.blocks if block.key == key), None)
        if found is None:
            raise Refused.because("report-no-block", key, key=key)
        return found

    def with_block(self, block: Block) -> Body:
        """The body with one block replaced by the one of the same key."""
        return replace(self, blocks=tuple(block if one.key == block.key else one for one in self.blocks))

    def moved(self, key: str, by: int) -> Body:
        """The body with a block (a heading: all that stands below it, too) one place up (-1) or down (1)."""
        start, end = reach(self.blocks, self.block(key))
        moving, rest = self.blocks[start:end], (*self.blocks[:start], *self.blocks[end:])
        level = self.blocks[start].level if self.blocks[start].kind == HEADING else 0
        at = _place(rest, start, by, level)
        return replace(self, blocks=(*rest[:at], *moving, *rest[at:]))

    def after(self, key: str, new: Block) -> Body:
        """The body with a new block behind the one of that key; at the end of the opening where `key` is empty."""
        at = next((at for at, one in enumerate(self.blocks, 1) if one.key == key), 0)
        return replace(self, blocks=(*self.blocks[:at], new, *self.blocks[at:]))

    def below(self, key: str) -> list[str]:
        """The keys of a block and, of a heading, of all that stands below it."""
        start, end = reach(self.blocks, self.block(key))
        return [block.key for block in self.blocks[start:end]]

    @property
    def free_key(self) -> str:
        """A key that no block has."""
        numbers = (int(block.key[1:]) for block in self.blocks if re.fullmatch(r"n[0-9]+", block.key))
        return f"n{max(numbers, default=0) + 1}"

    @property
    def printed(self) -> tuple[Block, ...]:
        """The blocks that are not dropped."""
        return tuple(block for block in self.blocks if not block.dropped)


def reach(blocks: tuple[Block, ...], block: Block) -> tuple[int, int]:
    """Where a block stands, and where what stands below it ends."""
    start = blocks.index(block)
    if block.kind != HEADING:
        return start, start + 1
    behind = range(start + 1, len(blocks))
    return start, next((at for at in behind if _ends(blocks[at], block.level)), len(blocks))


def _ends(block: Block, level: int) -> bool:
    return block.kind == HEADING and block.level <= level


def _place(rest: tuple[Block, ...], at: int, by: int, level: int) -> int:
    """Where a block taken out at `at` goes: a paragraph past its neighbour, a heading past the section beside it."""
    if not level:
        return min(max(at + by, 0), len(rest))
    stops = [place for place, block in enumerate(rest) if _ends(block, level)] + [len(rest)]
    if by < 0:
        return max((stop for stop in stops if stop < at), default=at)
    return min((stop for stop in stops if stop > at), default=at)


def told(body: Body) -> dict[str, Any]:
    """The body as JSON."""
    return asdict(body)


def retold(kept: Mapping[str, Any]) -> Body:
    """The body from what `told` gave."""
    return Body(kept["title"], tuple(Block(**block) for block in kept["blocks"]))
