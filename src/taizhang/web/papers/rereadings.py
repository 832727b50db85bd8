"""Reading a paper again, and the page of what became different by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.catalogue import catalogue
from taizhang.web.papers import queries, receiving
from taizhang.web.papers.changes import What
from taizhang.web.papers.models import KINDS, Figure, PaperFinding, Rereading

NAMES = {
    ("figure", What.NEW): _("新读出的数字"),
    ("figure", What.GONE): _("不再读出的数字"),
    ("figure", What.OTHERWISE): _("读法有变的数字"),
    ("figure", What.DECIDED_OTHERWISE): _("复核过、现在读法不同的数字"),
    ("figure", What.DECIDED_GONE): _("复核过、不再读出的数字"),
    ("finding", What.NEW): _("新的核查发现"),
    ("finding", What.GONE): _("不再有的核查发现"),
    ("finding", What.DECIDED_GONE): _("判断过、不再有的核查发现"),
}
THINGS = {"figure": Figure, "finding": PaperFinding}
FIELDS = {
    "value": _("数值"), "low": _("区间起"), "high": _("区间止"), "unit": _("计量单位"),
    "kind": _("类别"), "qualifier": _("确切程度"), "measures": _("说的是"),
    "code": _("指标"), "domain": _("业务领域"), "period": _("报告期"), "org": _("所指机构"), "by": _("分组"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RereadRow:
    """One change: its words, the figure or finding as it is now, and what it was read as before and since."""

    told: str
    thing: Figure | PaperFinding | None
    differs: list[tuple[object, str, str]]


@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the paper as the reader and the catalogue are now."""
    made = receiving.read_again(get_object_or_404(queries.papers(request.user), pk=pk), by=request.user)
    return redirect("papers:rereading", pk=pk, made=made.pk)


@require_GET
def rereading(request: HttpRequest, pk: int, made: int) -> HttpResponse:
    """What became different when the paper was read again."""
    paper = get_object_or_404(queries.papers(request.user), pk=pk)
    found = get_object_or_404(paper.rereadings.select_related("by"), pk=made)
    return render(request, "papers/rereading.html", {"read": paper, "rereading": found, "groups": list(_groups(found))})


def _groups(made: Rereading) -> Iterator[tuple[object, list[RereadRow]]]:
    """The changes by what happened, in the order of the table above."""
    keys = {thing: {one["pk"] for one in made.changes if one["thing"] == thing} for thing in THINGS}
    things = {thing: model.objects.select_related("paper").in_bulk(keys[thing]) for thing, model in THINGS.items()}
    for (thing, what), name in NAMES.items():
        rows = [
            RereadRow(one["told"], things[thing].get(one["pk"]), list(_differs(one["was"], one["now"])))
            for one in made.changes if (one["thing"], one["what"]) == (thing, what)
        ]  # fmt: skip
        if rows:
            yield name, rows


def _differs(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[object, str, str]]:
    for name, label in FIELDS.items():
        if name in was:
            yield label, _in_words(name, was[name]), _in_words(name, now[name])


def _in_words(name: str, value: str) -> str:
    if name == "code" and (known := catalogue().indicators.get(value)):
        return f"{known.title}（{value}）"
    return str(KINDS[value]) if name == "kind" else value or "—"
