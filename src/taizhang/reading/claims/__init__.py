"""What a text says ties its figures (勾稽关系), recomputed.

Each kind of claim is one function; the tables below say of what each is asked. A claim is called contradicted only
where the words leave no other reading; otherwise it is uncheckable and says what would be needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from taizhang.reading.claims.averages.averages import averages
from taizhang.reading.claims.averages.per_unit import products
from taizhang.reading.claims.averages.products_apart import products_apart
from taizhang.reading.claims.averages.products_far import products_far
from taizhang.reading.claims.averages.ratios import ratios
from taizhang.reading.claims.averages.told_in_turn import told_in_turn
from taizhang.reading.claims.averages.yearly_rates import yearly_rates
from taizhang.reading.claims.balances.left_of_shares import left_of_shares
from taizhang.reading.claims.balances.net_changes import net_changes
from taizhang.reading.claims.balances.remainders import remainders
from taizhang.reading.claims.balances.rests_behind_shares import rests_behind_shares
from taizhang.reading.claims.growth.compounded import compounded
from taizhang.reading.claims.growth.doublings import doublings
from taizhang.reading.claims.growth.growth import changes
from taizhang.reading.claims.growth.growth_gaps import growth_gaps
from taizhang.reading.claims.growth.growths_of_totals import growths_of_totals
from taizhang.reading.claims.growth.points_of_counts import points_of_counts
from taizhang.reading.claims.growth.told_apart import told_apart
from taizhang.reading.claims.sentences import by_id, view
from taizhang.reading.claims.shares.in_a_row import shares_in_a_row
from taizhang.reading.claims.shares.overall_rates import overall_rates
from taizhang.reading.claims.shares.plans import plans
from taizhang.reading.claims.shares.rates import rates
from taizhang.reading.claims.shares.rates_in_turn import rates_in_turn
from taizhang.reading.claims.shares.shares import shares
from taizhang.reading.claims.tables.above_by_stage import above_by_stage
from taizhang.reading.claims.tables.table_claims import table_claims
from taizhang.reading.claims.told.counted_items import counted_items
from taizhang.reading.claims.told.listed import impossible_days, listed_names
from taizhang.reading.claims.told.lost import lost_numbers
from taizhang.reading.claims.told.references import references
from taizhang.reading.claims.told.repeats import repeats
from taizhang.reading.claims.told.told_once import told_once
from taizhang.reading.claims.totals.all_sums import all_sums
from taizhang.reading.claims.totals.hundred import hundreds
from taizhang.reading.claims.totals.larger_parts import larger_parts
from taizhang.reading.claims.totals.opposite_shares import opposite_shares
from taizhang.reading.claims.totals.subsets_apart import subsets_apart
from taizhang.reading.claims.totals.sums import sums
from taizhang.reading.claims.view import Sentence
from taizhang.reading.figures.cells import grids
from taizhang.reading.model import Claim, Figure
from taizhang.reading.structure.sentences import Sentences

# What one sentence says by itself: asked of each, whatever else is found, so that the order is only that of the claims.
OF_A_SENTENCE = (
    sums, hundreds, larger_parts, shares, changes, growth_gaps, points_of_counts, doublings, compounded, products,
    products_apart, products_far, yearly_rates, told_in_turn, averages, plans, rates, rates_in_turn, overall_rates,
    ratios, remainders, net_changes, listed_names, lost_numbers)
OF_ONE = (shares, changes, products_apart, averages, rates, ratios, listed_names, lost_numbers)   # of a lone figure
OF_PERCENTAGES = frozenset({hundreds, shares, compounded, rates, rates_in_turn, overall_rates})
OF_COUNTS = {kinds: tuple(kind for kind in kinds if kind not in OF_PERCENTAGES) for kinds in (OF_A_SENTENCE, OF_ONE)}

# What sees the claims found so far and gives them back, settled or with more: each in turn what the one before gave.
SEEING_CLAIMS = (
    shares_in_a_row,     # first, as what is left of shares needs those that hold
    all_sums,            # in place of what a sentence alone seemed to make of a total
    told_apart,          # changes that lack what they were
    growths_of_totals,   # what these still lack
    rests_behind_shares,
    left_of_shares,      # last: only what no sum told yet
)
# What several sentences say, whatever else is found,
OF_SENTENCES = (repeats, references, opposite_shares, subsets_apart)
OF_THE_TEXT = (counted_items, impossible_days)      # and what needs no figures, but the text


def find_claims(text: str, figures: Sequence[Figure], *,
                sentences: Iterable[tuple[int, int]] | None = None) -> list[Claim]:
    """The claims of a clean text, in reading order, each with its verdict.

    `figures` and `sentences` (start and end of each) are in offsets of `text`; without `sentences` the text is
    cut at full stops and line ends. Claims carry the offsets of their sentence and the ids of their figures.
    """
    tables = list(grids(text))
    in_cells = {cell.place[0] for grid in tables for cell in grid.cells}
    read = view(text, (f for f in figures if f.start not in in_cells), sentences or Sentences(text))
    found = [claim for sentence in read if sentence.mentions for kind in _kinds(sentence) for claim in kind(sentence)]
    places = by_id(read)
    for settled in SEEING_CLAIMS:
        found = list(settled(read, places, found))
    found += [claim for kind in OF_SENTENCES for claim in kind(read)]
    found += [claim for kind in OF_THE_TEXT for claim in kind(text, read)]
    told = [f for f in figures if f.start in in_cells]
    found += [*table_claims(text, tables, told), *above_by_stage(text, tables, told, read)]
    found = sorted(told_once(found), key=lambda claim: claim.start)
    return [Claim(f"c{n}", *claim[1:]) for n, claim in enumerate(found, start=1)]


def _kinds(sentence: Sentence) -> tuple[Callable[[Sentence], Iterator[Claim]], ...]:
    """The kinds of claim for which a sentence has the figures."""
    kinds = OF_A_SENTENCE if len(sentence.mentions) > 1 else OF_ONE
    return kinds if "%" in [m.unit for m in sentence.mentions] else OF_COUNTS[kinds]
