"""The buttons that withdraw a paper and bring it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taizhang.web.papers import queries, withdrawing


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a paper out of view, with a reason."""
    paper = get_object_or_404(queries.papers(request.user), pk=pk)
    withdrawing.withdraw(paper, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤下“%(paper)s”；在“已撤下的”中可以恢复。") % {"paper": paper})
    return redirect("papers:list")


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a withdrawn paper back."""
    paper = get_object_or_404(queries.papers(request.user), pk=pk)
    withdrawing.restore(paper, by=request.user)
    messages.success(request, _("已恢复。"))
    return redirect("papers:paper", pk=pk)
