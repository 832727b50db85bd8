"""The columns of a ledger of tasks, as `ledger_columns.yaml` lists them, and how their heads are recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from taizhang.catalogue.model import Title

_NOISE = re.compile(r"[\s*:：/／、,，()（）【】\[\]]")
_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, how its cells are read (`kind`), whether it may be absent, how wide it is."""

    code: str
    title: Title
    kind: str
    width: int
    optional: bool = False
    shown: bool = False
    called: tuple[str, ...] = ()
    note: str = ""


@cache
def columns() -> Mapping[str, Column]:
    """Every column by its code, in order."""
    rows = yaml.load(files(__package__).joinpath("ledger_columns.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return {code: Column(code, Title(row["zh"], row["en"]), row["kind"], row["width"], row.get("optional", False),
                         row.get("shown", False), tuple(row.get("called", ())), row.get("note", ""))
            for code, row in rows.items()}


@cache
def _by_head() -> Mapping[str, Column]:
    return {_plain(name): column for column in columns().values()
            for name in (*column.called, column.title.zh, column.title.en)}


def column_of(head: str) -> Column | None:
    """The column that a head names, whatever its spaces, brackets and signs."""
    heads = _by_head()
    return heads.get(_plain(head)) or heads.get(_plain(_BRACKETS.sub("", head)))


def _plain(head: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", head)).casefold()
