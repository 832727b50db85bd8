"""People and roles: an administrator adds, ends and switches off, all of it by actions."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminSelectWidget

from taizhang.web.accounts import actions
from taizhang.web.accounts.models import ApiKey, Person, Role
from taizhang.web.accounts.permissions import may, reach
from taizhang.web.accounts.queries import people
from taizhang.web.admin import ReadOnly, column
from taizhang.web.catalogue import catalogue
from taizhang.web.ledger.models import OrgUnit


class ByActions(ReadOnly):
    """Rows that an administrator adds; `create` calls the action."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "person.manage")

    def get_form(self, request: HttpRequest, obj: object = None, **kwargs: object) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        if obj is None:
            form.base_fields["unit"].queryset = OrgUnit.objects.filter(reach(request.user, "person.manage", unit=""))
            if "person" in form.base_fields:
                form.base_fields["person"].queryset = people(request.user)
        return form

    def save_model(self, request: HttpRequest, obj: object, form: forms.ModelForm, change: bool) -> None:
        obj.pk = self.create(form.cleaned_data, request.user).pk

    def log_addition(self, *args: object) -> None:
        """The action left an audit event, which says more."""


class NewPerson(forms.ModelForm):
    password = forms.CharField(label=_("初始口令"), widget=UnfoldAdminPasswordWidget, validators=[validate_password])
    unit = forms.ModelChoiceField(OrgUnit.objects.none(), label=_("机构"), widget=UnfoldAdminSelectWidget)

    class Meta:
        model = Person
        fields = ("username", "name")


@admin.register(Person)
class PersonAdmin(ByActions):
    rights = ("person.manage", "audit.read")
    unit_path = "unit"
    form = NewPerson
    list_display = ("username", "name", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    fields = ("username", "name", "password", "unit")
    actions = ("disable",)

    def get_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        return ("username", "name", "is_active", "last_login", "made_at") if obj else self.fields

    def within(self, by: Person) -> Q:
        """Also who is at home elsewhere and has a role here, as on the page of people."""
        return super().within(by) | Q(pk__in=people(by).order_by().values("pk"))

    def create(self, asked: dict[str, object], by: Person) -> Person:
        return actions.add_person(**asked, by=by, must_change=True)

    @admin.action(description=_("停用所选人员"), permissions=["add"])
    @transaction.atomic
    def disable(self, request: HttpRequest, people: list[Person]) -> None:
        for person in people:
            actions.disable(person, by=request.user)


class NewRole(forms.ModelForm):
    domains = forms.MultipleChoiceField(
        label=_("业务领域（不选为全部）"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(domain.code, domain.title.zh) for domain in catalogue().in_order()],
    )  # fmt: skip

    class Meta:
        model = Role
        fields = ("person", "kind", "unit", "domains")


@admin.register(Role)
class RoleAdmin(ByActions):
    rights = ("person.manage", "audit.read")
    unit_path = "unit"
    form = NewRole
    list_display = (
        "person", "kind", "unit", "domains", column("granted_at", _("授予时间")), column("ended_at", _("收回时间")),
    )  # fmt: skip
    list_filter = ("kind",)
    search_fields = ("person__username", "person__name", "unit__name")
    list_select_related = ("person", "unit")
    actions = ("end",)

    def create(self, asked: dict[str, object], by: Person) -> Role:
        return actions.grant(asked["person"], asked["kind"], unit=asked["unit"], domains=asked["domains"], by=by)

    @admin.action(description=_("收回所选角色"), permissions=["add"])
    @transaction.atomic
    def end(self, request: HttpRequest, roles: list[Role]) -> None:
        for role in roles:
            actions.end_role(role, by=request.user)


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnly):
    rights = ("person.manage", "audit.read")
    unit_path = "person__unit"
    list_display = (
        column("person", _("人员")), "name", column("scope_words", _("权限"), sorts=False),
        column("made_at", _("建立时间")), column("ends_at", _("有效期至")),
    )  # fmt: skip
    exclude = ("digest",)
