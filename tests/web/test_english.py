"""Whoever chose English is told in English all that the site itself says: only what people entered is Chinese."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import resolve
from lxml import html

from taizhang.periods import Period
from taizhang.web.accounts.actions import add_person, grant
from taizhang.web.accounts.models import Person, RoleKind
from taizhang.web.collection.actions import open_round
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.papers.models import Paper
from taizhang.web.papers.receiving import upload
from taizhang.web.registers import actions as registers
from taizhang.web.registers import twins
from taizhang.web.registers.tables import register_of
from taizhang.web.reports.models import Report
from web.conftest import PASSWORD, browser
from web.kept_registers import GRANTS, PUPILS, id_number, pupil
from web.one_report import bureau, drafted, folder, home, report  # noqa: F401
from web.test_papers import MISTAKEN

# ruff: noqa: F811

SAID = "|".join(
    f"//{one}[not(ancestor-or-self::*[@lang] | ancestor::article)]"
    for one in ("label", "legend", "h1", "h2", "h3", "th", "dt", "button", "summary", "option", "nav//a", "a[@class]")
)
ELSEWHERE = ("/catalogue/", "/admin/", "/api/", "/static/", "/logout/")  # the reference, and pages of others
CHINESE = {"reports:figure", "papers:shelf", "papers:figure"}  # where reports are quoted


@pytest.fixture
def everybody(bureau, settings, registers_folder) -> Person:
    """Somebody who has every role in the city."""
    settings.TAIZHANG_CATALOGUES = [*settings.TAIZHANG_CATALOGUES, registers_folder]
    person = add_person(username="all", name="All", password=PASSWORD, unit=bureau.city, by=bureau.admin)
    for kind in RoleKind:
        grant(person, kind, unit=bureau.city, by=bureau.admin)
    return person


@pytest.fixture
def busy(bureau, report, everybody) -> list[str]:
    """A bureau in which something stands on every page; what people entered there."""
    period = Period.parse("2026H1")
    open_round(period=period, unit=bureau.city, whats=["student_aid.basics"], due=date(2026, 7, 1), by=everybody)
    for nth in (1, 2):
        registers.add(PUPILS, pupil(nth, id_number=id_number(1)), unit=bureau.school, by=bureau.clerk)
    registers.add(GRANTS, {"number": "1", "grant": "5"}, unit=bureau.school, by=bureau.clerk)
    twins.look_for(register_of(PUPILS), by=bureau.officer)
    upload(MISTAKEN, "summary.txt", unit=bureau.city, by=bureau.writer)
    titles = [*Report.objects.values_list("title", flat=True), *Paper.objects.values_list("title", flat=True)]
    return [*titles, *OrgUnit.objects.values_list("name", flat=True), *Person.objects.values_list("name", flat=True)]


def pages(client, begin: str):
    """Each kind of page that links lead to, once, with its name."""
    waiting, names = [begin], set(CHINESE)
    while waiting:
        address = waiting.pop(0)
        name = resolve(address.partition("?")[0]).view_name
        if name in names:
            continue
        names.add(name)
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = html.fromstring(answer.content.decode())
        yield name, page
        links = {href.partition("#")[0] for href in page.xpath("//a/@href") if href.startswith("/")}
        waiting += sorted(link for link in links if not link.startswith(ELSEWHERE))


def test_labels_headings_buttons_and_heads_of_tables_are_english(busy, everybody):
    entered = re.compile("|".join(map(re.escape, sorted(busy, key=len, reverse=True))))
    chinese, looked_at = [], set()
    for name, page in pages(browser(everybody, "en"), "/"):
        looked_at.add(name)
        said = (" ".join(one.text_content().split()) for one in page.xpath(SAID))
        chinese += [f"{name}: {text}" for text in said if re.search("[\u4e00-\u9fff]", entered.sub("", text))]
    assert chinese == []
    assert {"home", "registers:twins", "units:open", "people:add", "audit:log", "reports:editor"} <= looked_at
