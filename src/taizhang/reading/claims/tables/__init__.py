"""What the rows and columns of a table make of one another."""
