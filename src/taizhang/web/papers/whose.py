"""Whose a paper is: the unit that its head names, held against the one it is filed under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from taizhang.reading.model import Reading
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach, unit_for
from taizhang.web.ledger.models import OrgUnit, UnitKind
from taizhang.web.papers.models import Paper

RIGHT = "report.audit"
_PLACE = re.compile(r"^.{1,14}[市县区旗州盟](?=教|文|科|体|$)")  # 徐州市泉山区 of 徐州市泉山区教育局
_ABOVE = re.compile(r"^.+?[市州盟](?=.)")  # 徐州市, which a county may leave out
_HEAD = 100  # characters before a title in which the bureau may name itself
_GOVERNED = frozenset({UnitKind.CITY, UnitKind.COUNTY})


def units_of(by: Person) -> Iterable[OrgUnit]:
    """The open units whose papers `by` audits."""
    return OrgUnit.objects.filter(reach(by, RIGHT, unit="")).not_closed()


def proposed(read: Reading, by: Person) -> OrgUnit:
    """The unit that the head of a reading names, of those whose papers `by` audits; else the highest of their own."""
    bureau = next((one.bureau for one in read.documents if one.bureau), "")
    title = next((one.title for one in read.documents if one.title), "")
    return _named(bureau, title, read.text, units_of(by)) or unit_for(by, RIGHT)


def names_another(paper: Paper) -> bool:
    """Whether the head of a paper names another bureau than the one it is filed under, also one that is not here."""
    named = _named(paper.bureau, paper.title, paper.reading["text"], OrgUnit.objects.not_closed())
    return named != paper.unit if named else _of_elsewhere(paper)


def named_instead(paper: Paper, by: Person) -> str:
    """What the head of a paper names that is not the unit it is filed under; "" where they agree or it names none."""
    named = _named(paper.bureau, paper.title, paper.reading["text"], units_of(by))
    if named is None:
        return paper.bureau if _of_elsewhere(paper) else ""
    return "" if named == paper.unit else named.name


def _of_elsewhere(paper: Paper) -> bool:
    return bool(_PLACE.match(paper.bureau)) and not _names(paper.bureau, paper.unit)


def _named(bureau: str, title: str, text: str, among: Iterable[OrgUnit]) -> OrgUnit | None:
    """The one unit that is named: by the bureau that reports, else in the title or before it."""
    among = list(among)
    if bureau:
        said = {one: one.name for one in among if bureau.endswith(one.name)}
        return _lowest(said or _by_place(bureau, among))
    head = f"{text[max(0, text.find(title) - _HEAD) : max(0, text.find(title))]}\n{title}"
    return _lowest({one: one.name for one in among if one.name in head} or _by_place(head, among))


def _by_place(head: str, among: Iterable[OrgUnit]) -> Mapping[OrgUnit, str]:
    """The bureaus whose place stands in the head: 临浦区教育和体育局 is 临浦区教育局."""
    places = ((one, _PLACE.match(one.name)) for one in among if one.kind in _GOVERNED)
    names = ((one, (place[0], _ABOVE.sub("", place[0]))) for one, place in places if place)
    return {one: name for one, both in names for name in both[::-1] if name in head}


def _names(bureau: str, unit: OrgUnit) -> bool:
    return bureau.endswith(unit.name) or bool(_by_place(bureau, [unit]))


def _lowest(said: Mapping[OrgUnit, str]) -> OrgUnit | None:
    """Of units and the words that name them, the one below all others; None where that is not one."""
    whole = [one for one, word in said.items() if not any(word != other and word in other for other in said.values())]
    below = [one for one in whole if not any(other != one and other.path.startswith(one.path) for other in whole)]
    return below[0] if len(below) == 1 else None
