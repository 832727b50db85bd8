"""Totals and the parts that make them."""
