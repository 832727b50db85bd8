"""What a version of a report did to the one before, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CHANGES = {
    "rewrite": _("改写"), "title": _("改标题"), "move": _("移动"), "drop": _("不印"), "restore": _("恢复"),
    "add": _("加一段"), "stand-in": _("自写补上"), "tie": _("数字对应到台账"), "own": _("注明自填数字"),
    "insert": _("插入数据"),
}  # fmt: skip


def change_name(what: str) -> str:
    """What a version did; "restore 3" went back to version 3."""
    name, _space, number = what.partition(" ")
    return str(_("恢复到第%(number)s版") % {"number": number} if number else CHANGES.get(name, name))
