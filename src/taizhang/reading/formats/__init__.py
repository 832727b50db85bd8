"""How the text is got out of each kind of file."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module


def _reader(module: str) -> Callable[[bytes, str], str]:
    """A reader whose libraries are loaded when the first such file comes."""
    def read(content: bytes, name: str) -> str:
        text: str = import_module(f"taizhang.reading.formats.{module}").read(content, name)
        return text
    return read


READERS = {module: _reader(module) for module in ("plain",)}


def recognise(content: bytes, name: str) -> str:
    return "plain"
