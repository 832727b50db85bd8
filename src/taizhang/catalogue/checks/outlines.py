"""Checks the sentences of outlines: that they can be read, and use only indicators and the writer's words."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.catalogue.checks.known import INDICATOR, Known
from taizhang.catalogue.model import Sentence
from taizhang.catalogue.problems import Place, Problem, nearest
from taizhang.catalogue.reader import Path

# what `taizhang.writing` gives every sentence besides the indicators
WORDS = frozenset(("period", "deadline", "versus", "pace", "behind", "share", "term", "holiday"))
FILTERS = frozenset(("wan", "units", "largest_first"))


class Outlines(Known):
    """Checks one sentence after another."""

    def all(self) -> Iterator[Problem]:
        for outline in self.catalogue.outlines.values():
            for part, at, sentence in outline.sentences():
                yield from self.sentence(sentence, outline.domain, (outline.domain, "outline", part, at))

    def sentence(self, sentence: Sentence, domain: str, path: Path) -> Iterator[Problem]:
        for wording in sentence.say:
            yield from self.wording(wording, domain, self.at(*path, "say"))
        for code in sentence.task.target if sentence.task else ():
            yield from self.known(code, self.catalogue.indicators, INDICATOR,
                                  self.at(*path, "task", "target"), home=("indicators", domain))

    def wording(self, wording: str, domain: str, place: Place) -> Iterator[Problem]:
        from jinja2 import TemplateAssertionError, TemplateSyntaxError

        own = [one.name for one in self.catalogue.indicators.values() if one.domain == domain]
        known = [*WORDS, *self.catalogue.domains, *own]
        try:
            strange = _used(wording) - {*known}
        except (TemplateSyntaxError, TemplateAssertionError) as error:
            yield Problem("catalogue-outline-syntax", place, error.message or wording)
            return
        for name in sorted(strange):
            yield Problem("catalogue-outline-word", place, name, near=nearest(name, known))


def _used(wording: str) -> set[str]:
    """The names that a sentence takes from outside. Raises jinja2.TemplateSyntaxError."""
    from jinja2 import meta
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment()
    environment.filters = dict.fromkeys(FILTERS, str)
    environment.globals = {}
    return meta.find_undeclared_variables(environment.parse(wording))
