"""Coming in and going out: the steps of a log-in, each noted."""

from __future__ import annotations

import time
from collections.abc import Callable

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import login
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from taizhang.web.accounts import factors
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.passwords import expired
from taizhang.web.ledger import audit

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_MINUTES = 5  # between password and code
# what may be done before a password is changed or a second factor set up
_BEFORE = {"login", "login_code", "logout", "password_change", "second_factor", "set_language", "health"}


def let_in(request: HttpRequest, person: Person, *, then: str, how: str) -> HttpResponse:
    """The person proved who they are, by password or elsewhere: in, or to the code where they have a second factor."""
    if not factors.has(person):
        return complete(request, person, then=then, how=how)
    request.session.cycle_key()
    request.session["half_in"] = {"person": person.pk, "then": then, "how": how, "at": time.time()}
    return redirect("login_code")


def complete(request: HttpRequest, person: Person, *, then: str, how: str) -> HttpResponse:
    """In."""
    login(request, person, backend=_BACKEND)
    request.session["how"] = how
    audit.record("session.in", person, by=person, how=how)
    safe = url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure())
    return redirect(then if safe else "home")


def half_in(request: HttpRequest) -> tuple[Person, dict[str, object]] | None:
    """Who gave the password and not yet the code; None after some minutes."""
    said = request.session.get("half_in")
    if not said or time.time() - said["at"] > 60 * _MINUTES:
        return None
    person = Person.objects.filter(pk=said["person"], is_active=True).first()
    return person and (person, said)


def is_locked(request: HttpRequest, username: str) -> bool:
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def note_failure(username: str, how: str) -> None:
    """For somebody who is known; what others type is kept by the lock-out alone."""
    if person := Person.objects.filter(username=username).first():
        audit.record("session.fail", person, by=person, how=how)


def fail_code(request: HttpRequest, person: Person) -> None:
    """A wrong code counts towards the lock as a wrong password does."""
    user_login_failed.send(sender=__name__, credentials={"username": person.username}, request=request)
    note_failure(person.username, "code")


class FirstThingsFirst:
    """Nobody goes on with a password that somebody else knows or that is too old, or without a factor they need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *rest: object) -> HttpResponse | None:
        if not request.user.is_authenticated or request.resolver_match.view_name in _BEFORE:
            return None
        if request.session.get("how") != "oidc" and expired(request.user):
            return redirect("password_change")
        return redirect("second_factor") if factors.wanted(request.user) else None
