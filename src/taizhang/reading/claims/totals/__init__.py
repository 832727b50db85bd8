"""Totals and the parts that make them.

Announced in one sentence:

- `sums`: after 其中, in brackets, before 共计
- `listings`: where a sentence lists parts
- `sum_verdicts`: whether parts make a whole, and are meant to
- `sum_claims`: the claim in words
- `second_readings`: what is right otherwise read
- `hundred`: shares that make 100 %
- `exceeded`: opposites that are more than all
- `subsets_apart`: some that are more than all, told apart
- `opposite_shares`: shares of opposites, told sentences apart
- `larger_parts`: a part larger than its whole

Over sentences:

- `all_sums`: all of a text, and which come first
- `unannounced`: figures that add up, without a word that says so
- `places`: where their parts may stand
- `bare_listings`: lists without a word that are all there can be
- `bulletins`: paragraph by paragraph, stage by stage
- `columns`: figures that stand below one another
- `groupings`: the ways to read a row of figures as a list
- `continued`: lists that go on in the sentence after
- `itemised`: numbered lines
- `splits`: lists that say by what they divide
- `splits_over_sentences`: such lists over sentences
- `named_lists`: lists of what is named again without its number
- `lists_below`: lists some sentences below their total
- `totals_below`: totals below their parts
- `bands`: from the highest to the lowest
- `gained`: who came, way by way
- `both_ends`: what was and is, with parts told at either end
- `closed_lists`: lists that say that nothing else changed
- `batches`: parts counted before they are told

Beside a sum:

- `companions`: what goes with its figures, such as money
- `change_sums`: changes that add up as their levels do
- `change_lists`: what a change is made of

Names:

- `labels`: whether parts exclude each other, whether they are all
- `families`: the names that do
"""
