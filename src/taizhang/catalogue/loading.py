"""Loads the catalogue: all files or none, with everything that is wrong told at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from taizhang.catalogue.cache import remembered
from taizhang.catalogue.model import Catalogue
from taizhang.catalogue.problems import CatalogueError, Place, Problem

SHIPPED = Path(__file__).parent


@cache
def load(*folders: Path | str) -> Catalogue:
    """The shipped catalogue with a bureau's own folders laid over it, in that order; read once in a process.

    Each folder has `shared.yaml` and `domains/`. Raises CatalogueError with every problem found.
    """
    return read(SHIPPED, *folders)


def read(*folders: Path | str) -> Catalogue:
    """The catalogue of these folders, each laid over those before it. Raises CatalogueError."""
    from taizhang.catalogue.sources import files_of

    paths = [Path(folder).resolve() for folder in folders]
    missing = [path for path in paths if not path.is_dir()]
    if missing:
        raise CatalogueError(Problem("catalogue-no-folder", Place(str(path), 1, 1), str(path)) for path in missing)
    contents = [{file: file.read_bytes() for file in files_of(path)} for path in paths]
    return remembered(paths, contents, lambda: _make(paths, contents))


def _follows(problem: Problem, broken: set[tuple[str | int, ...]]) -> bool:
    """Whether a formula misses a name only because the thing of that name is itself wrong, which is told already."""
    return problem.code in ("catalogue-formula-meaning", "catalogue-outline-word") and any(
        problem.found in (path[-1], f"{path[0]}.{path[-1]}") for path in broken)


def _make(paths: Sequence[Path], contents: Sequence[dict[Path, bytes]]) -> Catalogue:
    from taizhang.catalogue.build import build
    from taizhang.catalogue.checks import check
    from taizhang.catalogue.definitions import define
    from taizhang.catalogue.sources import content, read_sources

    sources = read_sources(contents, paths)
    catalogue, reader = build(sources)
    catalogue = define(catalogue, reader)
    problems = [*reader.problems, *check(catalogue, reader)]
    problems = [problem for problem in problems if not _follows(problem, reader.broken)]
    if problems:
        raise CatalogueError(dict.fromkeys(problems))
    trees = {"/".join(key): content(tree) for key, tree in sorted(sources.trees.items())}
    text = json.dumps(trees, ensure_ascii=False, sort_keys=True)
    return catalogue.with_digest(hashlib.sha256(text.encode()).hexdigest())
