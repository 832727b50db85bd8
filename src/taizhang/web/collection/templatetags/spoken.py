"""Names in the language of the page."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from taizhang.catalogue.model import Title
from taizhang.findings import Finding
from taizhang.periods import Period
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import SubmissionFinding
from taizhang.web.collection.standing import share

register = template.Library()
register.filter("share", share)


def language() -> str:
    """That of the page, as titles and findings name it: "zh" or "en"."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@register.filter
def say(thing: Title | Finding | SubmissionFinding | dict[str, str] | str) -> str:
    """A title, or what a finding says, in the language of the page."""
    if isinstance(thing, Finding):
        return thing.message(language())
    if isinstance(thing, dict):
        return thing[language()]
    return str(getattr(thing, language(), thing))


@register.filter
def place(finding: Finding | SubmissionFinding) -> str:
    """Where it was found; "" where what it says names the place."""
    return "" if finding.place in say(finding) else finding.place


@register.filter
def form_title(code: str) -> str:
    """What a form or register is called; one that left the catalogue keeps its code."""
    known = catalogue()
    found = known.forms.get(code) or known.registers.get(code)
    return say(found.title) if found else code


@register.filter
def domain_title(code: str) -> str:
    """What a domain is called; one that left the catalogue keeps its code."""
    found = catalogue().domains.get(code)
    return say(found.title) if found else code


@register.filter
def indicator_title(code: str) -> str:
    """What an indicator is called; one that left the catalogue keeps its code."""
    found = catalogue().indicators.get(code)
    return say(found.title) if found else code


@register.filter
def period(code: str) -> str:
    """2026年上半年 for 2026H1."""
    return say(Period.parse(code))
