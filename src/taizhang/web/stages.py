"""Work that takes longer than a page may wait, shown step by step while it is done."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextvars import Context, copy_context
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string

from taizhang.findings import Finding
from taizhang.web.refusals import Refused

_log = logging.getLogger(__name__)
_CUT = "{stages}"  # where the page is cut open


@dataclass(frozen=True, slots=True)
class Stage:
    """A step that begins; the last one has what was made."""

    name: str
    made: Any = None


@dataclass(frozen=True, slots=True)
class Link:
    """Where what was made is seen; `at_once` goes there unasked."""

    address: str
    name: str
    at_once: bool = False


def page(
    request: HttpRequest, stages: Iterator[Stage], title: str, *, link: Callable[[Any], Link]
) -> StreamingHttpResponse:  # fmt: skip
    """The page of progress, which leads to what was made; whoever may not do this is refused before it begins."""
    first = next(stages)
    # the address for audit events, and whatever else holds for this request, ends with the view: before the work does
    told = _told(request, chain([first], stages), title, link)
    return StreamingHttpResponse(_within(copy_context(), told))


def _within(context: Context, pieces: Iterator[str]) -> Iterator[str]:
    while (piece := context.run(next, pieces, None)) is not None:
        yield piece


def _told(request: HttpRequest, stages: Iterable[Stage], title: str, link: Callable[[Any], Link]) -> Iterator[str]:
    """The page as it grows, to its end whatever happens: what is sent already cannot become a page of errors."""
    before, _mark, after = render_to_string("stages.html", {"stages": _CUT, "title": title}, request).partition(_CUT)
    yield before
    try:
        for stage in stages:
            shown = {"stage": stage, "link": None if stage.made is None else link(stage.made)}
            yield render_to_string("stage.html", shown, request)
    except Refused as refused:
        yield render_to_string("stage.html", {"findings": refused.findings}, request)
    except Exception:
        _log.exception("%s broke off", request.path)
        yield render_to_string("stage.html", {"findings": [Finding("web-stage-failed")]}, request)
    yield after
