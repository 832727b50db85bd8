"""Templates of sentences -> runs, with every figure kept apart and no number slipping through.

Whatever a template prints that is not plain text stands in its output as a mark, a pair of private-use characters
around a number, until the output is cut into runs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, Undefined, nodes, pass_context
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from taizhang.quantities import UnitError
from taizhang.writing.pieces import FigureRun, Run, Text
from taizhang.writing.vocabulary import FILTERS
from taizhang.writing.words import Measure, Shown, shown

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_PAGE = "_page"
# Digits that words may have: the name of a document, a scheme or a law, and a day.
_NAMES = re.compile(
    r"《[^》]*》|“[^”]*”|〔[0-9]{4}〕[0-9]+号"
    r"|[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?"
)
_DIGIT = re.compile(r"[0-9０-９]|百分之")
_TYPED = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]?|百分之[零〇一二三四五六七八九十百点]*")


class OutlineError(ValueError):
    """A sentence of an outline that cannot be used: `why` says what is wrong with it."""

    def __init__(self, sentence: str, why: str) -> None:
        super().__init__(why)
        self.sentence, self.why = sentence, why


class Page:
    """Collects what one sentence prints."""

    def __init__(self) -> None:
        self._pieces: list[Text | Shown] = []

    def mark(self, value: object) -> str:
        """The mark that stands for a value in the output. Raises TypeError for a number without evidence."""
        match value:
            case Measure(result):
                return self.mark(shown(result))
            case Shown() | Text():
                self._pieces.append(value)
                return f"{_OPEN}{len(self._pieces) - 1}{_CLOSE}"
            case tuple():
                return "".join(map(self.mark, value))
            case str():
                return value
            case Undefined():
                return "" if value._undefined_name is None else str(value)      # {{ '；' if not loop.last }}
        raise TypeError(f"{value!r} cannot be printed: only figures, names and words can")

    def runs(self, output: str) -> tuple[Run, ...]:
        """The output as runs."""
        runs: list[Run] = []
        for at, part in enumerate(_MARK.split(output)):
            if at % 2:
                piece = self._pieces[int(part)]
                runs.append(FigureRun(piece.text, piece.result) if isinstance(piece, Shown) else piece)
            elif part:
                runs.append(Text(part))
        return tuple(runs)


def stray_digits(text: str) -> str:
    """The first number typed into words, or "" where there is none; names and dates may have digits."""
    found = _DIGIT.search(_NAMES.sub("", text))
    return found[0] if found else ""


def stray_spans(text: str) -> list[tuple[int, int]]:
    """Where numbers in digits are typed into words, apart from those that names and dates may have."""
    kept = _NAMES.sub(lambda name: " " * len(name[0]), text)
    return [found.span() for found in _TYPED.finditer(kept)]


@lru_cache(4096)
def compiled(sentence: str) -> Template:
    """The template of a sentence. Raises OutlineError where it cannot be read or has a number typed in."""
    try:
        parsed = _ENVIRONMENT.parse(sentence)
        typed = [part.data for part in parsed.find_all(nodes.TemplateData)]
        if stray := next(filter(None, map(stray_digits, typed)), ""):
            raise OutlineError(sentence, f"句中直接写了数字“{stray}”；数字应来自指标，以便查到依据")
        return _ENVIRONMENT.from_string(sentence)
    except TemplateError as error:
        raise OutlineError(sentence, str(error)) from error


def names_in(sentence: str) -> set[str]:
    """The names that a template uses and does not set itself."""
    compiled(sentence)
    return find_undeclared_variables(_ENVIRONMENT.parse(sentence))


def written(sentence: str, names: Mapping[str, object]) -> tuple[Run, ...]:
    """The sentence as runs. Raises MissingFigureError where a figure is missing, OutlineError where it is wrong."""
    page = Page()
    template = compiled(sentence)
    try:
        output = template.render({**names, _PAGE: page})
    except (TemplateError, TypeError, AttributeError, LookupError, ArithmeticError, UnitError) as error:
        raise OutlineError(sentence, str(error)) from error
    runs = page.runs(output)
    if any(stray_digits(run.text) for run in runs if isinstance(run, Text) and not run.digits):
        raise OutlineError(sentence, "打印出的数字没有依据")
    return runs


@pass_context
def _finalize(context: Context, value: Any) -> str:
    page: Page = context[_PAGE]
    return page.mark(value)


_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=_finalize, autoescape=False)
_ENVIRONMENT.filters.clear()
_ENVIRONMENT.filters.update(FILTERS)
_ENVIRONMENT.globals.clear()
