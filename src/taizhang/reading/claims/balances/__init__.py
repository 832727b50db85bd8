"""What is left, what came and what went."""
