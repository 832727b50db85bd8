"""A release -> every figure rolled up, compared and held against standards, each with its evidence."""
