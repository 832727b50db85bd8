"""What the codes of units have to be, and the words for what a unit is.

Schools: 学校（机构）标识码, whose first two digits are the class of school; a through-school (一贯制) carries the
class of its highest stage. Offices: codes of digits alone are area codes (GB/T 2260); others are free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from taizhang.catalogue.model import Title
from taizhang.checking.codes import SCHOOL_CLASSES, check_area_code, check_school_code
from taizhang.findings import Finding
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import UnitKind

AREAS = {"urban": _("城区"), "town": _("镇区"), "rural": _("乡村")}
OWNERSHIPS = {"public": _("公办"), "private": _("民办")}
SCHOOLS = {UnitKind.SCHOOL, UnitKind.KINDERGARTEN}

# class of a school's code -> the highest stage that it has
_HIGHEST = {"11": "preschool", "21": "primary", "31": "junior", "34": "senior", "36": "vocational"}
_ORDER = ("preschool", "primary", "junior", "senior")


def stages() -> dict[str, Title]:
    """The stages of the catalogue by their codes."""
    return {code: one.title for code, one in catalogue().codes("stage").codes.items()}


def wrong_with(kind: str, code: str) -> Finding | None:
    """What is wrong with the code of a unit of that kind, or None."""
    if kind in SCHOOLS:
        found = check_school_code(code)
        if not found and (code[:2] == "11") is not (kind == UnitKind.KINDERGARTEN):
            found = Finding("unit-class", blanks={"found": code, "class": SCHOOL_CLASSES[code[:2]]})
    else:
        found = check_area_code(code) if code.isdecimal() else None
    return found and Finding(found.code, blanks={"title": str(_("代码")), **found.blanks})


def doubts(kind: str, code: str, taught: Sequence[str]) -> Iterator[Finding]:
    """What is unusual: the class of the code does not fit the stages. It does not stand in the way."""
    highest = _HIGHEST.get(code[:2]) if kind in SCHOOLS else None
    if not highest or not taught:
        return
    above = _ORDER[_ORDER.index(highest) + 1 :] if highest in _ORDER else ()
    if highest not in taught or set(above) & set(taught):
        names = stages()
        titles = [names.get(one, Title(one, one)) for one in taught]
        told = Title("、".join(one.zh for one in titles), ", ".join(one.en for one in titles))
        yield Finding("unit-stages", blanks={"found": code, "class": SCHOOL_CLASSES[code[:2]], "stages": told})
