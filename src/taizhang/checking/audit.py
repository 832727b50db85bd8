"""What a check of a written report has to say of its own figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from taizhang.checking.places import place, quoted
from taizhang.findings import Finding
from taizhang.quantities import Qualifier
from taizhang.reading.model import Claim, Figure, Kind, Reading, Verdict
from taizhang.reading.subject import UNRELATED

_NEARLY = Decimal("0.85")   # of a total, that its parts make


def audit(reading: Reading) -> list[Finding]:
    """Everything about a report's own figures that a careful reader would question, in reading order.

    Contradictions are errors, or warnings where a figure is only approximate (约); what is doubtful but cannot
    be recomputed (a lost number, a rate over 100 %) is a warning. A text that is not on education gets a note.
    """
    figures = {figure.id: figure for figure in reading.figures}
    found = [finding for claim in reading.claims if (finding := _of_claim(reading, claim, figures))]
    return [*_unrelated(reading), *found]


def _unrelated(reading: Reading) -> Iterator[Finding]:
    if reading.documents and all(document.kind == UNRELATED for document in reading.documents):
        yield Finding("file-unrelated", reading.name, {"name": reading.name})


def _of_claim(reading: Reading, claim: Claim, figures: Mapping[str, Figure]) -> Finding | None:
    if claim.verdict is Verdict.CONTRADICTED:
        vague = any(figures[i].qualifier is not Qualifier.EXACT for i in _ids(claim) if i in figures)
        code = "claim-contradicted-about" if vague else "claim-contradicted"
    elif claim.verdict is Verdict.UNCHECKABLE and (claim.message or claim.cause) and _is_doubtful(claim, figures):
        code = "claim-doubtful"
    else:
        return None
    return Finding(code, place(reading, claim.start, claim.end), {
        "claim": claim.id, "type": claim.type,
        "sentence": quoted(reading, claim.start, claim.end, told=[figures[i] for i in _ids(claim) if i in figures]),
        "stated": claim.stated, "computed": claim.computed, "needs": claim.needs,
        "message": claim.message or claim.cause, "message_en": claim.message_en or claim.cause_en,
        "cause": f"（{claim.cause}）" if claim.cause and claim.message else "",
        "cause_en": f" ({claim.cause_en})" if claim.cause_en and claim.message_en else "",
    })


def _is_doubtful(claim: Claim, figures: Mapping[str, Figure]) -> bool:
    """Of sums those of one part that is more, and those nearly made: 「128所，其中56所、42所、20所」 may lack two.

    And those of changes of which the levels add up, so that none is left out.
    """
    if claim.type != "sum":
        return True
    total = figures.get(str(claim.members.get("total")))
    if total is not None and total.kind is Kind.CHANGE and claim.computed is not None:
        return True
    if not claim.stated or claim.computed is None:
        return False
    larger = claim.computed > claim.stated and len(claim.members["parts"]) == 1
    return larger or _NEARLY <= claim.computed / claim.stated < 1


def _ids(claim: Claim) -> Iterator[str]:
    for ids in claim.members.values():
        yield from [ids] if isinstance(ids, str) else ids
