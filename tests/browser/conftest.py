"""The site on a port of its own, and a real browser that looks at it."""

from __future__ import annotations

import shutil

import pytest
from pytest_django.live_server_helper import LiveServer

from web.conftest import (  # noqa: F401
    PASSWORD,
    Bureau,
    _english,
    _stands_again,
    committed,
    django_db_modify_db_settings,
    home,
    small_catalogue,
    standing,
)
from web.test_report_pages import report, submission, told  # noqa: F401

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
def site(bureau):
    """The address of the site."""
    # pytest-django's own fixture would empty the tables before the triggers on them are taken off
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def width(request) -> int:
    return request.param


@pytest.fixture
def come_in(chromium, site, width):
    """Logs a person in and gives the page they then see. A page that asks elsewhere or logs an error fails."""
    contexts, wrong = [], []
    own = (site, "data:")

    def logged_in(username: str):
        context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=site, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: None if request.url.startswith(own) else wrong.append(request.url))
        page.goto("/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("form.login button.primary")
        return page

    yield logged_in
    for context in contexts:
        context.close()
    assert wrong == []
