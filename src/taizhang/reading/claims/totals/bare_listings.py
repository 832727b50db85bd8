"""Lists that no word announces: parts that are all there can be, or of which nothing can be in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from taizhang.reading.claims import cues
from taizhang.reading.claims.totals import labels
from taizhang.reading.claims.totals.exceeded import exceeded
from taizhang.reading.claims.totals.listings import Listing
from taizhang.reading.claims.view import NEAR, Mention, Sentence, added

_OUTCOME = re.compile("录取|上线|就业|升学|合格|达标|获奖|通过|入选|整改|完成")
_AMONG_THEM = re.compile("[一-龥]{0,6}中")     # 27个项目中
_FOUND = re.compile("发现|排查|查出|查找|摸排|梳理")          # what is found is all that can be mended
_STAGE = re.compile("小学|初中|高中|中职|幼儿|学前|特教|特殊")
_STATE = re.compile("竣工|完工|主体|封顶|施工|在建|招标|开工|前期|交付")
_WITH_OTHERS = re.compile("另|含|[转调]出|其中|去年|上年")
_ALL_STATES = re.compile("(?:(?:截[至止]|到)[^，,；;：:]{1,12})?(?:目前|现|其中)?[，,]?"
                         f"(?:已|{_STATE.pattern}|工程|全面|建成)+")     # 城区竣工5个 would be of some only
_REST = 8                # characters behind a list, in which it may say that it goes on otherwise
_FAR = 6                 # sentences above
_MANY = 100              # that two counts seldom make by chance
_STATES = 3              # that are told, so that what they make is no chance
_MOST = 5                # parts


def bare_listings(sentence: Sentence) -> Iterator[Listing]:
    """Every place of a sentence where parts follow a total without a word between."""
    here = [m for m in sentence.levels if not m.brackets]
    yield from _of_families(sentence, here)
    yield from _of_too_many(sentence, here)
    yield from _of_states(sentence, here)
    yield from _of_both_above(sentence, here)


def _of_families(sentence: Sentence, here: list[Mention]) -> Iterator[Listing]:
    """Parts that no word announces but that are all there can be: 「教师320人，男教师128人，女教师192人」."""
    for whole, first, second, following in zip(here, here[1:], here[2:], [*here[3:], None], strict=False):
        parts = [first, second]
        if not (whole.unit == first.unit == second.unit and labels.exhaustive(parts)):
            continue
        goes_on = following is not None and labels.family([*parts, following]) is not None      # 城区、镇区、乡村
        are_all = not goes_on and not any(labels.exhaustive([whole, part]) for part in parts) \
            and not cues.OTHERS.search(first.lead)                   # 其余 is what those before it leave
        if are_all and not _of_another_stage(whole, parts) and not _is_another_thing(sentence, whole, parts):
            yield Listing([whole], parts, complete=False)


def _of_too_many(sentence: Sentence, here: list[Mention]) -> Iterator[Listing]:
    """Parts of which nothing is in two, and which are more than all: 「发现隐患163处，现场整改118处，限期整改55处」."""
    here = [m for m in here if m.figure.unit != "%"]
    for i, whole in enumerate(here):
        parts: list[Mention] = []
        planned = cues.PLAN.search(whole.lead) and len([m for m in here[i + 1 :] if _STATE.search(m.label)]) >= _STATES
        if planned or cues.TOTAL_WORDS.search(whole.lead) or _AMONG_THEM.match(whole.after) \
                or _FOUND.search(whole.lead):
            for part in here[i + 1 : i + 1 + _MOST]:
                if part.figure.unit != whole.figure.unit or part.number >= whole.number:
                    break
                parts = [*parts, part]
                apart = labels.family(parts) is not None and labels.family([whole, *parts]) is None
                alone = not _WITH_OTHERS.search(sentence.text, whole.end, part.end + _REST)
                if apart and alone and added(parts) > whole.number and not _of_another_stage(whole, parts):
                    yield Listing([whole], parts, complete=True)


def _of_states(sentence: Sentence, here: list[Mention]) -> Iterator[Listing]:
    """How far the projects of a total are: 「项目15个，…。11个项目已完工，1个主体完工，1个正在施工，2个正在招标」."""
    parts = [m for m in here if _STATE.search(m.label)] if len(here) >= _STATES else []
    if len(parts) < _STATES or len({m.figure.unit for m in parts}) > 1:
        return
    closed = _are_all_states(sentence, parts)
    above = [m for s in (sentence, *islice(sentence.earlier(), NEAR)) for m in reversed(s.levels)
             if m.unit == parts[0].unit and m not in parts] if closed or labels.family(parts) is not None else []
    whole = next((m for m in above if m.number == added(parts)), above[0] if closed and len(above) == 1 else None)
    if whole is not None:
        yield Listing([whole], parts, complete=True)


def _are_all_states(sentence: Sentence, parts: list[Mention]) -> bool:
    """True for states of nothing narrower that 其余 closes: 「项目18个。截至6月底，竣工5个，…，其余3个正在招标」."""
    if not cues.OTHERS.match(parts[-1].lead) or _STATE.search(sentence.text, parts[-1].end + _REST):
        return False
    since = max((m.end for m in sentence.mentions if m.end <= parts[0].start), default=0)
    return _ALL_STATES.fullmatch(sentence.text, since, parts[0].start) is not None


def _of_both_above(sentence: Sentence, here: list[Mention]) -> Iterator[Listing]:
    """All there are of a total told above: 「考生5791人。…其中音乐64人。…应届考生5241人，…，往届考生550人」."""
    for one, other in pairwise(here):
        made = one.number + other.number
        if made >= _MANY and one.unit == other.unit and one.known and other.known and labels.exhaustive((one, other)):
            above = (m for s in islice(sentence.earlier(), _FAR) for m in s.levels if m.unit == one.unit)
            whole = next((m for m in above if m.number == made), None) or exceeded(sentence, one, other)
            if whole is not None:
                yield Listing([whole], [one, other], complete=True)


def _of_another_stage(whole: Mention, parts: list[Mention]) -> bool:
    """True where the parts are of a stage that is not the whole's: 「初中62所，城区小学20所，农村小学45所」."""
    of_whole = _STAGE.search(whole.label)
    of_parts = [found[0] for found in map(_STAGE.search, (m.label for m in parts)) if found]
    return of_whole is not None and any(stage != of_whole[0] for stage in of_parts)


def _is_another_thing(sentence: Sentence, whole: Mention, parts: list[Mention]) -> bool:
    """True where a count before the parts is none of their kind: 「完小14所，公办幼儿园1所，民办幼儿园27所」."""
    larger = max(m.number for m in parts) > whole.number
    if larger and (parts[0].segment != whole.segment or "其中" in sentence.text[: whole.start]):
        return True                                   # 公办820所、民办430所；城区310所、镇区540所、乡村400所
    if all(_OUTCOME.search(m.lead) for m in parts) and not _OUTCOME.search(whole.lead):
        return True                                   # 参加高考865人，本科录取113人，专科录取704人
    kind = labels.common_ending([m.lead for m in parts])[-2:]
    return whole.unit == "个" and len(kind) > 1 and kind not in whole.label
