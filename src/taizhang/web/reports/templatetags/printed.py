"""A kept document as part of a page."""

from __future__ import annotations

import re

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.reports.models import Report
from taizhang.writing.document import Document, FigureRun, Paragraph, Run
from taizhang.writing.to_html import report_html

register = template.Library()


@register.simple_tag
def printed(document: Document, report: Report) -> SafeString:
    """The text of a report; each figure leads to its evidence."""
    page = report_html(document, lambda figure: _evidence(figure, report))
    return mark_safe(page)  # noqa: S308 - escaped by its own template


@register.filter
def domain_title(code: str) -> str:
    """What a domain is called; one that left the catalogue keeps its code."""
    found = catalogue().domains.get(code)
    return say(found.title) if found else code


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
