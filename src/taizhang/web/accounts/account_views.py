"""One's own account: the password, the second factor, the roles that one has."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.accounts import coming_in, factors, passwords
from taizhang.web.accounts.models import SecondFactor
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.refusals import Refused


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and the ways to one's password, second factor and keys."""
    factor = SecondFactor.objects.filter(person=request.user).first()
    return render(request, "accounts/account.html", {"roles": request.user.roles_in_force, "factor": factor})


class ChangePassword(PasswordChangeView):
    """A new password of one's own choice; whoever was given one begins here."""

    template_name = "accounts/password.html"
    success_url = "/"
    form_class = PasswordChangeForm

    def get_context_data(self, **known: object) -> dict[str, object]:
        rules = password_validators_help_texts()
        due = self.request.session.get("how") != "oidc" and passwords.expired(self.request.user)
        return super().get_context_data(**known, rules=rules, due=due, given=self.request.user.must_change)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        passwords.change_own(form.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, _("口令已修改，其他设备上的登录已退出。"))
        return redirect(self.success_url)


@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up the second factor: scan, type a code, keep the recovery codes."""
    if factors.has(request.user):
        return redirect("account")
    secret = request.session.setdefault("factor", factors.new_secret())
    if request.method == "POST":
        try:
            codes = factors.set_up(request.user, secret, request.POST.get("code", ""))
        except Refused as refusal:
            messages.error(request, say(refusal.findings[0]))
        else:
            del request.session["factor"]
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
    picture = segno.make(factors.address_for(request.user, secret)).svg_data_uri(scale=5, border=2)
    needed = factors.wanted(request.user)
    return render(request, "accounts/second_factor.html", {"secret": secret, "picture": picture, "needed": needed})


@require_POST
def remove_factor(request: HttpRequest) -> HttpResponse:
    """Do without a second factor, proven by a code: an open session alone does not do."""
    if not factors.has(request.user) or coming_in.is_locked(request, request.user.username):
        return redirect("account")
    if factors.passes(request.user, request.POST.get("code", "")):
        factors.remove(request.user, by=request.user)
        messages.success(request, _("已停用二次验证。"))
    else:
        coming_in.fail_code(request, request.user)
        messages.error(request, _("验证码不正确或已用过。"))
    return redirect("account")
