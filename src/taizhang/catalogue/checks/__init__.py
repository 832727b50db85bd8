"""Checks what was read: that every name leads somewhere and that the parts fit together."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.catalogue.checks.cases import Cases
from taizhang.catalogue.checks.forms import Forms
from taizhang.catalogue.checks.indicators import Indicators
from taizhang.catalogue.checks.outlines import Outlines
from taizhang.catalogue.checks.registers import Registers
from taizhang.catalogue.checks.rules import Rules
from taizhang.catalogue.checks.standards import Standards
from taizhang.catalogue.model import Catalogue
from taizhang.catalogue.problems import Problem
from taizhang.catalogue.reader import Reader


def check(catalogue: Catalogue, reader: Reader) -> Iterator[Problem]:
    """Everything wrong with what was read, besides its formulas, which `definitions.py` checks."""
    yield from _first_files(catalogue, reader)
    for part in (Indicators, Forms, Registers, Rules, Standards, Outlines, Cases):
        yield from part(catalogue, reader).all()


def _first_files(catalogue: Catalogue, reader: Reader) -> Iterator[Problem]:
    for code in catalogue.domains:
        if (code, "domain") not in reader.places:
            place = min(place for path, place in reader.places.items() if path and path[0] == code)
            yield Problem("catalogue-missing-file", place, found="domain.yaml")
