"""Reads a YAML tree as the schema says, notes the place of every key, and collects what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from taizhang.catalogue.formulas.mistakes import FormulaError
from taizhang.catalogue.kinds import Choice, Key, Kind, Later, Many, Named, Plain, Rows, Shape
from taizhang.catalogue.problems import Phrase, Place, Problem, Said, nearest
from taizhang.catalogue.yaml_source import Entries, Items, Node, Scalar

Path = tuple[str | int, ...]
_MAPPING = Said("下级键值", "a mapping")
_LIST = Said("列表", "a list")
_SINGLE = Said("单个值", "a single value")


class Bad:
    """What stands for a value that could not be read; its problem is already told."""


BAD = Bad()


@dataclass(slots=True)
class Reader:
    """`places` maps the path of keys to where it stands; `broken` holds paths whose thing could not be made."""

    problems: list[Problem] = field(default_factory=list)
    places: dict[Path, Place] = field(default_factory=dict)
    broken: set[Path] = field(default_factory=set)

    def place(self, path: Path) -> Place:
        """Where the path stands, or the nearest thing around it that does."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place("", 1, 1))

    def read(self, kind: Kind, node: Node, path: Path) -> Any:  # noqa: PLR0911 - one case for each kind
        """The value of the node, or BAD where nothing can be made of it."""
        self.places.setdefault(path, node.place)
        match kind:
            case Plain():
                return self._plain(kind, node, path)
            case Choice(words):
                return self._choice(words, node)
            case Many(of):
                return self._many(of, node, path)
            case Named():
                return self._named(kind, node, path)
            case Shape():
                return self._shape(kind, node, path)
            case Later(find):
                return self.read(find(), node, path)
            case Rows():
                return self._rows(node)

    def _plain(self, kind: Plain, node: Node, path: Path) -> Any:
        if not isinstance(node, Scalar):
            return self._wrong(node, kind.expected)
        self.places[path] = node.text_place
        try:
            return kind.read(node.text)
        except FormulaError as error:
            return self._told(formula_problem(error, node.text_place))
        except (ValueError, KeyError, re.error):
            return self._wrong(node, kind.expected)

    def _choice(self, words: tuple[str, ...], node: Node) -> Any:
        if isinstance(node, Scalar) and node.text in words:
            return node.text
        return self._wrong(node, "、".join(words), nearest(_words(node), words))

    def _many(self, of: Kind, node: Node, path: Path) -> Any:
        if isinstance(node, Entries) and not isinstance(of, Shape):
            return self._wrong(node, _LIST)
        nodes = node.items if isinstance(node, Items) else [node]
        values = [self.read(of, item, (*path, at)) for at, item in enumerate(nodes)]
        return tuple(value for value in values if value is not BAD)

    def _named(self, kind: Named, node: Node, path: Path) -> Any:
        if not isinstance(node, Entries):
            return {} if isinstance(node, Scalar) and node.empty else self._wrong(node, _MAPPING)
        made = {}
        for name, below in node.entries.items():
            value = self._named_one(kind, name, node, (*path, name))
            if value is BAD:
                self.broken.add((*path, name))
            else:
                made[name] = value
            self.places.setdefault((*path, name), below.place)
        return made

    def _named_one(self, kind: Named, name: str, node: Entries, path: Path) -> Any:
        self.places[path] = node.keys[name]
        try:
            kind.name.read(name)
        except FormulaError as error:
            return self._told(formula_problem(error, node.keys[name]))
        except ValueError:
            return self._told(Problem("catalogue-wrong-name", node.keys[name], name, kind.name.expected))
        value = self.read(kind.of, node.entries[name], path)
        return value(name) if kind.tell and value is not BAD else value

    def _shape(self, kind: Shape, node: Node, path: Path) -> Any:
        if isinstance(node, Scalar) and kind.lone:
            node = Entries(dict.fromkeys(kind.lone, node), dict.fromkeys(kind.lone, node.place), node.place)
        if not isinstance(node, Entries):
            return self._wrong(node, _MAPPING)
        values, rest = self._keys(kind, node, path)
        missing = [name for name, key in kind.keys.items() if key.required and name not in node.entries]
        for name in missing:
            self.problems.append(Problem("catalogue-missing-key", node.place, expected=name))
        if any(value is BAD for value in values.values()) or missing:
            return BAD
        return kind.make(**values, **({kind.rest_as: rest} if kind.rest else {}))

    def _keys(self, kind: Shape, node: Entries, path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        values: dict[str, Any] = {}
        rest = Entries(place=node.place)
        for name, below in node.entries.items():
            key = kind.keys.get(name)
            if key is None and kind.rest:
                rest.entries[name], rest.keys[name] = below, node.keys[name]
            elif key is None:
                self._unknown(name, kind, node)
            elif not (isinstance(below, Scalar) and below.empty and not key.required):
                values[key.called or name] = self._key(key, below, node.keys[name], (*path, name))
        return values, self._named(kind.rest, rest, path) if kind.rest else {}

    def _key(self, key: Key, node: Node, at: Place, path: Path) -> Any:
        self.places[path] = at
        return self.read(key.kind, node, path)

    def _unknown(self, name: str, kind: Shape, node: Entries) -> None:
        value = node.entries[name]
        if isinstance(value, Scalar) and value.empty and not value.text:      # {en: Repairs, under way}
            self.problems.append(Problem("catalogue-comma", node.keys[name], name))
            return
        known = "、".join(kind.keys)
        self.problems.append(Problem("catalogue-unknown-key", node.keys[name], name, known, nearest(name, kind.keys)))

    def _rows(self, node: Node) -> Any:
        if not isinstance(node, Scalar):
            return self._wrong(node, Said("用 | 引出的表格", "a table after |"))
        head, *rows = [line.split() for line in node.text.splitlines() if line.strip()] or [[]]
        for number, row in enumerate(rows, start=1):
            if len(row) != len(head):
                place = Place(node.place.file, node.place.line + 1 + number, node.place.column)
                return self._told(Problem("catalogue-table-row", place, " ".join(row), str(len(head))))
        return tuple({name: None if cell == "-" else cell for name, cell in zip(head, row, strict=True)}
                     for row in rows)

    def _wrong(self, node: Node, expected: Phrase, near: str = "") -> Bad:
        return self._told(Problem("catalogue-wrong-value", node.place, _words(node), expected, near))

    def _told(self, problem: Problem) -> Bad:
        self.problems.append(problem)
        return BAD


def formula_problem(error: FormulaError, place: Place) -> Problem:
    """A formula's error as a problem of the file it stands in, the formula's text beginning at `place`."""
    column = error.column + (place.column if error.line == 0 else 1)
    spot = Place(place.file, place.line + error.line, column)
    return Problem(error.code, spot, error.found, error.expected, error.near, error.excerpt)


def _words(node: Node) -> str:
    """A short form of what was found."""
    match node:
        case Scalar(text):
            return text if len(text) <= 40 else text[:39] + "…"
        case Items(items):
            return f"[…] ({len(items)})"
        case Entries(entries):
            return "{" + ", ".join(list(entries)[:3]) + ("…}" if len(entries) > 3 else "}")
