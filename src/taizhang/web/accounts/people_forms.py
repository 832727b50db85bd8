"""What the pages of people ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from taizhang.web.accounts.models import Person, RoleKind, Scope
from taizhang.web.accounts.permissions import reach
from taizhang.web.accounts.queries import PeopleWanted
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.ledger.unit_field import UnitField


def domain_choices() -> list[tuple[str, str]]:
    return [(domain.code, say(domain.title)) for domain in catalogue().in_order()]


def units_of(by: Person) -> object:
    """The open units where `by` may let people in."""
    return OrgUnit.objects.filter(reach(by, "person.manage", unit="")).not_closed()


class OfUnits(forms.Form):
    """A form whose units are those that `by` administers."""

    def __init__(self, *args: object, by: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.queryset = units_of(by)
        if "domains" in self.fields:
            self.fields["domains"].choices = domain_choices()


class Search(OfUnits):
    text = forms.CharField(label=_("姓名或用户名"), required=False)
    unit = UnitField(label=_("机构及其下属"), required=False)
    kind = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部")), *RoleKind.choices])
    domain = forms.ChoiceField(label=_("业务领域"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[
        ("", _("全部")), ("active", _("在用")), ("disabled", _("已停用")),
    ])  # fmt: skip

    def __init__(self, *args: object, by: Person) -> None:
        super().__init__(*args, by=by)
        self.fields["domain"].choices = [("", _("全部")), *domain_choices()]

    @property
    def wanted(self) -> PeopleWanted:
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return PeopleWanted(**said | ({"unit": said["unit"].path} if "unit" in said else {}))


class NewRole(OfUnits):
    """A role at a unit, for the domains chosen or for all."""

    kind = forms.ChoiceField(label=_("角色"), choices=RoleKind.choices)
    role_unit = UnitField(label=_("在哪个机构（含下属）"))
    domains = forms.MultipleChoiceField(
        label=_("业务领域（不选为全部）"), required=False, widget=forms.CheckboxSelectMultiple
    )


class Details(OfUnits):
    name = forms.CharField(label=_("姓名"), max_length=80)
    unit = UnitField(label=_("所在机构"))


class NewPerson(Details, NewRole):
    username = forms.CharField(label=_("用户名"), max_length=80)
    role_unit = UnitField(label=_("在哪个机构（含下属）"), required=False, help_text=_("不填即所在机构。"))
    field_order = ("username", "name", "unit", "kind", "role_unit", "domains")

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if Person.objects.filter(username=username).exists():
            raise forms.ValidationError(_("用户名“%(name)s”已有人使用。"), params={"name": username})
        return username


class Workbook(forms.Form):
    file = forms.FileField(label=_("工作簿（.xlsx）"))


class NewKey(forms.Form):
    """What a key is for, what it may do, and for how long: two years at most."""

    name = forms.CharField(label=_("用途"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("权限"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.READ]
    )
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=730, initial=365)
