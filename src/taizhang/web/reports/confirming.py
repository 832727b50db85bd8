"""What sections say of the paragraphs of a draft: comments until they are settled, and their word for what it says."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may, may
from taizhang.web.accounts.policies import check_following
from taizhang.web.ledger import audit
from taizhang.web.refusals import NotAccepted
from taizhang.web.reports.body import PARAGRAPH, Block, Body
from taizhang.web.reports.models import Comment, Report, SignOff
from taizhang.web.reports.versions import current, sha256


@transaction.atomic
def comment(report: Report, key: str, text: str, *, by: Person) -> Comment:
    """Say something of a block. Raises NotAccepted for an empty comment."""
    check_may(by, "report.comment", unit=report.unit)
    if not text.strip():
        raise NotAccepted(Finding("report-empty", key))
    current(report)[1].block(key)
    made = Comment.objects.create(report=report, block=key, text=text.strip(), by=by)
    audit.record("report.comment", report, by=by, block=key, comment=made.pk)
    return made


@transaction.atomic
def settle(comment: Comment, *, by: Person) -> Comment:
    """A comment is dealt with; it stays to be read."""
    check_may(by, "report.comment", unit=comment.report.unit)
    comment.resolved_by, comment.resolved_at = by, timezone.now()
    comment.save(update_fields=["resolved_by", "resolved_at"])
    audit.record("report.settle", comment.report, by=by, block=comment.block, comment=comment.pk)
    return comment


@transaction.atomic
def confirm(report: Report, key: str, text_hash: str, *, by: Person) -> SignOff:
    """The section in charge stands by a paragraph as `by` has read it.

    `text_hash` is that of the text on their page. Raises NotAccepted where it has changed since, NotAllowed for a
    domain of others.
    """
    block = current(report)[1].block(key)
    check_may(by, "report.confirm", unit=report.unit, domain=block.domain or None)
    check_following("report", report.state, "write")
    if text_hash != hash_of(block):
        raise NotAccepted(Finding("report-conflict", key))
    made, _new = SignOff.objects.get_or_create(report=report, block=key, sha256=text_hash, defaults={"by": by})
    audit.record("report.confirm", report, by=by, block=key, sha256=text_hash)
    return made


def hash_of(block: Block) -> str:
    """What a section's word covers: the words and figures of a paragraph."""
    return sha256(f"{block.lead}{block.text}")


def confirmations(report: Report, body: Body) -> Mapping[str, SignOff]:
    """The word that is given for each paragraph as it stands, by its key."""
    given = {(one.block, one.sha256): one for one in report.sign_offs.select_related("by")}
    found = {block.key: given.get((block.key, hash_of(block))) for block in body.printed}
    return {key: one for key, one in found.items() if one}


def unconfirmed(report: Report, body: Body) -> list[Block]:
    """The printed paragraphs of some domain for which no section stands yet."""
    given = confirmations(report, body)
    return [one for one in body.printed if one.kind == PARAGRAPH and one.domain and one.key not in given]


def may_confirm(block: Block, report: Report, by: Person) -> bool:
    """Whether the person may stand by a paragraph."""
    return bool(block.domain) and may(by, "report.confirm", unit=report.unit, domain=block.domain)
