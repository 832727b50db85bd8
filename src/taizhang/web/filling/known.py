"""What is known already for the cells of a form, and where from: nobody types twice what the bureau has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from taizhang.checking.contents import Content
from taizhang.checking.inputs import Input, read_input
from taizhang.checking.submission import Key, key_of
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import Submission
from taizhang.web.collection.templatetags.spoken import form_title
from taizhang.web.filling.drafts import draft_of
from taizhang.web.filling.models import Draft
from taizhang.web.filling.page import FormPage, versions_beside
from taizhang.web.ledger.fields import plain
from taizhang.web.ledger.models import Observation


@dataclass(frozen=True, slots=True)
class KnownContent:
    """A content, and in words where it comes from: the title of another form, or the source in the ledger."""

    text: str
    origin: str


def known(submission: Submission) -> Mapping[Key, KnownContent]:
    """What the ledger holds in force for the unit and period, and over it what the unit typed into other forms.

    Values of earlier periods are none of it: they stand beside the cells, to be compared, never in them.
    """
    return _in_the_ledger(submission) | _in_other_forms(submission)


def _in_the_ledger(submission: Submission) -> dict[Key, KnownContent]:
    rows = Observation.objects.in_force().filter(unit=submission.unit, period=submission.period)
    return {
        key_of(row.indicator, row.dims): KnownContent(plain(row.value), str(row.source))
        for row in rows.exclude(value=None).select_related("source")
    }


def _in_other_forms(submission: Submission) -> dict[Key, KnownContent]:
    return {
        key_of(cell["indicator"], cell["by"]): KnownContent(cell["raw"], form_title(version.submission.what))
        for version in versions_beside(submission) for cell in version.cells if cell["value"] is not None
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What stands already in the cells of forms, numbers as numbers, and where from what nobody typed came."""

    contents: Mapping[Key, Content]
    origins: Mapping[Key, str]


def prefilled(submissions: Iterable[Submission]) -> Prefilled:
    """For a workbook: what was typed or sent, else what is known."""
    contents: dict[Key, Content] = {}
    origins: dict[Key, str] = {}
    for submission in submissions:
        if submission.what in catalogue().forms:
            page, already = FormPage.of(submission), known(submission)
            texts = texts_of(page, draft_of(page), already)
            contents |= {cell.key: _content(cell, text) for cell in page.cells if (text := texts.get(cell.name))}
            origins |= {key: one.origin for key, one in already.items() if key in contents}
    return Prefilled(contents, origins)


def texts_of(page: FormPage, draft: Draft, already: Mapping[Key, KnownContent]) -> dict[str, str]:
    """By name, what stands on the page when it is opened: the draft, and where nobody typed, what is known."""
    said = {cell.name: already[cell.key].text for cell in page.cells if cell.key in already}
    return said | {name: cell["text"] for name, cell in draft.cells.items()}


def _content(cell: Input, text: str) -> Content:
    value, finding = read_input(text, cell)
    return float(value) if isinstance(value, Decimal) and finding is None else text
