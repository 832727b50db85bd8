"""What a text says ties its figures (勾稽关系), recomputed.

Each kind of claim is one function over a sentence. A claim is called contradicted only where the words leave
no other reading; otherwise it is uncheckable and says what would be needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from taizhang.reading.claims.averages.averages import averages
from taizhang.reading.claims.averages.per_unit import products
from taizhang.reading.claims.averages.products_apart import products_apart
from taizhang.reading.claims.averages.ratios import ratios
from taizhang.reading.claims.balances.flows import flows
from taizhang.reading.claims.balances.leftovers import leftovers
from taizhang.reading.claims.balances.net_changes import net_changes
from taizhang.reading.claims.balances.remainders import remainders
from taizhang.reading.claims.balances.running_totals import running_totals
from taizhang.reading.claims.growth.compounded import compounded
from taizhang.reading.claims.growth.growth import changes
from taizhang.reading.claims.growth.growth_gaps import growth_gaps
from taizhang.reading.claims.sentences import by_id, view
from taizhang.reading.claims.shares.overall_rates import overall_rates
from taizhang.reading.claims.shares.plans import plans
from taizhang.reading.claims.shares.rates import rates
from taizhang.reading.claims.shares.rates_in_turn import rates_in_turn
from taizhang.reading.claims.shares.shares import shares
from taizhang.reading.claims.tables.table_claims import table_claims
from taizhang.reading.claims.told.counted_items import counted_items
from taizhang.reading.claims.told.listed import impossible_days, listed_names
from taizhang.reading.claims.told.lost import lost_numbers
from taizhang.reading.claims.told.references import references
from taizhang.reading.claims.told.repeats import repeats
from taizhang.reading.claims.totals.bands import band_sums
from taizhang.reading.claims.totals.batches import batch_sums
from taizhang.reading.claims.totals.change_sums import base_sums, change_sums
from taizhang.reading.claims.totals.companions import companion_sums
from taizhang.reading.claims.totals.continued import continued_sums
from taizhang.reading.claims.totals.hundred import hundreds
from taizhang.reading.claims.totals.itemised import itemised_sums
from taizhang.reading.claims.totals.larger_parts import larger_parts
from taizhang.reading.claims.totals.lists_below import lists_below
from taizhang.reading.claims.totals.splits import split_sums
from taizhang.reading.claims.totals.sum_claims import not_told_yet
from taizhang.reading.claims.totals.sums import sums
from taizhang.reading.claims.totals.unannounced import unannounced_sums
from taizhang.reading.claims.view import Sentence
from taizhang.reading.figures.cells import grids
from taizhang.reading.model import Claim, Figure, Verdict
from taizhang.reading.structure.sentences import Sentences

KINDS = (sums, hundreds, larger_parts, shares, changes, growth_gaps, compounded, products, products_apart, averages,
         plans, rates, rates_in_turn, overall_rates, ratios, remainders, net_changes, listed_names, lost_numbers)


def find_claims(text: str, figures: Sequence[Figure], *,
                sentences: Iterable[tuple[int, int]] | None = None) -> list[Claim]:
    """The claims of a clean text, in reading order, each with its verdict.

    `figures` and `sentences` (start and end of each) are in offsets of `text`; without `sentences` the text is
    cut at full stops and line ends. Claims carry the offsets of their sentence and the ids of their figures.
    """
    tables = list(grids(text))
    in_cells = {cell.place[0] for grid in tables for cell in grid.cells}
    read = view(text, (f for f in figures if f.start not in in_cells), sentences or Sentences(text))
    found = [claim for sentence in read if sentence.mentions for kind in KINDS for claim in kind(sentence)]
    announced = [claim for claim in found if claim.type == "sum" and "total" in claim.members]
    confirmed = {str(c.members["total"]): c for c in unannounced_sums(read, announced)}
    wrong = (claim for claim in announced if claim.verdict is Verdict.CONTRADICTED)
    confirmed |= {str(c.members["total"]): c for c in continued_sums(read, wrong)}
    confirmed |= {str(c.members["total"]): c for c in itemised_sums(read)}
    found = [c for c in found if c.type != "sum" or str(c.members.get("total")) not in confirmed]
    found += confirmed.values()
    found += not_told_yet(_sums_of_their_own(read), [c for c in found if c.type == "sum"])
    places, sums_told = by_id(read), [c for c in found if c.type == "sum"]
    settled = {str(c.members.get("total")) for c in sums_told if c.verdict is not Verdict.UNCHECKABLE}
    found += [c for c in companion_sums(places, sums_told) if str(c.members["total"]) not in settled]
    found += [c for c in change_sums(places, sums_told)
              if c.verdict is Verdict.CONTRADICTED or str(c.members["total"]) not in settled]
    found += [c for c in base_sums(places, sums_told) if str(c.members["total"]) not in settled]
    found += [*repeats(read), *references(read), *counted_items(text, read), *impossible_days(text, read),
              *table_claims(text, tables, [f for f in figures if f.start in in_cells])]
    found.sort(key=lambda claim: claim.start)
    return [claim._replace(id=f"c{n}") for n, claim in enumerate(found, start=1)]


def _sums_of_their_own(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """Sums that words of their own tell, beside which a total may have another list of parts."""
    dense = [sentence for sentence in sentences if len(sentence.levels) > 2]
    return chain(split_sums(sentences), lists_below(sentences), leftovers(sentences), running_totals(sentences),
                 *(kind(sentence) for kind in (band_sums, batch_sums, flows) for sentence in dense))
