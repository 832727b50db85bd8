"""What a check has to say, as typed records.

Every message stands in `findings.yaml`, where an editor can read them all; code names a message and
fills in its blanks. A message says where, what was found, what was expected and how to mend it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class Severity(StrEnum):
    """How much a finding weighs: an error stops, a warning wants an explanation, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Template:
    """One row of `findings.yaml`: the texts of a finding before its blanks are filled."""

    code: str
    severity: Severity
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check has to say.

    `code` names a row of `findings.yaml`, or the rule of the catalogue that said it; `place` is where, in the
    words of what was checked (`Sheet1!C7`, `report.docx:1204-1220`, `indicators.yaml:31`); `blanks` fill the
    template.
    """

    code: str
    place: str = ""
    blanks: dict[str, Any] = field(default_factory=dict)
    template: Template | None = None

    @property
    def severity(self) -> Severity:
        return self._template.severity

    @property
    def _template(self) -> Template:
        return self.template or templates()[self.code]

    def message(self, language: str = "zh") -> str:
        """The sentence a person reads, `language` being "zh" or "en"; blanks that have both are told in it too."""
        language = "en" if language == "en" else "zh"
        text: str = getattr(self._template, language)
        return text.format_map({name: getattr(one, language, one) for name, one in self.blanks.items()})


def unopened(error: OSError, name: str = "") -> Finding:
    """That a file could not be opened, and why; `name` stands in where the error has none."""
    name = str(error.filename or name)
    if isinstance(error, FileNotFoundError):
        return Finding("file-missing", name, {"name": name})
    return Finding("file-unopened", name, {"name": name, "why": error.strerror or str(error)})


def unwritten(error: OSError, name: str) -> Finding:
    """That the file or folder `name` could not be written, and why."""
    if isinstance(error, FileNotFoundError):
        return Finding("file-no-folder", name, {"name": name})
    return Finding("file-unwritten", name, {"name": name, "why": error.strerror or str(error)})


@cache
def templates() -> dict[str, Template]:
    """Every message of `findings.yaml` by its code."""
    words = files("taizhang").joinpath("findings.yaml").read_text("utf-8")
    rows = yaml.load(words, yaml.CSafeLoader)   # as safe as safe_load, and ten times as fast
    return {code: Template(code, Severity(row["severity"]), row["zh"], row["en"]) for code, row in rows.items()}


def without(sentence: str, message: str) -> str:
    """A message that begins with the sentence it is about, without that, which stands beside it."""
    return message.removeprefix(f"“{sentence}”").lstrip("：: ")
