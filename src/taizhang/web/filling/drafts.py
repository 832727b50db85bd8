"""What people type, saved as they type: each cell with the revision it came with, so that two people who fill the same
form lose nothing. Who types over what another typed meanwhile is shown both, and chooses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from taizhang.checking.submission import key_of
from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.collection.locking import refuse_locked
from taizhang.web.collection.models import Submission, SubmissionState, Version
from taizhang.web.filling.models import Draft
from taizhang.web.filling.page import EXPLAINS, FormPage
from taizhang.web.ledger import audit

LONGEST = 1000  # characters of one cell
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # no database takes a zero character, nor half of one
REMEMBERED = 200  # keys of saves

Cell = dict[str, object]  # text, revision, by, at


@dataclass(frozen=True, slots=True)
class Saved:
    """How the draft stands after a save: `others` are cells that others changed since the base, `conflicts` those of
    them that were typed over here and were not saved: what stands there now. `refused` were not saved either."""

    draft: Draft
    others: Mapping[str, Cell] = field(default_factory=dict)
    conflicts: Mapping[str, Cell] = field(default_factory=dict)
    refused: Mapping[str, Finding] = field(default_factory=dict)


def draft_of(page: FormPage) -> Draft:
    """The draft as it stands, not yet stored where nobody typed. A version that came another way, as a workbook does,
    is gone on from: its contents are newer than the draft's."""
    submission = page.submission
    draft = Draft.objects.filter(submission=submission).first() or Draft(submission=submission)
    version = submission.current
    if version and version.number > draft.version:
        draft.version, draft.revision = version.number, draft.revision + 1
        _put(draft, said_in(version, page), by=version.entered_by, at=version.entered_at.isoformat())
    return draft


def said_in(version: Version, page: FormPage) -> dict[str, str]:
    """What a version says, as it was typed, and the explanations that came with it, by the names of this page."""
    names = names_at(version, page)
    texts = {name: cell["raw"] for cell in version.cells if (name := names.get(cell["place"]))}
    explained = version.findings.exclude(explanation="").values_list("place", "explanation")
    return texts | {EXPLAINS + names.get(place, place): text for place, text in explained}


def names_at(version: Version, page: FormPage) -> dict[str, str]:
    """The names of this page by the places of a version, which are those of a workbook where it came as one."""
    names = {cell.key: cell.name for cell in page.cells}
    keys = {cell["place"]: key_of(cell["indicator"], cell["by"]) for cell in version.cells}
    return {place: names[key] for place, key in keys.items() if key in names}


@transaction.atomic
def save(page: FormPage, typed: Mapping[str, str], *, by: Person, base: int | None = None, key: str = "") -> Saved:
    """Save what was typed by name, seen on revision `base`, or on the present one. The same key counts once.

    What a cell cannot hold is refused and keeps no other from being saved. Raises NotAllowed, and WrongState where the
    submission is with the reviewers or its round is locked.
    """
    submission = Submission.objects.select_for_update(of=("self",)).select_related("unit").get(pk=page.submission.pk)
    check_may(by, "submission.fill", unit=submission.unit, domain=submission.domain)
    check_following("submission", submission.state, "fill")
    refuse_locked([submission])
    draft = draft_of(page)
    base = draft.revision if base is None else base
    newer = {name: cell for name, cell in draft.cells.items() if cell["revision"] > base}
    names = page.names
    asked = {name: text.strip() for name, text in typed.items() if name in names}
    refused = {name: finding for name, text in asked.items() if (finding := _unfit(name, text))}
    if key and key in draft.keys:
        return Saved(draft, newer, refused=refused)
    wanted = {name: text for name, text in asked.items() if name not in refused}
    conflicts = {name: newer[name] for name, text in wanted.items() if name in newer and newer[name]["text"] != text}
    _store(draft, {name: text for name, text in wanted.items() if name not in conflicts}, key, by)
    return Saved(draft, {name: cell for name, cell in newer.items() if name not in asked}, conflicts, refused)


def _unfit(name: str, text: str) -> Finding | None:
    """Why a cell cannot hold a text."""
    if len(text) > LONGEST:
        return Finding("web-cell-too-long", name, {"count": len(text), "limit": LONGEST})
    if found := _UNSTORABLE.search(text):
        return Finding("web-unstorable", name, {"said": f"U+{ord(found[0]):04X}"})
    return None


def _store(draft: Draft, texts: Mapping[str, str], key: str, by: Person) -> None:
    """One audit event for each person who takes up the draft, not for each keystroke."""
    changed = {name: text for name, text in texts.items() if draft.text(name) != text}
    if not changed:
        return
    if draft.saved_by != by:
        audit.record("submission.draft", draft.submission, by=by)
    draft.revision, draft.saved_by, draft.saved_at = draft.revision + 1, by, timezone.now()
    _begun(draft.submission)
    draft.keys = [*draft.keys, *filter(None, [key])][-REMEMBERED:]
    _put(draft, changed, by=by, at=draft.saved_at.isoformat())
    draft.save()


def _begun(submission: Submission) -> None:
    """From the first word on it is a draft, for everybody who looks how far things are; what came back stays so until
    it is filled in anew."""
    if submission.state == SubmissionState.AWAITED:
        submission.state = SubmissionState(check_following("submission", submission.state, "fill"))
        submission.save(update_fields=["state"])


def _put(draft: Draft, texts: Mapping[str, str], *, by: Person, at: str) -> None:
    for name, text in texts.items():
        if draft.text(name) != text:
            draft.cells[name] = {"text": text, "revision": draft.revision, "by": str(by), "at": at}
