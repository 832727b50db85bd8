"""Checks forms: that their items are known, once, and filled by hand."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.catalogue.checks.known import INDICATOR, STANDARD, Known
from taizhang.catalogue.model import Form
from taizhang.catalogue.problems import Problem


class Forms(Known):
    """Checks one form after another."""

    def all(self) -> Iterator[Problem]:
        for form in self.catalogue.forms.values():
            yield from self.form(form)

    def form(self, form: Form) -> Iterator[Problem]:
        path = (form.domain, "forms", form.code.partition(".")[2])
        seen: set[str] = set()
        for at, item in enumerate(form.items):
            place = self.at(*path, "items", at)
            yield from self.known(item.indicator, self.catalogue.indicators, INDICATOR, place,
                                  home=("indicators", form.domain))
            if item.indicator in seen:
                yield Problem("catalogue-twice", place, item.indicator)
            seen.add(item.indicator)
            found = self.catalogue.indicators.get(item.indicator)
            if found and found.rollup:
                yield Problem("catalogue-two-sources", place, f"{item.indicator}: {found.rollup.register}")
        if form.rows:
            yield from self.known(form.rows, self.catalogue.standards, STANDARD, self.at(*path, "rows"),
                                  home=("standards", form.domain))
        wanted = {"scorecard": "rows", "matrix": "columns"}.get(form.kind)
        if wanted and not getattr(form, wanted):
            yield Problem("catalogue-missing-key", self.at(*path), expected=wanted)
