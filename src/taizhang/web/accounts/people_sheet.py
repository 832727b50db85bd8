"""People and their roles as a workbook: a line for each role, and one for whoever has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from taizhang.web.accounts.models import Person, RoleKind
from taizhang.web.catalogue import catalogue
from taizhang.web.table_sheet import Column, write_table

ON, OFF = "在用", "停用"


def columns() -> list[Column]:
    """The heads are Chinese whatever the language of the page, so that a workbook is taken in by either."""
    return [
        Column("username", "用户名", required=True),
        Column("name", "姓名", required=True, name=True),
        Column("home", "所在机构代码", width=18),
        Column("kind", "角色", choices=tuple(kind_names().values())),
        Column("unit", "角色机构代码", width=18),
        Column("unit_name", "角色机构名称", told=True, width=26),
        Column("domains", "业务领域", width=30),
        Column("state", "状态", choices=(ON, OFF), width=8),
    ]


def kind_names() -> dict[str, str]:
    """What each kind of role is called, in Chinese."""
    with override("zh-hans"):
        return {kind.value: str(kind.label) for kind in RoleKind}


def written(people: Iterable[Person]) -> bytes:
    """The people of `queries.search`, whose roles stand in `roles_shown`."""
    return write_table("人员与角色", columns(), (line for person in people for line in _lines(person)))


def _lines(person: Person) -> Iterator[list[object]]:
    names, domains = kind_names(), catalogue().domains
    who = [person.username, person.name, person.unit.code if person.unit else ""]
    state = ON if person.is_active else OFF
    for role in person.roles_shown:
        titles = "、".join(domains[code].title.zh if code in domains else code for code in role.domains)
        yield [*who, names[role.kind], role.unit.code, role.unit.name, titles, state]
    if not person.roles_shown:
        yield [*who, "", "", "", "", state]


def passwords(given: Sequence[tuple[str, str, str]]) -> bytes:
    """Usernames, names and first passwords, to be handed out; they are not kept anywhere."""
    heads = [
        Column("username", _("用户名")), Column("name", _("姓名")),
        Column("password", _("初始口令（首次登录须修改）"), width=28),
    ]  # fmt: skip
    return write_table(_("初始口令"), heads, given)
