"""The catalogue's reference on the site: what is measured, by which law."""

import pytest
from django.test import Client

from taizhang.web.catalogue import reference_page
from web.conftest import browser


@pytest.fixture
def client(bureau):
    reference_page.cache_clear()
    client = browser(bureau.clerk)
    yield client
    reference_page.cache_clear()


def test_whoever_is_logged_in_can_browse_the_bureaus_own_catalogue(client):
    assert "student_aid.basics" in client.get("/catalogue/").text
    assert "实发 {paid} 元大于应发 {due} 元" in client.get("/catalogue/student_aid.html").text
    assert client.get("/catalogue/reference.css")["content-type"].startswith("text/css")


@pytest.mark.parametrize("name", ["nothing.html", "..", "model.py"])
def test_there_are_no_other_pages(client, name):
    assert client.get(f"/catalogue/{name}").status_code == 404


def test_strangers_are_asked_to_log_in(bureau):
    assert Client().get("/catalogue/").status_code == 302
