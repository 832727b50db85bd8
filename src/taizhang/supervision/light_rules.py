"""The rules of lights as data: `lights.yaml`, and what a bureau lays over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any

from taizhang.catalogue.formulas.check import elaborate
from taizhang.catalogue.formulas.mistakes import FormulaError
from taizhang.catalogue.formulas.syntax import Formula, Name
from taizhang.catalogue.formulas.types import DATE, NUMBER, TEXT, Type, UnknownNameError, unknown
from taizhang.catalogue.kinds import LOCAL, Choice, Key, Named, Shape
from taizhang.catalogue.kinds import NUMBER as A_NUMBER
from taizhang.catalogue.kinds import TEXT as A_TEXT
from taizhang.catalogue.model import Title
from taizhang.catalogue.problems import CatalogueError, Problem, Said, nearest
from taizhang.catalogue.reader import BAD, Reader, formula_problem
from taizhang.catalogue.schema import FORMULA
from taizhang.catalogue.sources import laid_over
from taizhang.catalogue.yaml_source import Node, read_text
from taizhang.supervision.facts import DATES, NUMBERS, TEXTS
from taizhang.supervision.model import State
from taizhang.supervision.standing import Light

TASK_NAMES: Mapping[str, Type] = {**dict.fromkeys(NUMBERS, NUMBER), **dict.fromkeys(DATES, DATE),
                                  **dict.fromkeys(TEXTS, TEXT), "state": Type("text", codes=frozenset(State))}
UNIT_NAMES: Mapping[str, Type] = dict.fromkeys((
    "total", "open", "closed", "closed_late", "green", "yellow", "orange", "red", "overdue", "closed_share",
    "red_share", "on_time_share"), NUMBER)
_KNOWN = Said("limits 中的数，或 lights.yaml 开头列出的名称",
              "a number under limits, or a name listed atop lights.yaml")


@dataclass(frozen=True, slots=True)
class LightRule:
    """A light, the condition under which it is lit, and what it says."""

    name: str
    light: Light
    when: Formula
    why: Title


@dataclass(frozen=True, slots=True)
class Mention:
    """How a notice names a unit, and the condition under which it does."""

    name: str
    when: Formula
    label: Title


@dataclass(frozen=True, slots=True)
class LightRules:
    """All rules in force: of `settled` the first that holds decides, else the worst of `rules`, kept worst first.

    Of `mentions` the first that holds says how a notice names a unit.
    """

    limits: Mapping[str, Fraction]
    settled: tuple[LightRule, ...]
    rules: tuple[LightRule, ...]
    mentions: tuple[Mention, ...]


def _mention(when: Formula, zh: str, en: str) -> Any:
    return lambda code: Mention(code, when, Title(zh, en))


def _rule(light: str, when: Formula, zh: str, en: str) -> Any:
    return lambda code: LightRule(code, Light(light), when, Title(zh, en))


_RULES = Named(Shape({
    "light": Key(Choice(tuple(Light)), True),
    "when": Key(FORMULA, True),
    "zh": Key(A_TEXT, True),
    "en": Key(A_TEXT, True),
}, make=_rule), LOCAL, tell=True)
_MENTIONS = Named(Shape({"when": Key(FORMULA, True), "zh": Key(A_TEXT, True), "en": Key(A_TEXT, True)}, make=_mention),
                  LOCAL, tell=True)
_FILE = Shape({"limits": Key(Named(A_NUMBER, LOCAL), True), "settled": Key(_RULES, True), "rules": Key(_RULES, True),
               "mentions": Key(_MENTIONS, True)})


@lru_cache(64)
def light_rules(overlay: str = "", *, name: str = "lights.yaml") -> LightRules:
    """The shipped rules with a bureau's own laid over them, `overlay` being YAML or JSON text of the same form.

    `name` is what messages call the overlay. Raises CatalogueError: its problems say file, line, what was found, what
    was expected and how to mend it.
    """
    problems: list[Problem] = []
    shipped = read_text(files(__package__).joinpath("lights.yaml").read_text("utf-8"), "lights.yaml", problems)
    above = read_text(overlay, name, problems) if overlay.strip() else None
    tree = shipped if above is None or shipped is None else laid_over(shipped, above, ("lights",), [])
    rules = None if problems or tree is None else _read(tree, problems)
    if problems or rules is None:
        raise CatalogueError(problems)
    return rules


def _read(tree: Node, problems: list[Problem]) -> LightRules | None:
    reader = Reader(problems)
    read = reader.read(_FILE, tree, ())
    if read is BAD or problems:
        return None
    of_tasks, of_units = _Scope(read["limits"], TASK_NAMES), _Scope(read["limits"], UNIT_NAMES)
    settled, rules = ([replace(rule, when=_checked(reader, of_tasks, part, rule, rule.why))
                       for rule in read[part].values()] for part in ("settled", "rules"))
    mentions = tuple(replace(one, when=_checked(reader, of_units, "mentions", one, one.label))
                     for one in read["mentions"].values())
    limits = {name: Fraction(value) for name, value in read["limits"].items()}
    worst_first = sorted(rules, key=lambda rule: -rule.light.badness)
    return LightRules(limits, tuple(settled), tuple(worst_first), mentions)


def _checked(reader: Reader, scope: _Scope, part: str, rule: LightRule | Mention, words: Title) -> Formula:
    """The rule's condition elaborated; mistakes in it and in its words go to the reader's problems."""
    here, when = (part, rule.name), rule.when
    for language, text in (("zh", words.zh), ("en", words.en)):
        reader.problems += _wrong_blanks(reader, (*here, language), text, scope)
    try:
        return Formula(when.text, elaborate(when.root, when.text, scope, kind="truth"))
    except FormulaError as error:
        reader.problems.append(formula_problem(error, reader.place((*here, "when"))))
        return when


def _wrong_blanks(reader: Reader, path: tuple[str, ...], text: str, scope: _Scope) -> list[Problem]:
    """Blanks that name nothing known, or that are more than a name: words are data and reach nothing else."""
    try:
        blanks = [(found, spec or conversion) for _, found, spec, conversion in Formatter().parse(text)
                  if found is not None]
    except ValueError as error:
        return [Problem("catalogue-wrong-value", reader.place(path), str(error), _KNOWN)]
    return [Problem("catalogue-wrong-value", reader.place(path), f"{{{found}}}", _KNOWN, nearest(found, scope.known))
            for found, more in blanks if more or found not in scope.known]


@dataclass(frozen=True, slots=True)
class _Scope:
    """Names in a condition are limits, or `types`: facts of a task or counts of a unit."""

    limits: Mapping[str, Decimal]
    types: Mapping[str, Type]

    @property
    def of_indicators(self) -> bool:
        return False

    over_units = of_indicators

    @property
    def known(self) -> tuple[str, ...]:
        return (*self.limits, *self.types)

    def name(self, node: Name) -> tuple[Type, Name]:
        if node.name in self.limits:
            return NUMBER, node
        if node.name not in self.types:
            raise unknown(node.name, _KNOWN, self.known)
        return self.types[node.name], node

    def standard(self, code: str) -> tuple[str, str | None]:
        raise UnknownNameError(code, Said("不用标准的条件", "a condition without standards"))


def check_overlay(overlay: str, *, name: str = "lights.yaml") -> list[Problem]:
    """What is wrong with a bureau's own rules, nothing where they can be used."""
    try:
        light_rules(overlay, name=name)
    except CatalogueError as error:
        return list(error.problems)
    return []
