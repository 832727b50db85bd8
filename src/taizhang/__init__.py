"""Taizhang (台账): what an education bureau runs its half-year on."""

__version__ = "0.1.0"
