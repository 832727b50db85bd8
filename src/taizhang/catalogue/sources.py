"""Finds a catalogue's files, reads them as trees, and lays one folder over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from taizhang.catalogue.model import Override
from taizhang.catalogue.problems import Place, Problem, Said, nearest
from taizhang.catalogue.schema import FILES, FOLDERS
from taizhang.catalogue.yaml_source import LARGEST, Entries, Items, Node, Scalar, read_text

Key = tuple[str, ...]     # ("shared",), ("student_aid", "indicators"), ("student_aid", "forms", "basics")


@dataclass(slots=True)
class Sources:
    """The trees of all files by key, and what the folders laid over the first one changed."""

    trees: dict[Key, Node] = field(default_factory=dict)
    overrides: list[Override] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: dict[Key, Place] = field(default_factory=dict)


def files_of(folder: Path) -> Iterator[Path]:
    """Every YAML file of a catalogue's folder, in a steady order. Its coverage stands beside it, not in it."""
    return (path for path in sorted(folder.rglob("*"))
            if path.suffix in (".yaml", ".yml") and path.is_file() and path != folder / "coverage.yaml")


def read_sources(contents: Sequence[dict[Path, bytes]], folders: Sequence[Path]) -> Sources:
    """The trees of all folders; `contents` holds, for each folder, its files' bytes."""
    sources = Sources()
    for folder, files in zip(folders, contents, strict=True):
        for path, content in files.items():
            _read_file(sources, path, folder, content)
    return sources


def _read_file(sources: Sources, path: Path, folder: Path, content: bytes) -> None:
    name = _shown(path, folder)
    key = _key(path.relative_to(folder))
    if key is None:
        sources.problems.append(_misplaced(path, name))
        return
    told = len(sources.problems)
    text = _text(content, name, sources.problems)
    tree = read_text(text, name, sources.problems) if text else None
    if tree is not None:
        below = sources.trees.get(key)
        sources.trees[key] = tree if below is None else laid_over(below, tree, key, sources.overrides)
    elif len(sources.problems) > told:
        sources.unreadable[key] = Place(name, 1, 1)


def _shown(path: Path, folder: Path) -> str:
    """The file's name in messages: relative to where one stands, if it lies below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _key(path: Path) -> Key | None:
    """What a file holds by where it lies, or None where no file is expected."""
    match path.with_suffix("").parts:
        case ("shared",):
            return ("shared",)
        case ("domains", domain, kind) if kind in FILES:
            return domain, kind
        case ("domains", domain, kind, name) if kind in FOLDERS:
            return domain, kind, name
    return None


def _misplaced(path: Path, name: str) -> Problem:
    known = [f"{kind}.yaml" for kind in ("shared", *FILES)] + [f"{folder}/" for folder in FOLDERS]
    return Problem("catalogue-unknown-file", Place(name, 1, 1), path.name, "、".join(known), nearest(path.name, known))


def _text(content: bytes, name: str, problems: list[Problem]) -> str | None:
    if len(content) > LARGEST:
        problems.append(Problem("catalogue-yaml", Place(name, 1, 1), f"{len(content)} bytes",
                                Said(f"不超过{LARGEST}字节", f"at most {LARGEST} bytes")))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem("catalogue-yaml", Place(name, line, 1), error.reason, "UTF-8"))
        return None


def laid_over(below: Node, above: Node, path: tuple[str, ...], overrides: list[Override]) -> Node:
    """`above` over `below`: mappings key by key, cases by name, all else as a whole."""
    if isinstance(below, Entries) and isinstance(above, Entries):
        return _mappings(below, above, path, overrides)
    if path[1:] == ("cases",) and isinstance(below, Items) and isinstance(above, Items):
        return _cases(below, above, path, overrides)
    if content(below) != content(above):
        overrides.append(Override(path, _brief(below), _brief(above), str(above.place), str(below.place)))
    return above


def _mappings(below: Entries, above: Entries, path: tuple[str, ...], overrides: list[Override]) -> Entries:
    merged = Entries(dict(below.entries), dict(below.keys), below.place)
    for name, node in above.entries.items():
        here = (*path, name)
        if isinstance(node, Scalar) and node.empty and name in merged.entries:
            gone = merged.entries.pop(name)
            overrides.append(Override(here, _brief(gone), "", str(above.keys[name]), str(merged.keys.pop(name))))
            continue
        known = merged.entries.get(name)
        merged.entries[name] = node if known is None else laid_over(known, node, here, overrides)
        merged.keys[name] = above.keys[name]
    return merged


def _cases(below: Items, above: Items, path: tuple[str, ...], overrides: list[Override]) -> Items:
    """The cases of both; one of a name that is there already takes its place."""
    cases = {_name(case): case for case in below.items}
    for case in above.items:
        name = _name(case)
        if name in cases:
            was = cases[name]
            overrides.append(Override((*path, name), _brief(was), _brief(case), str(case.place), str(was.place)))
        cases[name] = case
    return Items(list(cases.values()), below.place)


def _name(case: Node) -> str:
    name = case.entries.get("name") if isinstance(case, Entries) else None
    return name.text if isinstance(name, Scalar) else f"at {case.place}"


def content(node: Node) -> object:
    """The tree without places, for comparing and hashing."""
    match node:
        case Entries(entries):
            return {name: content(below) for name, below in entries.items()}
        case Items(items):
            return [content(item) for item in items]
    return None if node.empty else node.text


def _brief(node: Node) -> str:
    """The node in one short line."""
    match node:
        case Entries(entries):
            text = ", ".join(f"{name}: {_brief(below)}" for name, below in entries.items())
        case Items(items):
            text = "; ".join(map(_brief, items))
        case _:
            text = node.text
    return text if len(text) <= 120 else text[:119] + "…"
