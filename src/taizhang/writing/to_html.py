"""A document as a page in which every figure opens its evidence.

`to_html` gives a whole page that needs nothing beside it, not even a script. The site shows `report_html` in its own
frame, with links to its own evidence pages, and `evidence_html` there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from taizhang.analysis.evidence import Evidence
from taizhang.analysis.results import MissingFigureError, Result
from taizhang.analysis.rollup import split_of
from taizhang.catalogue.model import Catalogue
from taizhang.periods import Period
from taizhang.quantities import MISSING, format_number
from taizhang.writing import drawing
from taizhang.writing.document import Document
from taizhang.writing.marks import qr_svg
from taizhang.writing.numbering import numbered, plain_date
from taizhang.writing.pieces import Chart, FigureRun
from taizhang.writing.words import shown

Link = Callable[[FigureRun], str]


def to_html(document: Document, catalogue: Catalogue) -> str:
    """The whole page: report, and behind each figure its evidence."""
    figures = {figure.anchor: figure for figure in document.all_figures()}
    return _environment().get_template("page.html").render(
        document=document,
        style=Markup(_read("style.css")),  # noqa: S704 - our own file
        body=report_html(document, lambda figure: f"#{figure.anchor}"),
        shown=[(figure, document.evidence[figure.key]) for figure in figures.values()],
        panel=lambda evidence: evidence_html(evidence, catalogue),
    )


def report_html(document: Document, link: Link) -> Markup:
    """The report alone; each figure leads to `link(figure)`."""
    template = _environment().get_template("report.html")
    drawing.begin(document.charts())
    shows = {"numbered": numbered, "plain_date": plain_date, "described": drawing.described, "drawn": _drawn,
             "code": lambda address: Markup(qr_svg(address))}  # noqa: S704 - segno's own
    return Markup(template.render(document=document, link=link, **shows))  # noqa: S704


def _drawn(chart: Chart) -> Markup:
    """The picture; names in it are escaped by who drew it."""
    return Markup(drawing.svg(chart))  # noqa: S704


def evidence_html(evidence: Evidence, catalogue: Catalogue) -> Markup:
    """What stands behind a figure, one page of its observations."""
    def split(by: Mapping[str, str]) -> str:
        return "、".join(catalogue.dimensions[dimension].codes[code].title.zh for dimension, code in by.items())

    def label(result: Result) -> str:
        by = split(dict(result.by))
        return f"{result.title}{f'（{by}）' if by else ''}，{Period.parse(result.period).zh}"

    template = _environment().get_template("evidence.html")
    shows = {"split": lambda text: split(split_of(text)), "label": label, "printed": _printed, "number": _number}
    return Markup(template.render(evidence=evidence, **shows))  # noqa: S704 - the template escapes


def _printed(result: Result) -> str:
    try:
        return shown(result).text
    except MissingFigureError:
        return MISSING


def _number(value: Decimal | None) -> str:
    return MISSING if value is None else format_number(value)


def _read(name: str) -> str:
    return files(__package__).joinpath("html", name).read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(loader=FunctionLoader(_read), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)
