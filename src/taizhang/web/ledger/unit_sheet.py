"""The tree as a workbook: a line for each unit, out and in again."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from taizhang.web.ledger.models import OrgUnitVersion, UnitKind
from taizhang.web.ledger.unit_rules import AREAS, OWNERSHIPS, stages
from taizhang.web.table_sheet import Column, write_table


def words() -> dict[str, dict[str, str]]:
    """What stands in the cells of a column for each code. Chinese whatever the language of the page."""
    with override("zh-hans"):
        kinds = {kind.value: str(kind.label) for kind in UnitKind}
        areas, owners = ({code: str(word) for code, word in one.items()} for one in (AREAS, OWNERSHIPS))
    taught = {code: title.zh for code, title in stages().items()}
    return {"kind": kinds, "stages": taught, "area": areas, "ownership": owners}


def columns() -> list[Column]:
    said = words()
    return [
        Column("code", "代码", required=True),
        Column("name", "名称", required=True, width=30, name=True),
        Column("kind", "类别", required=True, choices=tuple(said["kind"].values()), width=10),
        Column("parent", "上级代码"),
        Column("parent_name", "上级名称", told=True, width=26),
        Column("stages", "学段"),
        Column("area", "城乡", choices=tuple(said["area"].values()), width=8),
        Column("ownership", "办学性质", choices=tuple(said["ownership"].values()), width=10),
        Column("since", "自哪天起", width=12),
        Column("last_day", "最后一日", width=12),
        Column("into", "并入（代码）"),
    ]


def written(versions: Iterable[OrgUnitVersion]) -> bytes:
    """The versions of a day, parents before children."""
    said = words()
    return write_table("机构", columns(), (_line(one, said) for one in versions))


def _line(one: OrgUnitVersion, said: dict[str, dict[str, str]]) -> list[object]:
    above = [one.parent.code, one.parent.name] if one.parent else ["", ""]
    taught = "、".join(said["stages"].get(stage, stage) for stage in one.stages)
    return [
        one.unit.code, one.name, said["kind"].get(one.kind, one.kind), *above,
        taught, said["area"].get(one.area, one.area), said["ownership"].get(one.ownership, one.ownership),
        one.since, one.until or "", "",
    ]  # fmt: skip
