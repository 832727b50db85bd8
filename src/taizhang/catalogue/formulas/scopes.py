"""What a name in a formula means: an indicator, or a field of a register's record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from taizhang.catalogue.formulas.measure import measure
from taizhang.catalogue.formulas.syntax import Expression, Name, names
from taizhang.catalogue.formulas.types import DATE, NUMBER, PERIOD, TEXT, TRUTH, Type, UnknownNameError, unknown
from taizhang.catalogue.model import Catalogue, Field, Register
from taizhang.catalogue.problems import Said

INDICATOR = Said("指标", "an indicator")
NOT_SPLIT = Said("不带分组的名称", "a name without a filter")
_FIELD_TYPES = {"whole": NUMBER, "number": NUMBER, "money": NUMBER, "date": DATE, "yes_no": TRUTH, "period": PERIOD}


@dataclass(frozen=True, slots=True)
class IndicatorScope:
    """Names are indicators, as `domain` writes them; a dimension stands for the code being worked out."""

    catalogue: Catalogue
    domain: str
    over_units: bool = False

    @property
    def of_indicators(self) -> bool:
        return True

    def name(self, node: Name) -> tuple[Type, Name]:
        code = self.catalogue.resolve(node.name, self.domain)
        if code in self.catalogue.indicators:
            self._check_filters(node, code)
            return Type("number", measure(self.catalogue.indicators[code].unit)), Name(code, node.by, node.at)
        if dimension := self.catalogue.dimensions.get(node.name):
            return Type("text", codes=frozenset(dimension.codes)), node
        raise unknown(node.name, INDICATOR, self._known())

    def standard(self, code: str) -> tuple[str, str | None]:
        return standard_in(self.catalogue, code)

    def _known(self) -> Iterable[str]:
        own = f"{self.domain}."
        return [code.removeprefix(own) for code in self.catalogue.indicators]

    def _check_filters(self, node: Name, code: str) -> None:
        split = self.catalogue.indicators[code].by
        for dimension, value in node.by:
            if dimension not in split:
                raise unknown(dimension, "、".join(split) or NOT_SPLIT, split)
            if dimension in self.catalogue.dimensions:
                codes = [one.code for one in self.catalogue.codes_of(self.catalogue.indicators[code], dimension)]
                if value not in codes:
                    raise unknown(value, "、".join(codes), codes)


@dataclass(frozen=True, slots=True)
class RecordScope:
    """Names are fields of a register."""

    catalogue: Catalogue
    register: Register

    @property
    def of_indicators(self) -> bool:
        return False

    over_units = of_indicators

    def name(self, node: Name) -> tuple[Type, Name]:
        one = self.register.fields.get(node.name)
        if one is None:
            raise unknown(node.name, Said(f"台账 {self.register.code} 的字段", f"a field of {self.register.code}"),
                          self.register.fields)
        if node.by:
            raise UnknownNameError(node.name, Said("不带分组的字段", "a field without a filter"))
        return field_type(one, self.catalogue), node

    def standard(self, code: str) -> tuple[str, str | None]:
        return standard_in(self.catalogue, code)


def standard_in(catalogue: Catalogue, code: str) -> tuple[str, str | None]:
    """The unit of a standard, and what it depends on. Raises UnknownNameError."""
    standard = catalogue.standards.get(code)
    if standard is None:
        raise unknown(code, Said("标准", "a standard"), catalogue.standards)
    return standard.unit, standard.by


def field_type(one: Field, catalogue: Catalogue) -> Type:
    """What a field's value is to a formula."""
    if one.unit:
        return Type("number", measure(one.unit))
    if one.list and one.type in ("code", "tags"):
        known = catalogue.dimensions.get(one.list) or catalogue.lists.get(one.list)
        return Type("codes" if one.type == "tags" else "text", codes=frozenset(known.codes) if known else None)
    return _FIELD_TYPES.get(one.type, TEXT)


def dimensions_of(node: Expression, catalogue: Catalogue) -> tuple[str, ...] | None:
    """The dimensions by which a formula of full codes can be split: those of all its inputs.

    None where it uses no indicator at all.
    """
    found: tuple[str, ...] | None = None
    for name in (name for name in names(node) if name.name in catalogue.indicators):
        filtered = {dimension for dimension, _ in name.by}
        own = tuple(one for one in catalogue.indicators[name.name].by if one not in filtered)
        found = own if found is None else tuple(one for one in found if one in own)
    return found
