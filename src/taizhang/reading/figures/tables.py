"""The tables beside this module, read once and compiled."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table(name: str) -> dict[str, Any]:
    """The YAML table of that name."""
    loaded: dict[str, Any] = yaml.load(files(__package__).joinpath(f"{name}.yaml").read_text("utf-8"), _Loader)  # noqa: S506
    return loaded


def alternatives(words: str | list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    listed = words.split() if isinstance(words, str) else words
    return "|".join(sorted(map(re.escape, listed), key=len, reverse=True))


class _Loader(yaml.CSafeLoader):
    """Safe, and quick; = is a plain word."""


_Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)
