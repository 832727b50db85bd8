"""A small bureau to test on: 城市 with a section, one county with two schools, and the people of each role."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal

import dj_database_url
import pytest
from django.conf import settings as site
from django.db import connection, connections

from taizhang.periods import Period
from taizhang.web import words
from taizhang.web.accounts.actions import add_person, first_administrator, grant
from taizhang.web.accounts.models import Person, Role, RoleKind
from taizhang.web.ledger import append_only
from taizhang.web.ledger.actions import Entry, enter, open_unit
from taizhang.web.ledger.models import ChainHead, Observation, OrgUnit, Source

PASSWORD = "青汀-2026-松溪桥"
H1 = Period.parse("2026H1")

if url := os.environ.get("TEST_POSTGRES_URL"):
    connections.settings["default"].update(dj_database_url.parse(url))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix):
    """A file, not memory: threads of the concurrency tests need connections of their own."""
    if connections["default"].vendor == "sqlite":
        connections["default"].settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("db") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _english(tmp_path_factory):
    folder = tmp_path_factory.mktemp("locale")
    words.compile_into(folder)
    site.LOCALE_PATHS = [folder]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """The data folder of one test. Passwords are hashed quickly there."""
    settings.TAIZHANG_HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


@pytest.fixture
def _triggers_back(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as schema:
        append_only.install(schema)
        begin_chains()


def begin_chains():
    for chain in ("auditevent", "observation"):
        ChainHead.objects.update_or_create(chain=chain, defaults={"hash": "0" * 64, "length": 0})


@pytest.fixture
def committed(_triggers_back, transactional_db):
    """Transactions really commit. The tables are emptied afterwards, for which the triggers are taken off."""
    yield
    with connection.schema_editor() as schema:
        append_only.remove(schema)


class Bureau:
    """青汀市: a section, two counties, schools; `people` by role, each where that role usually is."""

    def __init__(self) -> None:
        since = date(2000, 1, 1)
        self.city = open_unit(code="C", name="青汀市教育局", kind="city", parent=None, since=since, by=None)
        self.admin = first_administrator(username="admin", name="管理员", password=PASSWORD, unit=self.city)
        self.aid = self.unit("C-1", "学生资助管理中心", "section", self.city)
        self.pu = self.unit("C01", "临浦区教育局", "county", self.city)
        self.xi = self.unit("C02", "桐溪县教育局", "county", self.city)
        primary = {"stages": ["primary"], "ownership": "public"}
        self.school = self.unit("S1", "松溪小学", "school", self.pu, area="town", **primary)
        self.other = self.unit("S2", "柳湾小学", "school", self.pu, area="rural", **primary)
        self.far = self.unit("S3", "云岭小学", "school", self.xi, area="rural", **primary)
        self.clerk = self.person("clerk", RoleKind.CLERK, self.school)
        self.officer = self.person("officer", RoleKind.SECTION_OFFICER, self.city, domains=["student_aid"])
        self.reviewer = self.person("reviewer", RoleKind.COUNTY_REVIEWER, self.pu)
        self.writer = self.person("writer", RoleKind.OFFICE_WRITER, self.city)
        self.head = self.person("head", RoleKind.HEAD, self.city)
        self.supervisor = self.person("supervisor", RoleKind.SUPERVISOR, self.city)
        self.auditor = self.person("auditor", RoleKind.AUDITOR, self.city)
        self.people = {role.kind: role.person for role in Role.objects.select_related("person")}

    def unit(self, code: str, name: str, kind: str, parent: OrgUnit, **details: object) -> OrgUnit:
        return open_unit(
            code=code, name=name, kind=kind, parent=parent, since=date(2000, 1, 1), by=self.admin, **details
        )

    def person(self, username: str, kind: RoleKind, unit: OrgUnit, domains: list[str] | None = None) -> Person:
        person = add_person(username=username, name=username, password=PASSWORD, unit=self.city, by=self.admin)
        grant(person, kind, unit=unit, by=self.admin, domains=domains or ())
        return person

    def observe(self, indicator: str, value: str | None, unit: OrgUnit | None = None, **dims: str) -> Observation:
        """A value that the school reported for 2026H1 and the officer approved."""
        source = Source(kind="cell", file="表.xlsx", sheet="表", cell="C7", text=value or "/", reported_by="clerk")
        entry = Entry(indicator, unit or self.school, H1, None if value is None else Decimal(value), source, dims)
        return enter([entry], by=self.officer)[0]


@pytest.fixture
def bureau(db) -> Bureau:
    return Bureau()


@pytest.fixture
def committed_bureau(committed) -> Bureau:
    """The bureau where other threads see it."""
    return Bureau()
