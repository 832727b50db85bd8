"""Numbers of headings, and dates, as official documents write them."""

from __future__ import annotations

import datetime

_CHINESE: tuple[str, ...] = ("", *"一二三四五六七八九")


def chinese(number: int) -> str:
    """A heading's number from 1 to 99: 一, 十, 十二, 二十, 三十五."""
    tens, ones = divmod(number, 10)
    return (_CHINESE[tens] if tens > 1 else "") + ("十" if tens else "") + _CHINESE[ones]


def numbered(level: int, number: int) -> str:
    """What stands before a heading, by level (GB/T 9704-2012, 7.3.3): 一、 （一） 1. （1）."""
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}. ", f"（{number}）")[level - 1]


def plain_date(day: datetime.date) -> str:
    """A date as an official document writes it, without leading zeros (GB/T 9704-2012, 7.3.5.4): 2026年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"
