"""What is missing or unsafe on this machine, and how to mend it. Nothing is changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from taizhang.findings import Finding
from taizhang.web.keeping.marks import last_backup

if TYPE_CHECKING:
    from taizhang.web.accounts.models import Person

ROOM = 2**30                       # bytes that should be free at least
STALE = timedelta(days=7)          # a backup older than this is told
SKEW = timedelta(minutes=2)        # by which two clocks may differ
KNOWN_PASSWORDS = ("Qingting-2026", "admin", "password", "12345678", "taizhang")
# what Django says of settings that a reverse proxy or TAIZHANG_HTTPS answers for, said better below
_SAID_BELOW = {"security.W004", "security.W008", "security.W012", "security.W016", "security.W018"}


def examine() -> Iterator[Finding]:
    """Everything that is missing or unsafe. Each check is on its own: one that fails is told as a finding."""
    for check in (_database, _settings, _keys, _disk, _fonts, _clock, _catalogue, _people, _backups, _django):
        try:
            yield from check()
        except Exception as error:  # the other checks still have something to say
            failed = {"error": f"{type(error).__name__}: {error}"}
            yield Finding("doctor-check-failed", check.__name__.strip("_"), failed)


def _home() -> Path:
    return Path(settings.TAIZHANG_HOME)


def _database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("doctor-migrations", connection.vendor, {"count": len(plan)})
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check")
            if (found := cursor.fetchone()[0]) != "ok":
                yield Finding("doctor-database", str(connection.settings_dict["NAME"]), {"found": found})
        else:
            cursor.execute("SHOW server_encoding")
            if (found := cursor.fetchone()[0]) != "UTF8":
                yield Finding("doctor-encoding", str(connection.settings_dict["NAME"]), {"found": found})


def _settings() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("doctor-debug", "DEBUG")
    public = set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}
    if "*" in public:
        yield Finding("doctor-any-host", "TAIZHANG_HOSTS")
    if public and not settings.SESSION_COOKIE_SECURE:
        yield Finding("doctor-no-https", "TAIZHANG_HTTPS", {"hosts": ", ".join(sorted(public))})


def _keys() -> Iterator[Finding]:
    given = os.environ.get("SECRET_KEY", "")
    if given and (len(given) < 50 or len(set(given)) < 5 or given.startswith("django-insecure")):
        yield Finding("doctor-weak-key", "SECRET_KEY")
    for path in (_home(), _home() / "keys", *(_home() / "keys").glob("[!.]*")):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding("doctor-readable", str(path), {"mode": f"{path.stat().st_mode & 0o777:o}"})


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(_home()).free
    if free < ROOM:
        yield Finding("doctor-disk", str(_home()), {"free": free // 2**20, "wanted": ROOM // 2**20})
    probe = _home() / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()


def _fonts() -> Iterator[Finding]:
    import typst

    from taizhang.writing import layout

    installed = set(typst.Fonts().families())
    for face in (layout.TITLE, layout.BODY):
        if not installed & {face.name, *face.substitutes}:
            yield Finding("doctor-font", face.name, {"substitutes": "、".join(face.substitutes)})


def _clock() -> Iterator[Finding]:
    """A clock that is behind dates today's work before yesterday's."""
    from taizhang.web.ledger.models import AuditEvent

    now = timezone.now()
    last = AuditEvent.objects.aggregate(last=Max("at"))["last"]
    if last and last > now + SKEW:
        yield Finding("doctor-clock", "", {"now": _read(now), "last": _read(last)})
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            there = cursor.fetchone()[0]
        if abs(there - now) > SKEW:
            yield Finding("doctor-clocks-differ", "DATABASE_URL", {"there": _read(there), "here": _read(now)})


def _read(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(" ", "seconds")


def _catalogue() -> Iterator[Finding]:
    from taizhang.catalogue import CatalogueError, load

    try:
        load(*settings.TAIZHANG_CATALOGUES)
    except CatalogueError as error:
        yield Finding("doctor-catalogue", "TAIZHANG_CATALOGUE", {"error": str(error)})


def _people() -> Iterator[Finding]:
    from taizhang.web.accounts.models import Person, Role, RoleKind

    people, roles = Person.objects.filter(is_active=True), Role.objects.in_force()
    if not people.filter(roles__in=roles.filter(kind=RoleKind.ADMINISTRATOR)).exists():
        yield Finding("doctor-no-administrator")
    # clerks, who are many, fill in what others check; each try takes a tenth of a second on purpose
    mighty = people.filter(roles__in=roles.exclude(kind=RoleKind.CLERK)).distinct().order_by("pk")
    with ThreadPoolExecutor() as pool:
        for person, known in zip(mighty, pool.map(_has_known_password, mighty), strict=True):
            if known:
                yield Finding("doctor-known-password", person.username)


def _has_known_password(person: Person) -> bool:
    return any(check_password(word, person.password) for word in KNOWN_PASSWORDS)


def _backups() -> Iterator[Finding]:
    last = last_backup(_home())
    if last is None:
        yield Finding("doctor-no-backup")
    elif timezone.now() - last > STALE:
        yield Finding("doctor-old-backup", "", {"days": (timezone.now() - last).days})


def _django() -> Iterator[Finding]:
    for one in checks.run_checks(include_deployment_checks=True):
        if one.level >= checks.WARNING and one.id not in _SAID_BELOW and not one.id.startswith("ninja"):
            yield Finding("doctor-django", str(one.id), {"said": one.msg, "hint": one.hint or ""})
