"""Coming in by password and code, and going out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.web.accounts import coming_in, factors
from taizhang.web.ledger import audit


class LogIn(LoginView):
    """Username and password; then the code, for whoever has a second factor."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **known: object) -> dict[str, object]:
        return super().get_context_data(**known, sign_on=bool(settings.OIDC_ISSUER))

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        return coming_in.let_in(self.request, form.get_user(), then=self.get_success_url(), how="password")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        username = request.POST.get("username", "")
        locked = coming_in.is_locked(request, username)
        answer = super().post(request, *args, **kwargs)
        if answer.status_code != 302 and not locked:  # while it is locked, nothing that is typed counts
            coming_in.note_failure(username, "password")
        return answer


@login_not_required
def to_back_office(request: HttpRequest) -> HttpResponse:
    """The back office has no door of its own: one way in, with all its steps. Who came in by it and may not enter here
    is told so; the log-in would send them back for ever."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied
    return redirect(f"{reverse('login')}?{request.GET.urlencode(safe='/')}")


class LogOut(LogoutView):
    """Out, and noted."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            audit.record("session.out", request.user, by=request.user)
        return super().post(request, *args, **kwargs)


@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    """The code of the second factor, or a recovery code."""
    if (found := coming_in.half_in(request)) is None:
        messages.warning(request, _("登录已过时，请重新输入口令。"))
        return redirect("login")
    person, said = found
    if request.method == "POST" and not coming_in.is_locked(request, person.username):
        if factors.passes(person, request.POST.get("code", "")):
            return coming_in.complete(request, person, then=said["then"], how=said["how"])
        coming_in.fail_code(request, person)
        messages.error(request, _("验证码不正确或已用过。"))
    locked = coming_in.is_locked(request, person.username)
    name, status = ("accounts/locked.html", 429) if locked else ("accounts/code.html", 200)
    return render(request, name, {"person": person, "cooloff_minutes": minutes()}, status=status)


def minutes() -> int:
    """How long a lock lasts."""
    return int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
