"""Checks the sentences of outlines: that they can be read, and use only indicators and the writer's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from taizhang.catalogue.model import Catalogue, Sentence
from taizhang.catalogue.problems import Place, Problem, nearest
from taizhang.catalogue.reader import Reader

# what `taizhang.writing` gives every sentence besides the indicators
WORDS = frozenset(("period", "deadline", "versus", "behind", "share"))
FILTERS = frozenset(("wan", "units"))


def check_outlines(catalogue: Catalogue, reader: Reader) -> Iterator[Problem]:
    """What is wrong with the sentences of all outlines."""
    for outline in catalogue.outlines.values():
        for part in ("done", "problems", "next"):
            for at, sentence in enumerate(getattr(outline, part)):
                place = reader.place((outline.domain, "outline", part, at, "say"))
                yield from _sentence(sentence, outline.domain, catalogue, place)


def _sentence(sentence: Sentence, domain: str, catalogue: Catalogue, place: Place) -> Iterator[Problem]:
    from jinja2 import TemplateAssertionError, TemplateSyntaxError

    for wording in sentence.say:
        try:
            used = _used(wording)
        except (TemplateSyntaxError, TemplateAssertionError) as error:
            yield Problem("catalogue-outline-syntax", place, error.message or wording)
            continue
        known = [*WORDS, *catalogue.domains, *_local(catalogue, domain)]
        for name in sorted(used - {*known}):
            yield Problem("catalogue-outline-word", place, name, near=nearest(name, known))


def _used(wording: str) -> set[str]:
    """The names that a sentence takes from outside. Raises jinja2.TemplateSyntaxError."""
    from jinja2 import meta
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(autoescape=False)  # noqa: S701 - plain text, never a page
    environment.filters = dict.fromkeys(FILTERS, str)
    environment.globals = {}
    return meta.find_undeclared_variables(environment.parse(wording))


def _local(catalogue: Catalogue, domain: str) -> Iterable[str]:
    return (one.name for one in catalogue.indicators.values() if one.domain == domain)
