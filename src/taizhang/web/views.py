"""The first page, and the one that asks whether the site is well."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from taizhang.web.collection.queries import progress, submissions, to_do

SHOWN = 50


def home(request: HttpRequest) -> HttpResponse:
    """What is late, what is wrong, what is next: each list cut after SHOWN, with its whole length."""
    waiting = to_do(request.user)
    lists = [(name, rows.count(), rows[:SHOWN]) for name, rows in waiting.named()]
    return render(request, "home.html", {"lists": lists, "progress": progress(submissions(request.user))})


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """For whoever watches the server: answers 200 while the database does."""
    connection.ensure_connection()
    return JsonResponse({"ok": True})
