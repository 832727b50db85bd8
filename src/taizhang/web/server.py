"""One command to run the site: make the data folder ready, bring the database up to date, answer requests."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from taizhang.web import home as data_folder
from taizhang.web.refusals import refuse


def setup(home: Path | None = None, *, migrate: bool = True) -> None:
    """Make Django ready to work on the data folder `home`. Call it once, before importing anything of the apps.

    Raises SystemExit, having told why, where the environment says what cannot be understood.
    """
    if home is not None:
        os.environ["TAIZHANG_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.web.settings")
    data_folder.prepare(data_folder.folder())
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise SystemExit(refuse(error)) from error
    if migrate:
        call_command("migrate", verbosity=0)


def serve(host: str = "127.0.0.1", port: int = 8000, home: Path | None = None, *, workers: int = 1) -> None:
    """Run the site until it is stopped. SQLite is content with one worker; PostgreSQL takes one for each core.

    Raises CatalogueError where the catalogue has mistakes.
    """
    from granian import Granian
    from granian.constants import Interfaces

    setup(home)
    from taizhang.web.catalogue import catalogue
    from taizhang.web.ledger import actions

    catalogue()  # a mistake in the bureau's own folder is told now, not on the first page that needs it
    actions.refresh_paths()
    call_command("clearsessions")
    Granian(
        "taizhang.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        respawn_failed_workers=True,  # else the site ends with the first worker that does
    ).serve()
