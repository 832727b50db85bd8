"""A small bureau to test on: 城市 with a section, one county with two schools, and the people of each role."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings as site
from django.db import connection, connections
from django.test import Client, override_settings
from django.utils import translation
from openpyxl.worksheet.worksheet import Worksheet

from catalogue_files import write_files
from taizhang.periods import Period
from taizhang.web import words
from taizhang.web.accounts.actions import add_person, first_administrator, grant
from taizhang.web.accounts.models import Person, Role, RoleKind
from taizhang.web.collection.actions import approve, check
from taizhang.web.collection.models import Submission
from taizhang.web.collection.queries import workbook
from taizhang.web.collection.submitting import explain, submit
from taizhang.web.ledger import append_only
from taizhang.web.ledger.actions import open_unit
from taizhang.web.ledger.entering import Entry, enter
from taizhang.web.ledger.models import ChainHead, Observation, OrgUnit, Source
from web.kept_registers import lay_out

PASSWORD = "青汀-2026-松溪桥"
H1 = Period.parse("2026H1")


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


def small_site(home: Path, *catalogues: Path) -> dict[str, object]:
    """The settings of a site on the data folder `home`. Passwords are hashed quickly there."""
    return {
        "TAIZHANG_HOME": home,
        "TAIZHANG_CATALOGUES": list(catalogues),
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


@pytest.fixture(autouse=True)
def _language_of_the_site():
    """A page that was asked for in English leaves that to its thread, and so to the test that follows."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def home(settings, tmp_path, small_catalogue):
    """The data folder of one test."""
    for name, value in small_site(tmp_path, small_catalogue).items():
        setattr(settings, name, value)
    settings.WHITENOISE_AUTOREFRESH = True  # else each client that a test makes looks through all static files first
    return tmp_path


@pytest.fixture(scope="session")
def standing(django_db_setup, django_db_blocker, small_catalogue, tmp_path_factory):
    """The bureau stands in the test database from the start: every test takes back what it did there."""
    with django_db_blocker.unblock(), override_settings(**small_site(tmp_path_factory.mktemp("b"), small_catalogue)):
        if not OrgUnit.objects.exists():  # tests/browser imports this fixture, which makes it another one there
            found()


@pytest.fixture
def _stands_again(standing, home, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        with connection.schema_editor() as schema:
            append_only.install(schema)
        begin_chains()
        found()


def begin_chains():
    for chain in ("auditevent", "observation"):
        ChainHead.objects.update_or_create(chain=chain, defaults={"hash": "0" * 64, "length": 0})


@pytest.fixture
def committed(_stands_again, transactional_db):
    """Transactions really commit. The tables are emptied afterwards, for which the triggers are taken off."""
    yield
    with connection.schema_editor() as schema:
        append_only.remove(schema)


CATALOGUE = {
    "shared.yaml": """
dimensions:
  stage:
    title: {zh: 学段, en: Stage}
    codes:
      primary: {zh: 小学, en: Primary}
      junior: {zh: 初中, en: Junior}
""",
    "domains/student_aid/domain.yaml": """
title: {zh: 学生资助, en: Student aid}
section: 学生资助管理中心
purpose: Families in hardship get what the state promises.
""",
    "domains/student_aid/indicators.yaml": """
hardship: {title: {zh: 家庭经济困难学生, en: Pupils in hardship}, unit: 人, by: [stage]}
fund: {title: {zh: 资助经费, en: Aid fund}, unit: 元}
recipients:
  title: {zh: 资助学生, en: Students aided}
  unit: 人
  counts: aid_payments.student
  where: paid > 0
  by: [stage]
amount_paid:
  title: {zh: 发放资助金, en: Aid paid}
  unit: 元
  sums: aid_payments.paid
  by: [stage]
""",
    "domains/student_aid/forms/basics.yaml": """
title: {zh: 学生资助基本情况, en: Student aid basics}
filled_by: school
every: half
items: [hardship, {indicator: fund, required: false}]
""",
    "domains/student_aid/registers/aid_payments.yaml": """
title: {zh: 资助发放台账, en: Aid payments}
filled_by: school
key: [student]
fields:
  student: {type: person, title: {zh: 学生, en: Student}, personal: true}
  stage: {type: code, list: stage, title: {zh: 学段, en: Stage}}
  due: {type: money, unit: 元, title: {zh: 应发, en: Due}}
  paid: {type: money, unit: 元, title: {zh: 实发, en: Paid}}
  paid_on: {type: date, title: {zh: 发放日期, en: Paid on}, optional: true}
""",
    "domains/student_aid/rules.yaml": """
never-more-than-due:
  level: hard
  on: aid_payments
  that: paid <= due
  says: {zh: "实发 {paid} 元大于应发 {due} 元", en: "paid {paid} yuan exceeds {due} due"}
""",
}


@pytest.fixture(scope="session")
def small_catalogue(tmp_path_factory) -> Path:
    """The folder of a catalogue with one domain: a form and a register."""
    return write_files(tmp_path_factory.mktemp("catalogue"), CATALOGUE)


@pytest.fixture(scope="session")
def registers_folder(tmp_path_factory) -> Path:
    return lay_out(tmp_path_factory.mktemp("registers"))


@pytest.fixture
def more_registers(home, settings, small_catalogue, registers_folder):
    """The small catalogue with the registers of `kept_registers.py`."""
    settings.TAIZHANG_CATALOGUES = [small_catalogue, registers_folder]


class Bureau:
    """青汀市 as `found` made it: a section, two counties, schools; `people` by role, each where that usually is."""

    def __init__(self) -> None:
        unit = {unit.code: unit for unit in OrgUnit.objects.all()}.get
        self.city, self.aid, self.pu, self.xi = unit("C"), unit("C-1"), unit("C01"), unit("C02")
        self.school, self.other, self.far = unit("S1"), unit("S2"), unit("S3")
        self.people = {role.kind: role.person for role in Role.objects.select_related("person")}
        person = {person.username: person for person in self.people.values()}.get
        self.admin, self.clerk, self.officer, self.reviewer = map(person, ("admin", "clerk", "officer", "reviewer"))
        self.writer, self.head, self.supervisor, self.auditor = map(person, ("writer", "head", "supervisor", "auditor"))

    def unit(self, code: str, name: str, kind: str, parent: OrgUnit, **details: object) -> OrgUnit:
        return open_unit(
            code=code, name=name, kind=kind, parent=parent, since=date(2000, 1, 1), by=self.admin, **details
        )

    def person(self, username: str, kind: RoleKind, unit: OrgUnit, domains: list[str] | None = None) -> Person:
        person = add_person(username=username, name=username, password=PASSWORD, unit=self.city, by=self.admin)
        self.give(person, kind, unit, domains)
        return person

    def give(self, person: Person, kind: RoleKind, unit: OrgUnit, domains: list[str] | None = None) -> None:
        grant(person, kind, unit=unit, by=self.admin, domains=domains or ())

    def observe(self, indicator: str, value: str | None, unit: OrgUnit | None = None, **dims: str) -> Observation:
        """A value that the school reported for 2026H1 and the officer approved."""
        source = Source(kind="cell", file="表.xlsx", sheet="表", cell="C7", text=value or "/", reported_by="clerk")
        entry = Entry(indicator, unit or self.school, H1, None if value is None else Decimal(value), source, dims)
        return enter([entry], by=self.officer)[0]

    def workbook(self, form: dict[str, object] | None = None, records: list[tuple[object, ...]] = ()) -> bytes:
        """The school's own workbook, filled: `form` maps the label of a line to its value, records are rows."""
        given = {"student_aid.basics": form is not None, "student_aid.aid_payments": bool(records)}
        whats = [what for what, wanted in given.items() if wanted]
        book = openpyxl.load_workbook(BytesIO(workbook(self.school, H1, whats)))
        if form is not None:
            fill_form(book["学生资助基本情况"], form)
        if records:
            fill_register(book["资助发放台账"], records)
        buffer = BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def approve(self, submission: Submission) -> list[Observation]:
        """What the school sent, explained where it is odd, through to the section's approval."""
        submission.refresh_from_db()
        for finding in submission.current.findings.all():
            explain(finding, text="已核实", by=self.clerk)
        submit(submission, by=self.clerk)
        check(submission, by=self.reviewer)
        return approve(submission, by=self.officer)


def fill_form(sheet: Worksheet, values: dict[str, object]) -> None:
    """Write each value into the open cell of the line that has the label."""
    for row in sheet.iter_rows():
        for label in (cell.value for cell in row if cell.value in values):
            target = next(cell for cell in row if not cell.protection.locked)
            target.value = values[label]


def fill_register(sheet: Worksheet, records: list[tuple[object, ...]]) -> None:
    """Write the records below the heads."""
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "学生" for cell in row))
    first = next(cell for cell in heads if cell.value == "学生")
    for down, record in enumerate(records, 1):
        for right, value in enumerate(record):
            sheet.cell(first.row + down, first.column + right, value)


def found() -> Bureau:
    """The bureau, made in an empty database."""
    city = open_unit(code="C", name="青汀市教育局", kind="city", parent=None, since=date(2000, 1, 1), by=None)
    first_administrator(username="admin", name="管理员", password=PASSWORD, unit=city)
    begun = Bureau()
    begun.unit("C-1", "学生资助管理中心", "section", city)
    pu = begun.unit("C01", "临浦区教育局", "county", city)
    xi = begun.unit("C02", "桐溪县教育局", "county", city)
    primary = {"stages": ["primary"], "ownership": "public"}
    school = begun.unit("S1", "松溪小学", "school", pu, area="town", **primary)
    begun.unit("S2", "柳湾小学", "school", pu, area="rural", **primary)
    begun.unit("S3", "云岭小学", "school", xi, area="rural", **primary)
    begun.person("clerk", RoleKind.CLERK, school)
    begun.person("officer", RoleKind.SECTION_OFFICER, city, domains=["student_aid"])
    begun.person("reviewer", RoleKind.COUNTY_REVIEWER, pu)
    begun.person("writer", RoleKind.OFFICE_WRITER, city)
    begun.person("head", RoleKind.HEAD, city)
    begun.person("supervisor", RoleKind.SUPERVISOR, city)
    begun.person("auditor", RoleKind.AUDITOR, city)
    return Bureau()


@pytest.fixture
def bureau(standing, db) -> Bureau:
    return Bureau()


@pytest.fixture
def committed_bureau(committed) -> Bureau:
    """The bureau where other threads see it."""
    return Bureau()


def browser(person: Person | None = None, language: str | None = None) -> Client:
    """What somebody sees who came in, or somebody unknown; pages are Chinese unless another language was chosen."""
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    if language:
        client.cookies["django_language"] = language
    return client
