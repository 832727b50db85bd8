"""The tutorial in docs/ works as it is written: its files are written, its commands run, its outputs appear."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial-domain.md"
_BLOCK = re.compile(r"^```(\w+)( fails)?\n(.*?)^```$", re.M | re.S)
_PATH = re.compile(r"# (ours/\S+\.yaml)\n")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: `yaml` is a file with its path on top, `sh` commands, `text` what they printed."""

    kind: str
    fails: bool
    text: str


def blocks() -> list[Block]:
    return [Block(kind, bool(fails), text) for kind, fails, text in _BLOCK.findall(TUTORIAL.read_text("utf-8"))]


def test_every_step_of_the_tutorial_works(tmp_path: Path) -> None:
    printed = ""
    for block in blocks():
        match block.kind:
            case "yaml":
                write(block, tmp_path)
            case "sh":
                printed = "".join(run(block, tmp_path))
            case "text":
                assert [line for line in block.text.splitlines() if line.strip() not in printed] == [], printed
    assert "校车服务覆盖率" in (tmp_path / "pages" / "school_bus.html").read_text("utf-8")


def test_the_tutorial_has_nothing_that_is_not_tried() -> None:
    kinds = [block.kind for block in blocks()]
    assert {*kinds} == {"yaml", "sh", "text"}
    assert TUTORIAL.read_text("utf-8").count("```") == 2 * len(kinds)


def write(block: Block, folder: Path) -> None:
    path = _PATH.match(block.text)
    assert path, block.text
    file = folder / path[1]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(block.text, "utf-8")


def run(block: Block, folder: Path) -> Iterator[str]:
    """What each command prints; a failing one fails the test, or the other way round where the block says so."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for line in block.text.splitlines():
        done = subprocess.run(line, check=False, shell=True, cwd=folder, capture_output=True, text=True,
                              timeout=60, env={**os.environ, "PATH": path, "XDG_CACHE_HOME": str(folder / "cache")})
        if (done.returncode != 0) != block.fails:
            pytest.fail(f"{line}\n{done.stdout}{done.stderr}")
        yield done.stdout + done.stderr
