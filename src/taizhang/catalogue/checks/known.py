"""What every check of the catalogue's parts needs: where a thing stands, and whether a name leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taizhang.catalogue.formulas.measure import measure
from taizhang.catalogue.model import Catalogue
from taizhang.catalogue.problems import Phrase, Place, Problem, Said, nearest
from taizhang.catalogue.reader import Reader
from taizhang.quantities.units import UnitError

DIMENSION = Said("分组", "a dimension")
INDICATOR = Said("指标", "an indicator")
REGISTER = Said("台账", "a register")
STANDARD = Said("标准", "a standard")
UNIT = Said("计量单位，如 万元、人/百生", "a unit such as 万元, 人/百生")


@dataclass(frozen=True, slots=True)
class Known:
    """The catalogue as far as it was read, and the places it was read from."""

    catalogue: Catalogue
    reader: Reader

    def at(self, *path: str | int) -> Place:
        return self.reader.place(path)

    def known(self, code: str, table: Iterable[str], what: Phrase, place: Place,
              home: tuple[str, str] = ("", "")) -> Iterator[Problem]:
        """A problem where `code` stands in no table.

        `home` is the kind of thing and the domain that names it; what does stand in its files, and could only not
        be read, is no problem here.
        """
        kind, domain = home
        if code in table or (kind and self.broken(code, kind, domain)):
            return
        shown = [one.removeprefix(f"{domain}.") for one in table]
        yield Problem("catalogue-unknown-code", place, code, what, nearest(code, shown))

    def broken(self, code: str, kind: str, domain: str) -> bool:
        """Whether a thing of that code stands in the files but could not be read."""
        own, name = (code.split(".", 1) if "." in code else (domain, code))
        if kind == "lists":
            return (own, "domain") in self.reader.broken
        return any(path in self.reader.broken for path in ((own, kind), (own, kind, name), (own, kind, code)))

    def unit(self, unit: str, place: Place) -> Iterator[Problem]:
        """A problem where the text is no unit."""
        try:
            measure(unit)
        except UnitError:
            yield Problem("catalogue-wrong-value", place, unit, UNIT)
