"""The site on a port of its own, and a real browser that looks at it."""

from __future__ import annotations

import shutil

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from taizhang.web.accounts.models import Person
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.models import Submission
from taizhang.web.ledger.releases import seal_release
from taizhang.web.reports.drafting import draft
from taizhang.web.reports.models import Report
from web.conftest import (  # noqa: F401
    H1,
    Bureau,
    _english,
    _stands_again,
    committed,
    django_db_modify_db_settings,
    home,
    small_catalogue,
    standing,
)
from web.one_report import approved, lay_outline

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="module")  # not longer: the event loop that it keeps would trouble the tests that follow
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api")
    if (found := shutil.which("chromium")) is None:
        pytest.skip("no Chromium here")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def bureau(committed, monkeypatch) -> Bureau:  # noqa: F811
    """The bureau where the server's threads see it."""
    # Playwright keeps an event loop in this thread, from which Django would refuse to ask the database
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return Bureau()


@pytest.fixture
def submission(bureau, settings, tmp_path, small_catalogue) -> Submission:  # noqa: F811
    """What the school sent, approved; and the catalogue has something to say of it."""
    settings.TAIZHANG_CATALOGUES = [small_catalogue, lay_outline(tmp_path)]
    return approved(bureau)


@pytest.fixture
def report(bureau, submission) -> Report:
    return draft(seal_release(H1, catalogue=catalogue(), by=bureau.writer), by=bureau.writer)


@pytest.fixture
def site(bureau):
    """The address of the site."""
    # pytest-django's own fixture would empty the tables before the triggers on them are taken off
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(params=[1280, pytest.param(390, marks=pytest.mark.long)], ids=["desk", "phone"])
def width(request) -> int:
    return request.param


def session_of(username: str) -> str:
    """The key of a new session. Logging in with the form is tried in test_filling_in.py."""
    client = Client()
    client.force_login(Person.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


@pytest.fixture
def come_in(chromium, site, width):
    """A page of somebody who is logged in. One that asks elsewhere fails, and one that logs an error, unless it may."""
    contexts, wrong = [], []
    own = (site, "data:")

    def logged_in(username: str, *, may_log: bool = False):
        context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=site, accept_downloads=True)
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session_of(username), "url": site}])
        page = context.new_page()
        if not may_log:
            page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: None if request.url.startswith(own) else wrong.append(request.url))
        page.goto("/")
        return page

    yield logged_in
    for context in contexts:
        context.close()
    assert wrong == []


def fits(page) -> bool:
    """Whether nothing sticks out to the right."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
