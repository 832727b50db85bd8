"""Sums that no word announces: figures that add up to an earlier one exactly. They are only ever confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from taizhang.reading.claims import cues
from taizhang.reading.claims.sums import adding_up, groupings, sum_claim
from taizhang.reading.claims.view import Mention, Role, Sentence, levels
from taizhang.reading.model import Claim, Verdict

REACH = 12               # sentences that a list may run over
SMALL = 5                # totals below this agree by chance too often, and
LARGE = 20               # below this where the next sentence comes in, and
LARGER = 60              # below this where many do
Heads = dict[str, Mention]
_NOTHING: frozenset[str] = frozenset()
_HOLDING = (Verdict.HOLDS, Verdict.ROUNDING)


def unannounced_sums(sentences: Sequence[Sentence], announced: Iterable[Claim]) -> Iterator[Claim]:
    """A claim for each total that figures behind it, in the sentences after, or before it make exactly.

    `announced` are the sums found already: their totals are settled, and their parts are detail, no part of a wider
    total beside it. The search goes backwards, since the details of a list stand behind it.
    """
    known = list(announced)
    settled = {str(c.members["total"]) for c in known if c.verdict is not Verdict.UNCHECKABLE}
    listed = {part: set(c.members["parts"]) for c in known if c.verdict in _HOLDING for part in c.members["parts"]}
    detail = set(listed)
    heads: list[Heads] = [{} for _ in sentences]
    for i in range(len(sentences) - 1, -1, -1):
        for whole in sentences[i].mentions:
            parts = None if whole.figure.id in settled else _parts(sentences, heads, i, whole)
            tied = {m.figure.id for m in parts or ()}
            alike = {m.figure.unit for m in parts or ()} == {whole.figure.unit}       # 36家 = 25个 + 11个 is
            if parts and alike and not tied <= listed.get(whole.figure.id, _NOTHING):   # chance, as is 40 = 20 + 20
                detail |= tied
                yield sum_claim(sentences[i], whole, parts, Verdict.HOLDS)
        heads[i] = _heads(sentences[i], detail)


def _parts(sentences: Sequence[Sentence], heads: Sequence[Heads], i: int, whole: Mention) -> list[Mention] | None:
    if whole.brackets:
        return _namesakes(sentences[i], whole)
    if not _may_be_total(whole):
        return None
    return _behind(sentences[i], whole) or _after(sentences, heads, i, whole) or _above(sentences, i, whole)


def _may_be_total(mention: Mention) -> bool:
    return mention.known and mention.unit not in ("%", "") and mention.number >= SMALL and mention.role is Role.LEVEL


def _behind(sentence: Sentence, whole: Mention) -> list[Mention] | None:
    """In the same sentence: 「6名教师参赛，1人获一等奖，5人获二等奖」."""
    rest = [m for m in sentence.mentions if m.start > whole.start and not m.brackets]
    return _in_list(rest, whole)


def _namesakes(sentence: Sentence, whole: Mention) -> list[Mention] | None:
    """In brackets: 「教职工648人（专任教师627人），其中小学430人（专任教师420人），初中218人（专任教师207人）」."""
    alike = [m for m in levels(sentence.levels, whole.unit) if m.start > whole.start and m.brackets
             and m.brackets != whole.brackets and m.label == whole.label]
    return adding_up(alike, whole) if len(whole.label) > 1 else None


def _in_list(mentions: list[Mention], whole: Mention) -> list[Mention] | None:
    if sum(m.unit == whole.unit for m in mentions) < 2:
        return None
    found = (adding_up(group, whole) for group in groupings(mentions, whole.unit) if group)
    return next(filter(None, found), None)


def _after(sentences: Sequence[Sentence], heads: Sequence[Heads], i: int, whole: Mention) -> list[Mention] | None:
    """In the next sentence; or the first figure of each of the sentences that follow."""
    if whole.number < LARGE or i + 1 == len(sentences):
        return None
    if parts := _in_list([m for m in sentences[i + 1].mentions if not m.brackets], whole):
        return parts
    if whole.number < LARGER:
        return None
    own = levels((m for m in sentences[i].mentions if m.start > whole.start and not m.brackets), whole.unit)[:1]
    column = [h[whole.unit] for h in heads[i + 1 : i + 1 + REACH] if whole.unit in h]
    return _three_or_more(adding_up([*own, *column], whole))


def _above(sentences: Sequence[Sentence], i: int, whole: Mention) -> list[Mention] | None:
    """In the sentences before: 「…学生11455人；…学生5279人。学生总数16734人」."""
    if whole.number < LARGE or not cues.GRAND_TOTAL.search(whole.lead):
        return None
    column: list[Mention] = []
    for sentence in sentences[max(0, i - 3) : i]:
        segments: dict[int, Mention] = {}
        for mention in levels(sentence.levels, whole.unit):
            segments.setdefault(mention.segment, mention)
        column += segments.values()
    return _three_or_more(adding_up(column, whole, at_end=True))


def _three_or_more(parts: list[Mention] | None) -> list[Mention] | None:
    return parts if parts and len(parts) > 2 else None


def _heads(sentence: Sentence, detail: set[str]) -> Heads:
    """The first figure of each unit in a sentence, as far as it can be a part."""
    heads: Heads = {}
    for mention in sentence.levels:
        if mention.known and not mention.brackets and mention.figure.id not in detail:
            heads.setdefault(mention.unit, mention)
    return heads
