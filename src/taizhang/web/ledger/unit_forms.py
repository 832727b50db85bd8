"""What the pages of units ask for."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import reach
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.day_field import DayField
from taizhang.web.ledger.merging import NewUnit
from taizhang.web.ledger.models import OrgUnit, UnitKind
from taizhang.web.ledger.unit_field import UnitField
from taizhang.web.ledger.unit_rules import AREAS, OWNERSHIPS, stages, wrong_with


def units_of(by: Person) -> object:
    """The units that `by` manages and whose end is not entered: nothing of the others changes any more."""
    return OrgUnit.objects.filter(reach(by, "unit.manage", unit=""), closed=None)


class OfTree(forms.Form):
    """A form whose units are those that `by` manages, and whose stages are the catalogue's."""

    def __init__(self, *args: object, by: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.queryset = units_of(by)
        if "stages" in self.fields:
            self.fields["stages"].choices = [(code, say(title)) for code, title in stages().items()]


class Describe(OfTree):
    """What a unit is from a day on."""

    name = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)
    parent = UnitField(label=_("上级机构"))
    stages = forms.MultipleChoiceField(
        label=_("学段（一贯制可选几个）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ChoiceField(label=_("城乡"), required=False, choices=[("", "—"), *AREAS.items()])
    ownership = forms.ChoiceField(label=_("办学性质"), required=False, choices=[("", "—"), *OWNERSHIPS.items()])
    since = DayField(label=_("自哪天起"))


class Open(Describe):
    """A new unit."""

    code = forms.CharField(
        label=_("代码"), max_length=40, help_text=_("学校、幼儿园填10位标识码，行政机构填区划代码。")
    )
    field_order = ("code", "name", "kind", "parent", "stages", "area", "ownership", "since")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if taken := OrgUnit.objects.filter(code=code).first():
            raise ValidationError(_("代码“%(code)s”已用于“%(name)s”。"), params={"code": code, "name": taken.name})
        return code

    def clean(self) -> dict[str, object]:
        said = super().clean()
        if said.get("code") and (finding := wrong_with(said.get("kind", ""), said["code"])):
            self.add_error("code", say(finding))
        return said

    @property
    def new_unit(self) -> NewUnit:
        said = {name: value for name, value in self.cleaned_data.items() if name in NewUnit.__slots__}
        return NewUnit(**said | {"stages": tuple(said["stages"])})


class Close(OfTree):
    """The end of a unit, and who takes it over."""

    last_day = DayField(label=_("最后一日"))
    into = UnitField(label=_("并入哪个机构"), required=False)


class Merge(OfTree):
    """Several units become one that is there already; a new one is opened first."""

    units = forms.CharField(
        label=_("被合并的机构"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("每行一个机构代码或名称。")
    )
    into = UnitField(
        label=_("合并到哪个机构"), required=False, help_text=_("合并成新机构时不填，改填下面各项。")
    )
    since = DayField(label=_("自哪天起"))

    def clean_units(self) -> list[OrgUnit]:
        one = UnitField()
        one.queryset = self.fields["into"].queryset
        return [one.clean(line.strip()) for line in self.cleaned_data["units"].splitlines() if line.strip()]


class Split(OfTree):
    """Whether the unit goes on beside its parts."""

    closes = forms.BooleanField(label=_("原机构同时撤销"), required=False)


class AtDay(forms.Form):
    """Which part of the tree, and of which day."""

    day = DayField(label=_("日期"))
    q = forms.CharField(label=_("名称或代码"), required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *UnitKind.choices])
    under = forms.CharField(required=False, widget=forms.HiddenInput)

    def said(self) -> tuple[date, str, str, str]:
        """The day, today where none is said, then the rest."""
        self.is_valid()
        day = self.cleaned_data.get("day") or timezone.localdate()
        return day, *(self.cleaned_data.get(name, "") for name in ("q", "kind", "under"))
