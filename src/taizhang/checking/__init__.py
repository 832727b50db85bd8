"""Values, records, forms and written reports -> findings.

What a unit sent (`submission`): each cell is read by `values` (a register's field) or `inputs` (a form's cell), the
whole is judged by `submissions.check`: `records` (keys), `rules` (the catalogue's), `history` (the unit's own past),
`repair` (where to look first). What a report says is judged by `audit`.
"""
