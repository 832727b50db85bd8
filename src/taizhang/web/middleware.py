"""What happens to every request."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from taizhang.web.refusals import Refused, unstorable

Answer = Callable[[HttpRequest], HttpResponse]

_OWN = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; " \
       "frame-ancestors 'none'"
# The back office's scripts (Alpine) evaluate what stands in its pages, and the API's page styles itself in place.
_LOOSER = {
    "/admin/": f"{_OWN}; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'",
    "/api/docs": f"{_OWN}; style-src 'self' 'unsafe-inline'",
}
_FOR_PROGRAMS = "/api/"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_API_PAGES = {"openapi-view", "openapi-json"}

address: ContextVar[str] = ContextVar("address", default="")


def address_of(request: HttpRequest) -> str:
    """The network address that asks. A proxy's word is taken only where the settings say that there is one."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    # the last one is what our own proxy saw; those before it are what the asker claims
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def remember_address(get_response: Answer) -> Answer:
    """Keep the address for the audit events that the request leaves."""

    def answer(request: HttpRequest) -> HttpResponse:
        kept = address.set(address_of(request))
        try:
            return get_response(request)
        finally:
            address.reset(kept)

    return answer


def content_policy(get_response: Answer) -> Answer:
    """Tell browsers to ask no address but ours."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = next((rule for path, rule in _LOOSER.items() if request.path.startswith(path)), _OWN)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return answer


def stay_while_active(get_response: Answer) -> Answer:
    """A session ends SESSION_COOKIE_AGE after its last click, which is noted once a minute to spare the database."""

    def answer(request: HttpRequest) -> HttpResponse:
        minute = int(time.time()) // 60
        if request.user.is_authenticated and request.session.get("minute") != minute:
            request.session["minute"] = minute  # saving it sets the end anew
        return get_response(request)

    return answer


def chinese_first(get_response: Answer) -> Answer:
    """Whatever the browser prefers: only a person who chose another language gets it (by LocaleMiddleware's cookie)."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return get_response(request)

    return answer


class PeopleLogIn(LoginRequiredMiddleware):
    """Every page asks for a log-in unless it says otherwise. Programs bring a key, which the API itself asks for."""

    def process_view(self, request: HttpRequest, view: Answer, *rest: object) -> HttpResponse | None:
        by_key = request.resolver_match.namespace == "api-1" and request.resolver_match.url_name not in _API_PAGES
        return None if by_key else super().process_view(request, view, *rest)

    def handle_no_permission(self, request: HttpRequest, view: Answer) -> HttpResponse:
        """What was sent after the session ended is not kept: the way back leads to the page that it was sent from,
        since addresses that take what is sent show nothing."""
        if request.method in _SAFE:
            return super().handle_no_permission(request, view)
        if request.content_type != "application/json":  # a script that saves beside says itself that it could not
            messages.warning(request, _("登录已过期，刚才的操作没有执行，没有保存任何内容；请登录后重做。"))
        return redirect_to_login(_sent_from(request), self.get_login_url(view))


def _sent_from(request: HttpRequest) -> str:
    """The page of ours on which the form stood, else the first page."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return urlsplit(page)._replace(scheme="", netloc="").geturl() if page and ours else reverse("home")


class RefusalsAsPages:
    """Show a refusal as a page that says what to do, not as an error, and likewise what takes no such request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed) or request.path.startswith(_FOR_PROGRAMS):
            return answer
        page = render(request, "405.html", status=answer.status_code)
        page.headers["Allow"] = answer.headers["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError):
            exception = unstorable(exception)
        if not isinstance(exception, Refused):
            return None
        return render(request, "refused.html", {"findings": exception.findings}, status=exception.status)
