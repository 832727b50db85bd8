"""Wherever a page leads, there is something for whoever was led there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve

from taizhang.web.papers.receiving import upload
from taizhang.web.supervision.models import Plan
from web.one_report import bureau, drafted, folder, home, report  # noqa: F401
from web.test_papers import MISTAKEN
from web.test_site import browser
from web.test_supervision import H2, give, in_days

# ruff: noqa: F811

ALIKE = 2  # so many addresses of one view are followed
_LINK = re.compile(r'<a [^>]*href="([^"#][^"]*)"')


@pytest.fixture
def full(bureau, report):
    """A bureau with something on every kind of page."""
    upload(MISTAKEN, "总结.txt", unit=bureau.city, by=bureau.writer)
    plan = Plan.objects.create(period=H2.code, unit=bureau.city, title="计划", made_by=bureau.supervisor)
    give(bureau, plan, "改造厕所", owner=bureau.pu, due=in_days(-5))
    return bureau


def dead_links(client, begin: str = "/") -> Iterator[str]:
    """The links, beginning at a page, that lead nowhere."""
    waiting, seen, followed = [("", begin)], {begin}, {}
    while waiting:
        page, address = waiting.pop()
        view = resolve(urlsplit(address).path).view_name
        followed[view] = followed.get(view, 0) + 1
        if followed[view] > ALIKE or view.startswith("admin:"):
            continue
        response = client.get(address, follow=True)
        if response.status_code != 200:
            yield f"{page} → {address}: {response.status_code}"
        if "html" in response["Content-Type"] and not response.streaming:
            found = {urljoin(address, link.replace("&amp;", "&")) for link in _LINK.findall(response.text)} - seen
            waiting += [(address, link) for link in sorted(found) if link.startswith("/")]
            seen |= found


@pytest.mark.parametrize("who", ["admin", "officer", "writer", "head", "supervisor", "auditor", "reviewer", "clerk"])
def test_no_link_is_dead_for_anybody(full, who):
    assert list(dead_links(browser(getattr(full, who)))) == []


def test_no_link_of_supervision_is_dead_where_nothing_is_assigned(bureau):
    assert list(dead_links(browser(bureau.supervisor), "/supervision/board/")) == []
