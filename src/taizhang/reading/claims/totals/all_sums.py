"""All sums of a text, each total with the parts that make it best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from taizhang.reading.claims.balances.flows import flows
from taizhang.reading.claims.balances.gainsaid import gainsaid
from taizhang.reading.claims.balances.leftovers import leftovers
from taizhang.reading.claims.balances.project_states import project_states
from taizhang.reading.claims.balances.running_totals import running_totals
from taizhang.reading.claims.totals.bands import band_sums
from taizhang.reading.claims.totals.batches import batch_sums
from taizhang.reading.claims.totals.both_ends import both_ends
from taizhang.reading.claims.totals.change_lists import change_lists
from taizhang.reading.claims.totals.change_sums import base_sums, change_sums
from taizhang.reading.claims.totals.closed_lists import closed_lists
from taizhang.reading.claims.totals.companions import companion_sums
from taizhang.reading.claims.totals.continued import continued_sums
from taizhang.reading.claims.totals.gained import gained
from taizhang.reading.claims.totals.itemised import itemised_sums
from taizhang.reading.claims.totals.lists_below import lists_below
from taizhang.reading.claims.totals.named_lists import named_lists
from taizhang.reading.claims.totals.splits import split_sums
from taizhang.reading.claims.totals.splits_over_sentences import splits_over_sentences
from taizhang.reading.claims.totals.sum_claims import not_told_yet
from taizhang.reading.claims.totals.totals_below import totals_below
from taizhang.reading.claims.totals.unannounced import unannounced_sums
from taizhang.reading.claims.view import Places, Sentence
from taizhang.reading.model import Claim, Verdict

# Sums that words of their own tell, beside which a total may have another list of parts. Of the same list under
# the same total only the first is kept: so what says by what it divides stands before what only adds up.
_OF_SENTENCES = (split_sums, splits_over_sentences, named_lists, closed_lists, lists_below, totals_below, leftovers,
                 running_totals)
_OF_A_SENTENCE = (band_sums, batch_sums, both_ends, flows, gained, project_states)   # of one with so many figures:
_FEWEST = 3


def all_sums(sentences: Sequence[Sentence], places: Places, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims; of the sums those that single sentences announce and those that only several of them show.

    What others make of a total takes the place of what a sentence alone seemed to make of it; what goes beside a sum,
    such as its money or its changes, is asked for where nothing else settles it. `places` are those of the figures by
    their ids.
    """
    found = _best(sentences, _once(claim for claim in claims if claim.type == "sum"))
    found += not_told_yet(_of_their_own(sentences), found)
    found = list(gainsaid(places, found))
    yield from chain(found, _beside(places, found), (claim for claim in claims if claim.type != "sum"))


def _once(claims: Iterable[Claim]) -> list[Claim]:
    """The first of those that have one list of parts under one total: what 其中 lists may be told as opposites too."""
    first: dict[tuple[str, ...], Claim] = {}
    for claim in claims:
        first.setdefault((_total(claim), *claim.members["parts"]), claim)
    return list(first.values())


def _best(sentences: Sequence[Sentence], announced: Sequence[Claim]) -> list[Claim]:
    """The announced sums, or in their place what several sentences make of the same total, the last reading of these.

    A list that goes on behind its sentence is sought only for a sum that is wrong without it.
    """
    with_total = [claim for claim in announced if "total" in claim.members]
    wrong = (claim for claim in with_total if claim.verdict is Verdict.CONTRADICTED)
    better = chain(unannounced_sums(sentences, with_total), continued_sums(sentences, wrong), itemised_sums(sentences))
    by_total = {_total(claim): claim for claim in better}
    return [*(claim for claim in announced if _total(claim) not in by_total), *by_total.values()]


def _of_their_own(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """The sums of both tables, and changes of which a sentence lists what they are made of."""
    dense = [sentence for sentence in sentences if len(sentence.levels) >= _FEWEST]
    return chain(*(kind(sentences) for kind in _OF_SENTENCES),
                 *(kind(sentence) for kind in _OF_A_SENTENCE for sentence in dense), *map(change_lists, sentences))


def _beside(places: Places, told: Sequence[Claim]) -> Iterator[Claim]:
    """What goes beside sums: companions, changes and bases; changes also where they gainsay what is settled."""
    settled = {_total(claim) for claim in told if claim.verdict is not Verdict.UNCHECKABLE}
    yield from (c for c in chain(companion_sums(places, told), base_sums(places, told)) if _total(c) not in settled)
    yield from (c for c in change_sums(places, told)
                if c.verdict is Verdict.CONTRADICTED or _total(c) not in settled)


def _total(claim: Claim) -> str:
    return str(claim.members.get("total"))
