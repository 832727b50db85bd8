"""A text as received, made clean without losing where each character came from.

>>> received = "清川縣教育局報(bào)告: 投資 5,027 萬元,占93%"
>>> clean = clean_text(received)
>>> clean.text
'清川县教育局报告：投资5,027万元，占93%'
>>> start, end = clean.origin(11, 18)
>>> received[start:end]
'5,027 萬元'
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

from taizhang.reading.cleaning import breaks, cells, furniture, marks, markup, pages, script
from taizhang.reading.cleaning.draft import Alignment, Draft
from taizhang.reading.cleaning.marks import LOST, MASK
from taizhang.reading.model import Cleaning

__all__ = ["LOST", "MASK", "CleanText", "clean_text"]

# The order matters: patterns of a pass may rely on what the passes before it have put right.
_PASSES = (
    pages.drop_running_heads, markup.drop_markup, markup.part_cells, cells.part_lone_cells, cells.part_spaced_cells,
    marks.drop_invisible, marks.narrow, script.drop_pinyin, script.simplify, marks.mark_faults, marks.widen,
    furniture.drop_furniture, breaks.drop_page_marks, breaks.join_numbers, breaks.join_lines,
    marks.close_up, marks.unify_masks, furniture.mend_doubled,
)


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text after cleaning, what cleaning changed, and the way back to the text as received.

    Masks stand in it as × (one for each mark received), characters lost to a wrong encoding as □.
    """

    text: str
    cleanings: list[Cleaning]
    alignment: Alignment

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where `start` to `end` of the clean text stands in the text as received."""
        return self.alignment.origin(start, end)


def clean_text(received: str) -> CleanText:
    """Clean a text of any kind; never fails. Offsets in and out count characters."""
    draft = Draft(received)
    for repair in _PASSES:
        repair(draft)
    return CleanText(draft.text, sorted(draft.cleanings, key=itemgetter(1)), draft.alignment)
