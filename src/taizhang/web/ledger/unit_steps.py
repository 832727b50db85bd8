"""The steps that change the tree on a page: which forms each asks for, which units it touches, what it does."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.findings import Finding
from taizhang.web.ledger import actions
from taizhang.web.ledger.merging import merge_units, split_unit
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.ledger.touching import Touched
from taizhang.web.ledger.unit_forms import Close, Describe, Merge, Open, Split
from taizhang.web.ledger.unit_rules import doubts

_PARTS = 4  # forms for the parts of a split


class Step:
    """One of STEPS for one request. `touches` is filled in for the preview, `refused` where it could not be done."""

    title: str

    def __init__(self, request: HttpRequest, unit: OrgUnit | None) -> None:
        self.request, self.unit, self.by = request, unit, request.user
        self.data = request.POST or None
        self.touches: list[Touched] | None = None
        self.refused: tuple[Finding, ...] = ()
        self.forms: list[Form] = self.make_forms()

    def make_forms(self) -> list[Form]:
        raise NotImplementedError

    def valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]  # each shows its errors

    def units(self) -> list[OrgUnit]:
        """Those that change."""
        return [self.unit] if self.unit else []

    def doubts(self) -> list[Finding]:
        """What is unusual about what was typed."""
        said = [form.cleaned_data for form in self.forms if form.is_bound and form.is_valid()]
        codes = ((one, one.get("code") or (self.unit.code if self.unit else "")) for one in said if "kind" in one)
        return [found for one, code in codes for found in doubts(one["kind"], code, one["stages"])]

    def act(self) -> OrgUnit:
        """Do it; returns the unit whose page follows."""
        raise NotImplementedError

    def do(self) -> HttpResponse:
        unit = self.act()
        messages.success(self.request, _("已写入机构树。"))
        return redirect("units:detail", code=unit.code)


class OpenStep(Step):
    title = _("新设机构")

    def make_forms(self) -> list[Form]:
        under = OrgUnit.objects.filter(code=self.request.GET.get("under", "")).first()
        return [Open(self.data, by=self.by, initial={"parent": under, "kind": "school", "since": timezone.localdate()})]

    def act(self) -> OrgUnit:
        [form] = self.forms
        return form.new_unit.open(since=form.cleaned_data["since"], by=self.by)


class ChangeStep(Step):
    title = _("更名、划转、变更信息")

    def make_forms(self) -> list[Form]:
        last = self.unit.versions.select_related("parent").get(until=None)
        now = {name: getattr(last, name) for name in ("name", "kind", "parent", "stages", "area", "ownership")}
        form = Describe(self.data, by=self.by, initial=now | {"since": timezone.localdate()})
        if last.parent is None:
            form.fields.pop("parent")
        elif not form.fields["parent"].queryset.filter(pk=last.parent.pk).exists():
            form.fields.pop("parent")  # who manages a county moves it nowhere
        return [form]

    def act(self) -> OrgUnit:
        said, last = dict(self.forms[0].cleaned_data), self.unit.versions.get(until=None)
        since = said.pop("since")
        changes = {name: value for name, value in said.items() if getattr(last, name) != value}
        if changes:
            actions.change_unit(self.unit, since=since, by=self.by, **changes)
        return self.unit


class CloseStep(Step):
    title = _("撤销机构")

    def make_forms(self) -> list[Form]:
        return [Close(self.data, by=self.by, initial={"last_day": timezone.localdate()})]

    def act(self) -> OrgUnit:
        actions.close_unit(self.unit, **self.forms[0].cleaned_data, by=self.by)
        return self.unit


class MergeStep(Step):
    title = _("合并机构")

    def make_forms(self) -> list[Form]:
        first = self.request.GET.get("unit", "")
        merge = Merge(self.data, by=self.by, initial={"since": timezone.localdate(), "units": first})
        fresh = Open(self.data, by=self.by, prefix="new", initial={"kind": "school"})
        fresh.fields.pop("since")
        fresh.empty_permitted, fresh.use_required_attribute = True, False
        return [merge, fresh]

    def valid(self) -> bool:
        merge, fresh = self.forms
        if not merge.is_valid():
            return False
        if merge.cleaned_data["into"]:
            return True
        if not fresh.data.get("new-code"):
            merge.add_error("into", _("请选择合并到哪个机构，或在下面填写新机构。"))
        return merge.is_valid() and fresh.is_valid()

    def units(self) -> list[OrgUnit]:
        said = self.forms[0].cleaned_data
        return [unit for unit in said["units"] if unit != said["into"]]

    def act(self) -> OrgUnit:
        merge, fresh = self.forms
        said = merge.cleaned_data
        return merge_units(said["units"], into=said["into"] or fresh.new_unit, since=said["since"], by=self.by)


class SplitStep(Step):
    title = _("分立机构")

    def make_forms(self) -> list[Form]:
        last = self.unit.versions.select_related("parent").get(until=None)
        initial = {"kind": last.kind, "parent": last.parent, "stages": last.stages, "area": last.area,
                   "ownership": last.ownership, "since": timezone.localdate()}  # fmt: skip
        parts = [Open(self.data, by=self.by, prefix=f"part{at}", initial=initial) for at in range(_PARTS)]
        for at, part in enumerate(parts):
            part.use_required_attribute = False
            if at:
                part.fields.pop("since")
        return [Split(self.data, by=self.by), *parts]

    def valid(self) -> bool:
        """Parts without a code were not meant."""
        head, first, *rest = self.forms
        meant = [head, first, *(part for part in rest if self.data.get(f"{part.prefix}-code"))]
        return not [form for form in meant if not form.is_valid()]

    def act(self) -> OrgUnit:
        head, *parts = self.forms
        filled = [part.new_unit for part in parts if self.data.get(f"{part.prefix}-code")]
        since = parts[0].cleaned_data["since"]
        split_unit(self.unit, filled, since=since, by=self.by, closes=head.cleaned_data["closes"])
        return self.unit


STEPS: dict[str, type[Step]] = {
    "open": OpenStep, "change": ChangeStep, "close": CloseStep, "merge": MergeStep, "split": SplitStep,
}  # fmt: skip
