"""All there are of what is told above, where two opposites are more.

「随迁子女15274人，…。随迁子女在公办学校就读9819人，在民办学校就读5678人」.
"""

from __future__ import annotations

import re
from itertools import islice

from taizhang.reading.claims import cues
from taizhang.reading.claims.told.likeness import are_headed_apart
from taizhang.reading.claims.totals import families, labels
from taizhang.reading.claims.view import NEAR, Mention, Sentence
from taizhang.reading.claims.whose import stage_of
from taizhang.reading.model import Kind

_BARE = re.compile("(?:其中|现)?[在有]?(?:[公民]办|城[区镇市]|农村|乡村|男|女)[校园生]?(?:学校|幼儿园)?"
                   "(?:就读|入学)?(?:的|有|为)*")
_SIDE = re.compile("[公民]办|[公私]立|男|(?<!子)女|城[区镇市]|县城|农村|乡[村镇]|[应往]届|在编|编外|[寄住]宿|走读")
_WITH_OTHERS = re.compile("另|含|其中|去年|上年")
_REST = 8                # characters behind the two, in which it may be said that they are not all
_ALIKE = 2               # pairs of characters that a name has in common with what is named again


def exceeded(sentence: Sentence, one: Mention, other: Mention) -> Mention | None:
    """The count just above, told in the same words, that two opposites of a sentence exceed, though each is less.

    Of the counts of a sentence only the largest can be all; where the opposites have no words of their own, it is all
    that the sentence before begins with.
    """
    told = [m for m in sentence.levels if m.unit == one.unit]
    alone = told == [one, other] and all(m.figure.kind is Kind.ACTUAL and _SIDE.search(m.lead) for m in told)
    if not alone or _WITH_OTHERS.search(sentence.text, one.end, other.end + _REST):
        return None
    for above in islice(sentence.earlier(), NEAR):
        counts = [m for m in above.levels if m.unit == one.unit and m.known and not m.brackets]
        whole = max(counts, key=lambda m: m.number, default=one)
        opens = above is sentence.before and whole in counts[:1]
        if _is_called_so(one, whole, opens=opens) and max(one.number, other.number) < whole.number < (
                one.number + other.number):
            return whole if _may_be_all(above, whole, sentence, [one, other]) else None
    return None


def _is_called_so(part: Mention, whole: Mention, *, opens: bool) -> bool:
    name = _SIDE.sub("", part.lead)
    named = _BARE.fullmatch(part.lead) is not None or (len(name) > 1 and whole.lead.endswith(name))
    return (opens and named) or labels.words_shared(part.lead, whole.lead) >= _ALIKE


def _may_be_all(above: Sentence, whole: Mention, sentence: Sentence, parts: list[Mention]) -> bool:
    """True for a count of the parts' time, stage and flow, which is of neither side, where none is counted twice."""
    times = [set(cues.TIMES_NAMED.findall(s.text)) for s in (above, sentence)]
    flows = {flow[0] for m in (whole, *parts) if (flow := families.FLOWS.search(m.label))}
    alike = times[0] == times[1] and len(flows) <= 1 and stage_of(sentence, parts[0]) in ("", stage_of(above, whole))
    return alike and whole.figure.kind is Kind.ACTUAL and _SIDE.search(whole.label) is None \
        and not are_headed_apart(sentence, above) and not cues.COUNTED_TWICE.search(sentence.text)
