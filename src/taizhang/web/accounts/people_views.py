"""The pages of people: who there is, letting somebody in, and many at once by a workbook."""

from __future__ import annotations

import base64
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from taizhang.web.accounts import actions, people_import, people_reading, people_sheet, queries
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.passwords import made_up
from taizhang.web.accounts.people_forms import NewPerson, Search, Workbook, units_of
from taizhang.web.accounts.permissions import may
from taizhang.web.files import attachment, sent
from taizhang.web.ledger import audit
from taizhang.web.previewed import held, hold
from taizhang.web.refusals import Refused

PAGE = 100
Answer = Callable[..., HttpResponse]


def for_administrators(view: Answer) -> Answer:
    """Only who administers people somewhere."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may(request.user, "person.manage"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


@require_GET
@for_administrators
def overview(request: HttpRequest) -> HttpResponse:
    """The people of one's subtree, to look for."""
    form = Search(request.GET, by=request.user)
    page = Paginator(queries.search(request.user, form.wanted), PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"form": form, "page": page, "unit_names": units_of(request.user)})


@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    """Let somebody in with a role; their first password is shown this once."""
    form = NewPerson(request.POST or None, by=request.user)
    told, status = {"form": form, "unit_names": units_of(request.user)}, 200
    if request.method == "POST" and form.is_valid():
        try:
            person, password = _let_in(form.cleaned_data, request.user)
        except Refused as refused:
            told["refused"], status = refused.findings, refused.status
        else:
            return render(request, "accounts/password_given.html", {"person": person, "password": password})
    return render(request, "accounts/add_person.html", told, status=status)


@transaction.atomic
def _let_in(said: dict[str, object], by: Person) -> tuple[Person, str]:
    password = made_up()
    told = {name: said[name] for name in ("username", "name", "unit")}
    person = actions.add_person(**told, password=password, by=by, must_change=True)
    actions.grant(person, said["kind"], unit=said["role_unit"] or said["unit"], domains=said["domains"], by=by)
    return person, password


@require_GET
@for_administrators
def export(request: HttpRequest) -> HttpResponse:
    """The people that were looked for, as the workbook that an import reads."""
    found = queries.search(request.user, Search(request.GET, by=request.user).wanted)
    data = people_sheet.written(found)
    audit.record("people.export", request.user, by=request.user, count=found.count())
    return attachment(f"{_('人员与角色')}.xlsx", data)


@for_administrators
def take_in(request: HttpRequest) -> HttpResponse:
    """A workbook of people: first what it would do and what is wrong, then, once confirmed, all of it."""
    try:
        return _taken_in(request)
    except Refused as refused:
        told = {"form": Workbook(), "refused": refused.findings}
        return render(request, "accounts/import_people.html", told, status=refused.status)


def _taken_in(request: HttpRequest) -> HttpResponse:
    """Raises Refused where the file is none, or what was previewed cannot be done any more."""
    if kept := request.POST.get("confirm"):
        given = people_import.carry_out(held(kept, by=request.user), by=request.user)
        return render(request, "accounts/people_imported.html", {"count": len(given), "passwords": _as_download(given)})
    form = Workbook(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/import_people.html", {"form": form})
    data, name = sent(form.cleaned_data["file"])
    plan = people_reading.plan(data, name, by=request.user)
    told = {"form": form, "plan": plan, "kept": hold(data, by=request.user) if plan.sound else ""}
    return render(request, "accounts/import_people.html", told, status=200 if plan.sound else 422)


def _as_download(given: list[tuple[str, str, str]]) -> str:
    """The passwords inside the page itself, as a link that saves them: they are kept nowhere else."""
    data = base64.b64encode(people_sheet.passwords(given)).decode()
    return f"data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,{data}" if given else ""
