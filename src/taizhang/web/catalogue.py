"""The catalogue that the site works with: the shipped one, with the bureau's own folder over it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from taizhang.catalogue import Catalogue, read
from taizhang.catalogue.model import Form, Register
from taizhang.catalogue.reference import Reference
from taizhang.reading.figures.vocabulary import Vocabulary, vocabulary_of
from taizhang.web.refusals import Refused


def catalogue() -> Catalogue:
    """Loaded once for each set of folders. Raises CatalogueError where a folder has mistakes."""
    return _read(*settings.TAIZHANG_CATALOGUES)


@cache
def _read(*folders: Path) -> Catalogue:
    return read(*folders)


def vocabulary() -> Vocabulary:
    """The names by which the reader links figures with this catalogue."""
    return _vocabulary(catalogue())


@cache
def _vocabulary(known: Catalogue) -> Vocabulary:
    return vocabulary_of(known)


@cache
def reference_page(name: str) -> str:
    """A page of the reference, made when it is first asked for. Raises KeyError where there is none of that name."""
    return Reference(catalogue(), back="/").page(name)


def form_or_register(code: str) -> Form | Register:
    """What the full code names. Raises Refused where the catalogue has neither."""
    known = catalogue()
    if found := known.forms.get(code) or known.registers.get(code):
        return found
    raise Refused.because("web-unknown-form", code, code=code)
