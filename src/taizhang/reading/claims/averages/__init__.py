"""Averages, amounts per head and ratios of two counts.

- `averages`: the readings of an average
- `shared_out`: what may have been shared out, and among how many
- `meant_averages`: of the only two counts that can be meant, though they make another
- `per_what`: on what it is reckoned, by its words
- `named_averages`: on what its sentence says
- `said_bases`: not on what is said, or not on all of it
- `several_counts`: on several counts together
- `told_first`: told before the total
- `told_in_turn`: told in turn of counts in turn
- `wrong_averages`: of another count than is named
- `per_unit`: so many at so much each
- `products_apart`: the same where rate or people are told apart
- `products_far`: where a factor stands far up or is the months of a year
- `paid`: what is paid at a rate per head
- `yearly_rates`: what a day or a month makes in a year
- `ratios`: of two counts
- `teacher_ratios`: of which pupils and teachers
- `of_stage`: the pupils and the teachers of one stage
"""
