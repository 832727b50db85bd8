"""Figures and their splits in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString, mark_safe

from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import indicator_title, say
from taizhang.web.papers.marking import TextLine, value_of
from taizhang.web.papers.models import Figure, PaperFinding
from taizhang.web.papers.notes import finding_html, promises_html

register = template.Library()


register.filter("value_of", value_of)


@register.filter
def indicator_and_unit(code: str) -> str:
    """What an indicator is called, with its unit; one that left the catalogue keeps its code."""
    found = catalogue().indicators.get(code)
    return f"{indicator_title(code)}（{found.unit}）" if found else code


@register.filter
def split_titles(dims: Mapping[str, str]) -> list[str]:
    """A split in words: 小学, 农村."""
    known = catalogue().dimensions
    return [say(known[name].codes[code].title) if name in known and code in known[name].codes else code
            for name, code in dims.items()]  # fmt: skip


@register.filter
def parts(figure: Figure) -> list[str]:
    """The split of a figure in words."""
    return split_titles(figure.by)


@register.filter
def asked_as(thing: Figure | PaperFinding) -> str:
    """The end of the address that opens a figure or a finding in the page of its paper."""
    if isinstance(thing, Figure):
        return f"figure={thing.number}#f{thing.number}"
    return f"finding={thing.number}#finding-{thing.number}"


@register.filter
def printed_number(value: Decimal) -> str:
    """1,234.5: without zeros at the end."""
    return f"{value.normalize():,f}"


@register.filter
def unlocalised(value: float) -> str:
    return f"{value:g}"


@register.simple_tag
def shown_line(line: TextLine, may_judge: bool) -> SafeString:
    """A line of the text, with what was found and what is promised there beside it."""
    heading = f" heading level-{line.level}" if line.level else ""
    notes = [finding_html(one, may_judge=may_judge) for one in line.findings]
    notes += [promises_html(line.promises)] if line.promises else []
    beside = f'<div class="notes">{"".join(notes)}</div>' if notes else ""
    return mark_safe(  # noqa: S308 - everything in it was escaped when it was made
        f'<div class="line{" wrong" if line.contradicted else ""}" id="line-{line.number}">'
        f'<p class="text{heading}">{line.html}</p>{beside}</div>'
    )


@register.simple_tag
def noted(finding: PaperFinding, may_judge: bool) -> SafeString:
    """What was found, beside its sentence."""
    return finding_html(finding, may_judge=may_judge)


@register.filter
def out_of_band(mark: SafeString) -> SafeString:
    """A piece of the page that replaces the one of its id, wherever that stands."""
    return mark_safe(mark.replace(" ", ' hx-swap-oob="true" ', 1))  # noqa: S308 - escaped when it was made
