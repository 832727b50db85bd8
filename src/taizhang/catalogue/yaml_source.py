"""YAML files as trees whose every key and value knows its place.

Scalars stay text: what a value means is the schema's business, so `on`, `no` and `1e3` are never turned into
something else on the way. Duplicate keys and anchors are refused here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from taizhang.catalogue.problems import Place, Problem, Said

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
NOWHERE = Place("", 1, 1)
LARGEST = 2_000_000        # bytes; the largest file of the shipped catalogue is a fiftieth of it


@dataclass(slots=True)
class Scalar:
    """A text, number or date as written; `style` is the sign that introduced it: a quote, `|` or `>`, or none."""

    text: str
    style: str
    place: Place

    @property
    def empty(self) -> bool:
        return not self.style and self.text in ("", "~", "null")

    @property
    def text_place(self) -> Place:
        """Where the text itself begins: behind its quote, or on the line below its sign."""
        if self.style in ("|", ">"):
            return Place(self.place.file, self.place.line + 1, 1)
        return self.place._replace(column=self.place.column + len(self.style))


@dataclass(slots=True)
class Items:
    """A list."""

    items: list[Node]
    place: Place


@dataclass(slots=True)
class Entries:
    """A mapping: `entries` holds the values, `keys` the place of each key."""

    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    place: Place = field(default=NOWHERE)


Node = Scalar | Items | Entries


def read_text(text: str, file: str, problems: list[Problem]) -> Node | None:
    """The tree of a YAML text; None where it is empty or no YAML, the latter said in `problems`."""
    try:
        root = yaml.compose(text, Loader=_Loader)
        return _Converter(file, problems).convert(root) if root else None
    except yaml.YAMLError as error:
        problems.append(_broken(error, file))
    except RecursionError:
        problems.append(Problem("catalogue-yaml", Place(file, 1, 1), expected=Said("嵌套不要过深", "less nesting")))
    return None


def _broken(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    return Problem("catalogue-yaml", place, found=getattr(error, "problem", None) or str(error))


@dataclass(slots=True)
class _Converter:
    file: str
    problems: list[Problem]
    seen: set[int] = field(default_factory=set)

    def convert(self, node: yaml.Node) -> Node:
        place = self._place(node)
        if id(node) in self.seen:
            self.problems.append(Problem("catalogue-alias", place))
            return Scalar("*", "", place)
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._entries(node, place)
        if isinstance(node, yaml.SequenceNode):
            return Items([self.convert(item) for item in node.value], place)
        return Scalar(str(node.value), getattr(node, "style", None) or "", place)

    def _entries(self, node: yaml.MappingNode, place: Place) -> Entries:
        made = Entries(place=place)
        for key_node, value_node in node.value:
            key, at = str(key_node.value), self._place(key_node)
            if key in made.entries:
                self.problems.append(Problem("catalogue-duplicate-key", at, found=key, expected=str(made.keys[key])))
                continue
            made.keys[key] = at
            made.entries[key] = self.convert(value_node)
        return made

    def _place(self, node: yaml.Node) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)
