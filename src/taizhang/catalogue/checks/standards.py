"""Checks standards: their codes, their dates, and that each is given once."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.catalogue.checks.known import Known
from taizhang.catalogue.model import Standard, StandardValue
from taizhang.catalogue.problems import Place, Problem, Said, nearest
from taizhang.catalogue.reader import Path

_VALUE_KEYS = ("value", "from", "to", "sure", "source", "clause")


class Standards(Known):
    """Checks one standard after another."""

    def all(self) -> Iterator[Problem]:
        for one in self.catalogue.standards.values():
            yield from self.standard(one)
        yield from self.once()

    def standard(self, one: Standard) -> Iterator[Problem]:
        path = (one.domain, "standards", one.code)
        if one.unit:
            yield from self.unit(one.unit, self.at(*path, "unit"))
        used = {code for row in one.values for code in row.values if code}
        if used:
            yield from self._codes(used, one, path)
        for at, row in enumerate(one.values):
            if not row.values:
                yield Problem("catalogue-missing-key", self.at(*path, "values", at), expected="value")
            yield from self._dates(row, one.values[at + 1:], self.at(*path, "values", at))
        if not one.values and not one.items:
            yield Problem("catalogue-missing-key", self.at(*path), expected="values")

    def _codes(self, used: set[str], one: Standard, path: Path) -> Iterator[Problem]:
        known = self.catalogue.codes(one.by).codes if one.by else {}
        for code in sorted(used - {*known}):
            yield Problem("catalogue-unknown-code", self.at(*path, "values"), code,
                          Said("value，或同一代码表中的代码", "value, or codes of one list"),
                          nearest(code, [*_VALUE_KEYS, *known]))

    def _dates(self, row: StandardValue, later: tuple[StandardValue, ...], place: Place) -> Iterator[Problem]:
        if row.end and row.end < row.start:
            yield Problem("catalogue-dates-overlap", place, f"to {row.end}", f"≥ {row.start}")
        for other in later:
            shared = row.values.keys() & other.values.keys()
            if shared and (other.start == row.start or (row.end and other.start <= row.end)):
                yield Problem("catalogue-dates-overlap", place, f"from {row.start} to {row.end or '…'}",
                              f"from {other.start}")

    def once(self) -> Iterator[Problem]:
        """A standard's id is the same everywhere, so it is given in one domain only."""
        home = {one.code: one.domain for one in self.catalogue.standards.values()}
        for path, place in self.reader.places.items():
            if len(path) == 3 and path[1] == "standards" and home.get(str(path[2]), path[0]) != path[0]:
                yield Problem("catalogue-twice", place, str(path[2]))
