"""Averages, amounts per head and ratios of two counts."""
