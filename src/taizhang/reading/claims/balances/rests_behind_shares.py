"""What is left, told just behind a share: 「规划4.2亿元，累计完成3.3亿元，占规划总投资的78.6%，剩余9000万元」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from taizhang.reading.claims import cues
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.sum_claims import not_told_yet, sum_claim
from taizhang.reading.claims.totals.sum_verdicts import verdict_of
from taizhang.reading.claims.verdicts import HOLDING
from taizhang.reading.claims.view import NEAR, Mention, Places, Sentence, added, exact
from taizhang.reading.model import Claim, Verdict

_LEFT = re.compile("(?:目前|[现还尚仍仅只])*(?:[剩其]余|[剩余]下|下余|[剩余])的?(?:尚?有|为)?(?P<of>[一-龥]*)")
_ANY_NAME = frozenset({"", "资金", "投资", "任务", "部分", "面积", "款项", "缺口"})
_OTHERWISE = re.compile("移[送交]|转[交办出入]|不予|不属|撤[回销并]|核[减销]|列入|销号|遗留|加上|另|新[增产发欠形建]"
                        "|(?<![比较])[上去前]年|结转|追加|调整|扣除|含|[请事病]假|退出|取消|月[底末]|季度|半年")
_SO_FAR = re.compile("累计|共计?|合计|总计")
_JOINED = re.compile("[和及与、]|以[上下内]|左右|等")
_SHARE = {"whole", "part", "share"}
_FAR = 2                 # clauses behind the share
_NAMED = 2               # pairs of characters by which a share names a whole above


class Rest(NamedTuple):
    """A share, what it is of, the parts that have one of that, and what is told to be left behind it."""

    sentence: Sentence
    whole: Mention
    parts: list[Mention]
    share: Mention
    rest: Mention

    @property
    def part(self) -> Mention:
        return self.parts[-1]


def rests_behind_shares(sentences: Sequence[Sentence], places: Places, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, and one for each count behind a share that holds which says what its part leaves of its whole."""
    yield from claims
    judged = (claim for one in _told(places, claims) for claim in _judged(places, one))
    yield from not_told_yet(judged, [claim for claim in claims if claim.type == "sum"])


def _told(places: Places, claims: Sequence[Claim]) -> Iterator[Rest]:
    """Each share with a rest behind it, and with the shares of the same whole before it in its sentence."""
    parts: defaultdict[tuple[int, str], list[Mention]] = defaultdict(list)
    for found in claims:
        if found.type != "share" or found.verdict not in HOLDING or found.members.keys() != _SHARE:
            continue
        told = (places[str(found.members[name])] for name in ("whole", "part", "share"))
        (_, whole), (_, part), (sentence, share) = told
        alike, rest = parts[sentence.start, whole.figure.id], rest_behind(sentence, share)
        if part.end <= share.start and part.unit == whole.unit:
            alike.append(part)
            if rest is not None and rest.unit == part.unit and rest.segment - part.segment <= 1:
                yield Rest(sentence, whole, list(alike), share, rest)


def rest_behind(sentence: Sentence, share: Mention) -> Mention | None:
    """The count that says what is left, where it is the first behind a share, or None."""
    rest = next((m for m in sentence.levels if m.start > share.end and m.unit != "%" and m.surrounds(share)), None)
    near = rest is not None and rest.known and rest.clause - share.clause <= _FAR and not rest.brackets
    return rest if rest is not None and near and _LEFT.fullmatch(rest.lead) else None


def _judged(places: Places, told: Rest) -> Iterator[Claim]:
    whole, rest = told.whole, told.rest
    for one in (told._replace(parts=[told.part]), told):
        verdict = verdict_of(whole, [*one.parts, rest])
        if verdict in HOLDING or _is_of_no_other(places, one, verdict):
            yield sum_claim(places[whole.figure.id][0], whole, [*one.parts, rest], verdict)
            return


def _is_of_no_other(places: Places, told: Rest, verdict: Verdict) -> bool:
    """True where the words leave nothing but this whole without these parts."""
    exactly = verdict is Verdict.CONTRADICTED and all(map(exact, (told.whole, *told.parts, told.rest)))
    if not exactly or added(told.parts) >= told.whole.number or labels.overlapping(told.parts):
        return False
    return is_called_so(told.rest, "".join(m.label for m in (told.whole, *told.parts))) and _is_sure(places, told) \
        and not tells_otherwise(told.sentence, told.parts[0].end, told.rest) and not _beside(told) \
        and not _is_left_of_another(told)


def is_called_so(rest: Mention, words: str) -> bool:
    """True for what is left of what these words name, or of no name of its own: no 剩余重大隐患3处 of 隐患98处."""
    found = _LEFT.fullmatch(rest.lead)
    return found is not None and (found["of"] in _ANY_NAME or found["of"] in words)


def tells_otherwise(sentence: Sentence, since: int, rest: Mention) -> bool:
    """True where more came to it, some went elsewhere, or what is left is told together with something else."""
    behind = sentence.text[rest.end :]
    more = [m for m in sentence.levels if m.start > rest.end and m.unit == rest.unit and m.segment == rest.segment]
    goes_on = bool(more) and added(more) != rest.number                         # 其余30人请假、10人外出
    return goes_on or _OTHERWISE.search(sentence.text, since, rest.end) is not None \
        or _JOINED.match(behind) is not None or behind.startswith(tuple(cues.OPENING))


def _is_sure(places: Places, told: Rest) -> bool:
    """True for a whole of this sentence, or one above that the words of the share name."""
    above = places[told.whole.figure.id][0]
    if above is told.sentence:
        return told.whole.end <= told.share.start
    of = told.sentence.text[told.part.end : told.share.start]
    return labels.words_shared(of, above.clause_before(told.whole) + told.whole.after) >= _NAMED


def _beside(told: Rest) -> bool:
    """True where other counts may be parts of the whole too: 「甲校398人，占65%；乙校142人；其余72人」."""
    since = told.whole.end if told.whole in told.sentence.mentions else 0
    since = told.part.start if _SO_FAR.search(told.part.lead) else since
    return any(since <= m.start < told.rest.start and m.unit == told.rest.unit and m not in told.parts
               and m.surrounds(told.rest) for m in told.sentence.levels)


def _is_left_of_another(told: Rest) -> bool:
    """True where what is done and what is left make another count told there: a plan that was changed."""
    made = told.part.number + told.rest.number
    reach = (told.sentence, *islice(told.sentence.earlier(), NEAR))
    return any(m.number == made and m.unit == told.rest.unit for s in reach for m in s.mentions)
