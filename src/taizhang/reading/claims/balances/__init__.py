"""What is left, what came and what went.

- `remainders`: three numbers of which one is what the others leave
- `leftovers`: what is left of what stands sentences above
- `left_of_shares`: what is left of what a share divides
- `rests_behind_shares`: what is told to be left just behind a share
- `opposites`: what is done and what is not
- `project_states`: how far all projects are
- `net_changes`: what came less what went
- `set_off`: the same where the words say that both are set off
- `flows`: what was there, what came and what went
- `running_totals`: what was there and what came since
- `gainsaid`: sums with a part which the name of their total rules out
"""
