"""The page of one person, and what an administrator does there."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.accounts import actions, factors, passwords, queries
from taizhang.web.accounts.models import Person, Role
from taizhang.web.accounts.people_forms import Details, NewRole, units_of
from taizhang.web.accounts.people_views import for_administrators
from taizhang.web.accounts.permissions import reach
from taizhang.web.refusals import Refused


def _visible(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(queries.people(request.user), pk=pk)


@require_GET
@for_administrators
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who it is, what roles they have and had, and what one may do about it."""
    return _page(request, _visible(request, pk))


def _page(request: HttpRequest, person: Person, *, status: int = 200, **forms: object) -> HttpResponse:
    by = request.user
    told = {
        "person": person, "roles": queries.roles_shown(person, by), "whole": _manages(by, person),
        "details": Details(initial={"name": person.name, "unit": person.unit}, by=by), "role": NewRole(by=by),
        "factor": factors.has(person), "unit_names": units_of(by),
    }  # fmt: skip
    return render(request, "accounts/person.html", told | forms, status=status)


def _manages(by: Person, person: Person) -> bool:
    """Whether all of the person is in the reach of `by`, not only one of their roles."""
    try:
        actions.check_may_manage(person, by=by)
    except Refused:
        return False
    return True


def _change(request: HttpRequest, person: Person) -> HttpResponse | None:
    form = Details(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, person, details=form, status=422)
    actions.change_person(person, **form.cleaned_data, by=request.user)
    return None


def _grant(request: HttpRequest, person: Person) -> HttpResponse | None:
    form = NewRole(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, person, role=form, status=422)
    said = form.cleaned_data
    try:
        actions.grant(person, said["kind"], unit=said["role_unit"], domains=said["domains"], by=request.user)
    except Refused as refused:
        return _page(request, person, role=form, refused=refused.findings, status=refused.status)
    return None


def _password(request: HttpRequest, person: Person) -> HttpResponse:
    password = passwords.give(person, by=request.user)
    return render(request, "accounts/password_given.html", {"person": person, "password": password})


def _do(action: Callable[..., None]) -> Callable[[HttpRequest, Person], None]:
    return lambda request, person: action(person, by=request.user)


_DONE = {
    "change": gettext_lazy("姓名、所在机构已保存。"), "grant": gettext_lazy("已授予角色。"),
    "disable": gettext_lazy("已停用，不能再登录。"), "enable": gettext_lazy("已恢复使用。"),
    "unlock": gettext_lazy("已解除锁定。"), "factor": gettext_lazy("已解除二次验证。"),
}  # fmt: skip
_STEPS: dict[str, Callable[[HttpRequest, Person], HttpResponse | None]] = {
    "change": _change, "grant": _grant, "password": _password, "disable": _do(actions.disable),
    "enable": _do(actions.enable), "unlock": _do(actions.unlock), "factor": _do(factors.remove),
}  # fmt: skip


@require_POST
@for_administrators
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Change, give a role or a password, switch off or on, unlock, or take the second factor off."""
    if step not in _STEPS:
        raise Http404
    if answer := _STEPS[step](request, _visible(request, pk)):
        return answer
    messages.success(request, _DONE[step])
    return redirect("people:detail", pk=pk)


@require_POST
@for_administrators
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    role = get_object_or_404(Role.objects.in_force().filter(reach(request.user, "person.manage")), pk=pk)
    try:
        actions.end_role(role, by=request.user)
    except Refused as refused:
        return _page(request, role.person, refused=refused.findings, status=refused.status)
    messages.success(request, _("已收回角色。"))
    return redirect("people:detail", pk=role.person_id)
