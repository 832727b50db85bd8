"""Sums that hold only with a part which the name of their total rules out.

「已开工项目90所。投入使用43所，主体完工23所，主体在建19所，未开工5所」; 「公办学校36所，其中乡镇30所、民办6所」.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from taizhang.reading.claims import cues
from taizhang.reading.claims.totals.sum_claims import sum_claim
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import Mention, Places, exact
from taizhang.reading.model import Claim, Verdict

_THINGS = "(?:的|项目|工程|学校|幼儿园|园|校舍|[总人]?数|共?有?|达到?|为)*"
_DONE = re.compile(f"(?:^|[^未应])已经?(?P<verb>[一-龥]{{2}}){_THINGS}$")
_UNDONE = re.compile("(?:其中|另有|还有)?(?:尚|仍|还)?未(?P<verb>[一-龥]{2})的?(?:有|为)?")
_PUBLIC = re.compile(f"(?<![、和及与])公办{_THINGS}$")
_PRIVATE = re.compile("(?:其中)?民办(?:学校|幼儿园|园)?(?:有|为)?")
_FEWEST, _MANY = 3, 4    # parts of a list; of one that no word announces


def gainsaid(places: Places, found: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, but for those with one such part: of these the others are what the total is called, and make less."""
    for one in found:
        parts = [places[part][1] for part in one.members.get("parts", ()) if part in places]
        if one.verdict not in HOLDING or "total" not in one.members or len(parts) < _FEWEST:
            yield one
            continue
        sentence, whole = places[str(one.members["total"])]
        others = [m for m in parts if not _rules_out(whole, m)]
        announced = cues.PARTS.search(sentence.text, whole.end, max(whole.end, parts[0].start)) is not None
        listed = others == parts[:-1] and (announced if parts[0] in sentence.mentions else len(parts) >= _MANY)
        sure = listed and len(parts) == len(one.members["parts"]) and all(map(exact, (whole, *parts)))
        yield sum_claim(sentence, whole, others, Verdict.CONTRADICTED) if sure else one


def _rules_out(whole: Mention, part: Mention) -> bool:
    """已开工 has no part 未开工, 公办 none that is 民办."""
    done, undone = _DONE.search(whole.lead), _UNDONE.fullmatch(part.lead)
    if done is not None and undone is not None and part.number:
        return done["verb"] == undone["verb"]
    public = _PUBLIC.search(whole.lead) is not None and "民办" not in whole.lead
    return public and part.number > 0 and _PRIVATE.fullmatch(part.lead) is not None
