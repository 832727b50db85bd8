"""What became of a unit: every line of its history, from what the tree itself keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter

from django.utils.translation import gettext as _

from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.ledger.models import AuditEvent, OrgUnit, OrgUnitVersion, UnitKind
from taizhang.web.ledger.unit_rules import AREAS, OWNERSHIPS, stages


@dataclass(frozen=True, slots=True)
class Event:
    """On `day` something became otherwise; `units` are others that it has to do with."""

    day: date
    text: str
    units: list[OrgUnit] = field(default_factory=list)


def history(unit: OrgUnit) -> list[Event]:
    """Opened, renamed, moved, described anew, merged, split, closed: oldest first."""
    versions = list(unit.versions.select_related("parent").order_by("since"))
    told = [Event(versions[0].since, _("成立，隶属") if versions[0].parent else _("成立"), _parent(versions[0]))]
    for before, after in pairwise(versions):
        told += _changes(before, after)
    for row in unit.heirs.select_related("heir"):
        told.append(Event(row.since, _("并入") if row.how == row.How.MERGE else _("分立出"), [row.heir]))
    for row in unit.taken_over.select_related("unit"):
        told.append(Event(row.since, _("并入了") if row.how == row.How.MERGE else _("分立自"), [row.unit]))
    if unit.closed:
        told.append(Event(unit.closed + timedelta(days=1), _("撤销，此前的数据保留")))
    return sorted(told, key=attrgetter("day"))


def _parent(version: OrgUnitVersion) -> list[OrgUnit]:
    return [version.parent] if version.parent else []


def _changes(before: OrgUnitVersion, after: OrgUnitVersion) -> list[Event]:
    told = []
    if before.name != after.name:
        names = {"before": before.name, "after": after.name}
        told.append(Event(after.since, _("更名：%(before)s → %(after)s") % names))
    if before.parent != after.parent:
        told.append(Event(after.since, _("划转到"), _parent(after)))
    for label, name in ((_("类别"), "kind"), (_("学段"), "stages"), (_("城乡"), "area"), (_("办学性质"), "ownership")):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            told.append(Event(after.since, f"{label}：{said(name, old)} → {said(name, new)}"))
    return told


def said(name: str, value: object) -> str:
    """A stage, an area, an ownership or a kind in words."""
    words = {"stages": stages(), "area": AREAS, "ownership": OWNERSHIPS, "kind": dict(UnitKind.choices)}[name]
    values = value if isinstance(value, list) else [value]
    return "、".join(say(words.get(one, one)) for one in values if one) or "—"


def entries(unit: OrgUnit) -> list[AuditEvent]:
    """Who entered all that, and when."""
    return list(AuditEvent.objects.filter(object_type="orgunit", object_id=str(unit.pk)).order_by("id"))
