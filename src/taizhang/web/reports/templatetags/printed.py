"""A kept document as part of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from taizhang.web.collection.templatetags.spoken import domain_title
from taizhang.web.reports.changes import change_name
from taizhang.web.reports.models import Report
from taizhang.web.reports.paper import Shown
from taizhang.writing.document import Document
from taizhang.writing.pieces import FigureRun, Own, Paragraph, Run
from taizhang.writing.to_html import report_html
from taizhang.writing.tokens import CLOSE, OPEN, plain

register = template.Library()
_TOKEN = re.compile(f"{OPEN}[^{CLOSE}|]*[|]([^{CLOSE}]*){CLOSE}")


@register.simple_tag
def printed(document: Document, report: Report) -> SafeString:
    """The text of a report; each figure leads to its evidence."""
    page = report_html(document, lambda figure: _evidence(figure, report))
    return mark_safe(page)  # noqa: S308 - escaped by its own template


@register.simple_tag
def said(paragraph: Paragraph, report: Report) -> SafeString:
    """One paragraph of a report, its figures leading to their evidence."""
    runs = format_html_join("", "{}", ((_run(run, report),) for run in paragraph.runs))
    return format_html("<b>{}</b>{}", re.sub("^（.+?）", "", paragraph.lead), runs)


def _run(run: Run, report: Report) -> str:
    if not isinstance(run, FigureRun):
        return run.text
    return format_html('<a class="figure" href="{}">{}</a>', _evidence(run, report), run.text)


def _evidence(figure: FigureRun, report: Report) -> str:
    return reverse("reports:figure", args=[report.pk, figure.anchor])


# --- a draft in the editor -----------------------------------------------------------------------------------

@register.simple_tag
def pieces(shown: Shown, report: Report) -> SafeString:
    """The words of a block: its figures lead to their evidence, numbers of one's own say why, loose ones stand out."""
    return format_html_join("", "{}", ((piece,) for piece in _pieces(shown, report)))


def _pieces(shown: Shown, report: Report) -> Iterator[str]:
    loose = iter(shown.loose)
    wanted = next(loose, None)
    for run in shown.runs:
        if isinstance(run, Own):
            yield format_html('<span class="own" title="{}">{}</span>', run.reason, run.text)
        elif isinstance(run, FigureRun):
            yield _run(run, report)
        else:
            rest = run.text
            while wanted and wanted.text in rest:
                before, _found, rest = rest.partition(wanted.text)
                yield before
                yield format_html('<mark class="loose">{}</mark>', wanted.text)
                wanted = next(loose, None)
            yield rest


@register.simple_tag
def bare(text: str) -> SafeString:
    """A text with tokens, each shown as its number."""
    cut = _TOKEN.split(text)
    marked = (format_html('<b class="chip">{}</b>', part) if at % 2 else part for at, part in enumerate(cut))
    return format_html_join("", "{}", ((part,) for part in marked))


register.filter("plain", plain)


register.filter("change_name", change_name)


@register.filter
def domain_name(code: str) -> str:
    """What a domain is called, or what a paragraph of no domain is."""
    return domain_title(code) if code else str(_("综合"))
