"""Shares, rates and plans: a part, a whole and the percentage."""
