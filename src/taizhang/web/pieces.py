"""A file for what is sent as it is made: written to on one side, read away on the other."""

from __future__ import annotations

import io
from typing import Any


class Pieces(io.RawIOBase):
    """It knows its place, by which Parquet counts its offsets."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self._at += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        return self._at

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken
