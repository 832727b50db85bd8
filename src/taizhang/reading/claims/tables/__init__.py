"""What the rows and columns of a table make of one another.

- `table_claims`: the claims of all tables of a text
- `total_rows`: rows of totals and those that make them
- `above_by_stage`: parts of what a table or list above tells by stages
- `table_ties`: columns that others make
"""
