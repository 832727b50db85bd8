"""Checks the worked cases' names and cells before they are run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from taizhang.catalogue.case_values import expected_formula
from taizhang.catalogue.checks.known import Known
from taizhang.catalogue.formulas.mistakes import FormulaError
from taizhang.catalogue.formulas.parsing import parse
from taizhang.catalogue.formulas.scopes import field_type
from taizhang.catalogue.formulas.syntax import Name
from taizhang.catalogue.kinds import DATE, NUMBER, TRUTH
from taizhang.catalogue.model import Case, Catalogue, Field
from taizhang.catalogue.problems import Place, Problem, Said, nearest
from taizhang.catalogue.reader import Path, Reader, formula_problem
from taizhang.catalogue.records import read_cell

_CODE = Said("指标，可带分组，如 recipients[stage=primary]",
             "an indicator, filtered or not, e.g. recipients[stage=primary]")

RULE = Said("本领域的规则", "a rule of this domain")
FIELD = Said("台账的字段", "a field")
_CELLS = {
    "whole": NUMBER.expected, "number": NUMBER.expected, "money": NUMBER.expected, "yes_no": TRUTH.expected,
    "date": DATE.expected, "period": Said("报告期，如 2026H1、SY2025-T2", "a period such as 2026H1 or SY2025-T2"),
}


class Cases(Known):
    """Checks one case after another."""

    def all(self) -> Iterator[Problem]:
        number: dict[str, int] = {}
        for case in self.catalogue.cases:
            at = number[case.domain] = number.get(case.domain, -1) + 1
            yield from _Case(case, self.catalogue, self.reader, (case.domain, "cases", at)).all()


@dataclass(frozen=True, slots=True)
class _Case:
    case: Case
    catalogue: Catalogue
    reader: Reader
    path: Path

    def all(self) -> Iterator[Problem]:
        for code in self.case.records:
            yield from self.records(code)
        for key in ("values", "last_year", "previous", "expect"):
            for text in getattr(self.case, key):
                yield from self.formula(text, self.at(key, text), only_name=key != "expect")
        for text in self.case.units[0] if self.case.units else ():
            if text != "unit":
                yield from self.formula(text, self.at("units"), only_name=True)
        if self.case.units and "unit" not in self.case.units[0]:
            yield Problem("catalogue-missing-key", self.at("units"), expected="unit")
        for key in ("refused", "warned"):
            yield from self.rules(key)

    def at(self, *path: str) -> Place:
        return self.reader.place((*self.path, *path))

    def formula(self, text: str, place: Place, *, only_name: bool) -> Iterator[Problem]:
        try:
            expected_formula(text, self.case.domain, self.catalogue)
        except FormulaError as error:
            yield formula_problem(error, place)
            return
        if only_name and not isinstance(parse(text).root, Name):
            yield Problem("catalogue-wrong-value", place, text, _CODE)

    def records(self, code: str) -> Iterator[Problem]:
        register = self.catalogue.table(code)
        local = code.removeprefix(f"{self.case.domain}.")
        place = self.at(local) if (*self.path, local) in self.reader.places else self.at(code)
        if register is None:
            known = [one.removeprefix(f"{self.case.domain}.") for one in self.catalogue.registers]
            words = [*known, "values", "last_year", "previous", "units", "on", "expect", "refused", "warned"]
            yield Problem("catalogue-unknown-code", place, code, Said("台账", "a register"), nearest(code, words))
            return
        for number, row in enumerate(self.case.records[code], start=2):
            for name, text in row.items():
                yield from self._cell(register.fields.get(name), name, text, [*register.fields],
                                      place._replace(line=place.line + number))

    def _cell(self, field: Field | None, name: str, text: str | None, known: list[str],
              place: Place) -> Iterator[Problem]:
        if field is None:
            yield Problem("catalogue-unknown-code", place, name, FIELD, nearest(name, known))
            return
        try:
            read_cell(text, field)
        except (ValueError, ArithmeticError, KeyError):
            yield Problem("catalogue-wrong-value", place, f"{name}: {text}", _CELLS.get(field.type, field.type))
        codes = field_type(field, self.catalogue).codes or ()
        written = (text or "").split(",") if field.type == "tags" else [text or ""]
        for one in written if codes and text is not None else ():
            if one not in codes:
                yield Problem("catalogue-unknown-code", place, f"{name}: {one}", "、".join(sorted(codes)),
                              nearest(one, codes))

    def rules(self, key: str) -> Iterator[Problem]:
        level = {"refused": "hard", "warned": "soft"}[key]
        known = {code.partition(".")[2]: rule for code, rule in self.catalogue.rules.items()
                 if rule.domain == self.case.domain}
        for name in getattr(self.case, key):
            if name not in known:
                yield Problem("catalogue-unknown-code", self.at(key), name, RULE, nearest(name, known))
            elif known[name].level != level:
                yield Problem("catalogue-wrong-value", self.at(key), f"{name}: {known[name].level}", level)
