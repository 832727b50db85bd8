"""Keys of programs: one's own, and for administrators those of others."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.accounts import actions
from taizhang.web.accounts.models import ApiKey
from taizhang.web.accounts.people_forms import NewKey
from taizhang.web.accounts.permissions import may
from taizhang.web.accounts.queries import people


def own(request: HttpRequest) -> HttpResponse:
    """One's own keys, and a new one, which is shown this once."""
    form, key = NewKey(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        key, form = actions.make_key(**form.cleaned_data, by=request.user), NewKey()
    keys = request.user.api_keys.order_by("-pk")
    told = {"form": form, "key": key, "keys": keys, "now": timezone.now()}
    return render(request, "accounts/keys.html", told)


def _administered(request: HttpRequest) -> Q:
    return Q(person__in=people(request.user))


@require_GET
def everybodys(request: HttpRequest) -> HttpResponse:
    """The keys of the people whom one administers, those in use last first."""
    if not may(request.user, "person.manage"):
        raise PermissionDenied
    found = ApiKey.objects.filter(_administered(request), ends_at__gt=timezone.now()).select_related("person")
    shown = Paginator(found.order_by("-used_at", "-pk"), 100).get_page(request.GET.get("page"))
    return render(request, "accounts/all_keys.html", {"page": shown})


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a key: one's own, or of somebody whom one administers."""
    reachable = Q(person=request.user) | (_administered(request) if may(request.user, "person.manage") else Q(pk=None))
    key = get_object_or_404(ApiKey.objects.filter(reachable), pk=pk)
    actions.end_key(key, by=request.user)
    messages.success(request, _("密钥“%(name)s”已停用。") % {"name": key.name})
    return redirect("keys:own" if key.person == request.user else "keys:all")
