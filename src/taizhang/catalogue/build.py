"""Turns what was read from the files into the model: short names become full ones, defaults are filled in.

Nothing is judged here; a name that leads nowhere is left as it stands for `checks` to find.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from taizhang.catalogue.kinds import Kind
from taizhang.catalogue.model import (
    Case,
    Catalogue,
    Child,
    CodeList,
    Dimension,
    Domain,
    Field,
    Form,
    Indicator,
    Outline,
    OutlineTask,
    Register,
    Rule,
    Sentence,
    Standard,
)
from taizhang.catalogue.reader import BAD, Path, Reader
from taizhang.catalogue.rollups import rollup_of
from taizhang.catalogue.schema import FILES, FOLDERS, SHARED
from taizhang.catalogue.sources import Key, Sources

_DECIMALS = {"%": 1, "％": 1, "万元": 2, "亿元": 2}
_ROLLUPS = ("counts", "sums", "averages")


def build(sources: Sources) -> tuple[Catalogue, Reader]:
    """The catalogue as far as it could be read, and the reader that knows every place and problem."""
    reader = Reader(sources.problems)
    return _Builder(sources, reader).catalogue(), reader


def _kind(key: Key) -> Kind:
    if key == ("shared",):
        return SHARED
    return FILES[key[1]] if len(key) == 2 else FOLDERS[key[1]]


@dataclass(slots=True)
class _Builder:
    sources: Sources
    reader: Reader
    values: dict[Key, Any] = field(default_factory=dict)

    def catalogue(self) -> Catalogue:
        for key, place in self.sources.unreadable.items():
            self.reader.broken.add(key)
            self.reader.places[key] = place
        for key, tree in self.sources.trees.items():
            self._read(key, _kind(key), tree)
        dimensions, lists = self._lists()
        registers = self._registers(dimensions, lists)
        indicators = self._indicators(registers)
        return Catalogue(
            domains={code: self._domain(code) for code in self._domains()},
            dimensions=dimensions, lists=lists, registers=registers, indicators=indicators,
            forms=self._forms(indicators), rules=self._rules(registers),
            standards=self._standards(dimensions, lists), outlines=self._outlines(indicators),
            cases=self._cases(registers), overrides=tuple(self.sources.overrides))

    def _read(self, key: Key, kind: Kind, tree: Any) -> None:
        value = self.reader.read(kind, tree, key)
        if value is BAD:
            self.reader.broken.add(key)
        else:
            self.values[key] = value

    def _domains(self) -> list[str]:
        return sorted({key[0] for key in self.sources.trees if len(key) > 1})

    def _domain(self, code: str) -> Domain:
        values = {name: value for name, value in self.values.get((code, "domain"), {}).items() if name != "lists"}
        title = values.pop("title", None)
        return Domain(code=code, title=title, **values)

    def _lists(self) -> tuple[dict[str, Dimension], dict[str, CodeList]]:
        shared = self.values.get(("shared",), {})
        dimensions = {code: Dimension(code=code, **values) for code, values in shared.get("dimensions", {}).items()}
        lists = {code: CodeList(code=code, **values) for code, values in shared.get("lists", {}).items()}
        for domain in self._domains():
            own = self.values.get((domain, "domain"), {}).get("lists", {})
            lists |= {f"{domain}.{code}": CodeList(code=f"{domain}.{code}", **values) for code, values in own.items()}
        return dimensions, lists

    def _folder(self, name: str) -> dict[tuple[str, str], dict[str, Any]]:
        """What stands in the files of all `forms/` or `registers/`, by domain and full code."""
        return {(key[0], f"{key[0]}.{key[2]}"): dict(values) for key, values in self.values.items()
                if len(key) == 3 and key[1] == name}

    def _named(self, kind: str) -> dict[tuple[str, str], dict[str, Any]]:
        """What stands in the files of all domains called `kind`, by domain and name."""
        return {(key[0], name): dict(values) for key, table in self.values.items()
                if key[1:] == (kind,) for name, values in table.items()}

    def _registers(self, dimensions: Mapping[str, Any], lists: Mapping[str, Any]) -> dict[str, Register]:
        folder = self._folder("registers")
        codes = {code for _, code in folder}

        def fields(own: Mapping[str, Field], domain: str) -> dict[str, Field]:
            return {name: replace(one, list=_full(one.list, domain, {*lists}, {*dimensions}),
                                  register=_full(one.register, domain, codes)) for name, one in own.items()}

        made = {}
        for (domain, code), values in folder.items():
            children: Mapping[str, Child] = values.pop("children", {})
            below = {name: replace(child, fields=fields(child.fields, domain)) for name, child in children.items()}
            made[code] = Register(code=code, domain=domain, children=below,
                                  **{**values, "fields": fields(values["fields"], domain)})
        return made

    def _indicators(self, registers: Mapping[str, Register]) -> dict[str, Indicator]:
        made = {}
        for (domain, name), values in self._named("indicators").items():
            sources = {how: values.pop(how) for how in _ROLLUPS if how in values}
            where = values.pop("where", None)
            rollup = next((rollup_of(how, source, where, domain, registers) for how, source in sources.items()), None)
            ratio = "%" in values["unit"] or "/" in values["unit"] or (rollup is not None and rollup.how == "averages")
            for over in ("over_units", "over_time"):
                values.setdefault(over, "none" if ratio else "sum")           # two schools at 90 % are not at 180 %
            values.setdefault("decimals", _DECIMALS.get(values["unit"], 2 if "/" in values["unit"] else 0))
            made[f"{domain}.{name}"] = Indicator(code=f"{domain}.{name}", domain=domain, rollup=rollup, **values)
        return made

    def _forms(self, indicators: Mapping[str, Indicator]) -> dict[str, Form]:
        made = {}
        for (domain, code), values in self._folder("forms").items():
            items = tuple(replace(item, indicator=_full(item.indicator, domain, {*indicators}))
                          for item in values.pop("items", ()))
            made[code] = Form(code=code, domain=domain, items=items, **values)
        return made

    def _rules(self, registers: Mapping[str, Register]) -> dict[str, Rule]:
        known = {*registers, *(code for _, code in self._folder("forms"))}
        return {f"{domain}.{name}": Rule(code=f"{domain}.{name}", domain=domain,
                                         **{**values, "on": _full(values["on"], domain, known)})
                for (domain, name), values in self._named("rules").items()}

    def _standards(self, dimensions: Mapping[str, Dimension], lists: Mapping[str, CodeList]) -> dict[str, Standard]:
        made: dict[str, Standard] = {}
        for (domain, code), values in self._named("standards").items():
            rows = tuple(sorted(values.pop("values", ()), key=lambda row: row.start))
            used = {one for row in rows for one in row.values} - {"value"}
            own = [one for name, one in lists.items() if name.startswith(f"{domain}.")]
            candidates = [*dimensions.values(), *own, *(one for name, one in lists.items() if "." not in name)]
            best = max(candidates, key=lambda one: len(used & {*one.codes}), default=None)
            by = best.code if best and used & {*best.codes} else None
            rows = tuple(replace(row, values={"" if one == "value" else one: v for one, v in row.values.items()})
                         for row in rows)
            made.setdefault(code, Standard(code=code, domain=domain, by=by, values=rows, **values))
        return made

    def _outlines(self, indicators: Mapping[str, Indicator]) -> dict[str, Outline]:
        made = {}
        for key, values in self.values.items():
            if key[1:] == ("outline",):
                parts = {part: tuple(_sentence(one, key[0], indicators) for one in sentences)
                         for part, sentences in values.items()}
                made[key[0]] = Outline(domain=key[0], **parts)
        return made

    def _cases(self, registers: Mapping[str, Register]) -> tuple[Case, ...]:
        made = []
        known = {*registers, *(f"{code}.{child}" for code, one in registers.items() for child in one.children)}
        for key, cases in sorted((key, cases) for key, cases in self.values.items() if key[1:] == ("cases",)):
            for values in cases:
                records = {_full(name, key[0], known): rows for name, rows in values["records"].items()}
                made.append(Case(domain=key[0], **{**values, "records": records}))
        return tuple(made)


def _full(name: Any, domain: str, *known: set[str]) -> Any:
    """The full code of a name as a domain writes it, or the name itself where there is none."""
    return f"{domain}.{name}" if name and any(f"{domain}.{name}" in codes for codes in known) else name


def _sentence(sentence: Sentence, domain: str, indicators: Mapping[str, Indicator]) -> Sentence:
    if not sentence.task:
        return sentence
    target = {_full(name, domain, {*indicators}): value for name, value in sentence.task.target.items()}
    return replace(sentence, task=OutlineTask(sentence.task.owner, target, sentence.task.due))


def path_of(code: str, kind: str) -> Path:
    """The path of keys under which a full code was read."""
    domain, _, name = code.partition(".")
    return (domain, kind, name)
