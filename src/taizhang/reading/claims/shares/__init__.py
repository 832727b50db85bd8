"""Shares, rates and plans: a part, a whole and the percentage.

What a sentence says of a percentage:

- `stated`: of which part and which whole, and the words and counts around it
- `stated_shares`: the same of one with 占 or 比例
- `stated_rates`: of one with 率

The claim:

- `shares`: the readings of a share, in the order in which they are tried
- `share_claims`: the claim in words, its verdict and its cause
- `siblings`: of the whole, not of the part beside it
- `derived_shares`: a part or a whole that several figures make
- `rest_shares`: by what is left
- `part_unknown`: one that no whole number gives
- `parts_above`: the part stands above
- `told_above`: the words name part and whole, both told before
- `both_named`: shares that name both their sides, told before
- `in_a_row`: one that names no whole, after others of the same
- `of_budgets`: of a budget, by how far it was missed

Its whole:

- `wholes`: where it may stand
- `named_wholes`: the count that has the very name
- `summed_wholes`: counts that its name names together
- `meant_wholes`: the only one that can be meant, though the share is wrong of it
- `planned_wholes`: the plan that is meant
- `stage_wholes`: the pupils or teachers of a stage
- `wrong_wholes`: what the words name, where the share is that of another count
- `other_counts`: counts beside that it may be of instead

Other percentages:

- `plans`: plan against actual
- `rates`: those that cannot be
- `rates_in_turn`: rates in turn of counts in turn
- `overall_rates`: a rate of all beside those of its parts
"""
