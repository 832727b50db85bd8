"""Growth and difference: what is, what was, and by how much it changed.

- `growth`: whether the change follows from the levels
- `comparisons`: which figures of a sentence are compared
- `sides`: the two levels that a change lies between
- `sides_behind`: the same where one stands behind the change or in brackets
- `series`: growths of year after year
- `other_things`: whether the level beside it is of something else
- `compared_elsewhere`: levels in another clause, a sentence above, of the year before
- `from_now`: what is to be more than now
- `told_apart`: levels in other sentences
- `growths_of_totals`: of a total, beside those of its parts
- `names`: what a change is of, and of which time
- `reckoned`: what the figures give
- `growth_causes`: how a wrong growth came about
- `growth_gaps`: by how much one growth is above another
- `points_of_counts`: growth of a count told in percentage points
- `multiples`: what may be told as twice as much
- `doublings`: what is told to have doubled without a number for that
- `compounded`: growth of so much a year over years
"""
