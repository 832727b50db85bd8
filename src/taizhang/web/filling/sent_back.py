"""What was sent and came back: what it said, and what was said of it, at the cells of the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from taizhang.web.collection.models import ReviewEvent
from taizhang.web.filling.drafts import names_at, said_in
from taizhang.web.filling.page import EXPLAINS, FormPage


def _last_return(page: FormPage) -> ReviewEvent | None:
    return page.submission.reviews.filter(action="return").select_related("version").last()


def sent(page: FormPage) -> Mapping[str, str]:
    """By name of cell, what the version said that was sent back; nothing where none was."""
    review = _last_return(page)
    texts = said_in(review.version, page) if review else {}
    return {name: text for name, text in texts.items() if not name.startswith(EXPLAINS)}


def notes(page: FormPage) -> Mapping[str, list[str]]:
    """By name of cell, the notes of the last return, wherever the version had the cell."""
    found: dict[str, list[str]] = defaultdict(list)
    if review := _last_return(page):
        names = names_at(review.version, page)
        for note in review.notes.all():
            found[names.get(note.place, note.place)].append(note.text)
    return found

