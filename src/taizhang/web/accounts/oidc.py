"""Log-in by a bureau's own single sign-on (OpenID Connect). It lets existing people in and never makes any, nor roles.

Off unless TAIZHANG_OIDC_ISSUER is set. Authlib checks state, nonce, signature, issuer, audience and PKCE.
"""

from __future__ import annotations

from functools import lru_cache

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from joserfc.errors import JoseError
from requests import RequestException

from taizhang.web.accounts.coming_in import let_in
from taizhang.web.accounts.models import Person

_WRONG = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError)


@lru_cache(maxsize=4)
def _client(issuer: str, client: str, secret: str) -> DjangoOAuth2App:
    told = {"scope": "openid profile", "code_challenge_method": "S256", "timeout": 10}
    return OAuth().register(
        "sign_on", client_id=client, client_secret=secret, client_kwargs=told,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
    )  # fmt: skip


def _sign_on() -> DjangoOAuth2App:
    if not settings.OIDC_ISSUER:
        raise Http404
    return _client(settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET)


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Off to the single sign-on."""
    client = _sign_on()
    request.session["then"] = request.GET.get("next", "/")
    try:
        return client.authorize_redirect(request, request.build_absolute_uri(reverse("oidc_return")))
    except _WRONG:
        return _refuse(request, _("统一登录服务没有响应，请稍后再试，或用口令登录。"))


@login_not_required
def come_back(request: HttpRequest) -> HttpResponse:
    """Back with proof of who it is: in, if somebody of that name is known and in use here."""
    client = _sign_on()
    try:
        said = client.authorize_access_token(request)["userinfo"]
    except _WRONG:
        return _refuse(request, _("统一登录没有成功，请重试，或用口令登录。"))
    username = said.get(settings.OIDC_CLAIM)
    person = Person.objects.filter(username=username, is_active=True).first() if isinstance(username, str) else None
    if person is None:
        return _refuse(request, _("统一登录的用户在本系统没有账号，请联系管理员添加。"))
    return let_in(request, person, then=request.session.pop("then", "/"), how="oidc")


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("login")
