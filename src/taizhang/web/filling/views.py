"""The page on which a form is filled in, and what its script asks: saving as one types, checking as one types."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from taizhang.findings import Finding
from taizhang.web.accounts.policies import following
from taizhang.web.asked_numbers import whole
from taizhang.web.collection import queries
from taizhang.web.collection.locking import is_locked
from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.filling import actions, drafts, words
from taizhang.web.filling.checkup import Checkup, check_up
from taizhang.web.filling.grid import Beside, Grid
from taizhang.web.filling.known import known, texts_of
from taizhang.web.filling.page import EXPLAINS, FormPage
from taizhang.web.filling.sent_back import notes, sent
from taizhang.web.refusals import NotAccepted, Refused, WrongState

Texts = dict[str, str]
Answer = Callable[..., HttpResponse]


def _page(request: HttpRequest, pk: int) -> FormPage:
    """What one may fill in; anything else does not exist."""
    return FormPage.of(get_object_or_404(queries.submissions(request.user, "submission.fill"), pk=pk))


@never_cache  # going back shows what is saved now, not what stood on the page then
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in a form on a page. What is wrong is shown beside its cell, and nothing is lost of what was typed.

    `tried` says that it was sent and refused: then empty cells are told too.
    """
    page = _page(request, pk)
    if request.method == "POST":
        return _sent(request, page)
    if following("submission", page.submission.state, "fill") is None:
        return redirect("collection:detail", pk=pk)
    draft, beside = drafts.draft_of(page), _beside(page)
    texts = texts_of(page, draft, beside.known)
    checkup = check_up(page, texts, complete="tried" in request.GET)
    return _shown(request, page, texts, checkup, beside, revision=draft.revision)


def _sent(request: HttpRequest, page: FormPage) -> HttpResponse:
    """The whole form was sent. A second press that comes while the first is under way finds it done."""
    key = request.POST.get("key", "")[:40]
    if _is_done(page, key):
        return redirect("collection:detail", pk=page.submission.pk)
    try:
        return _taken(request, page, key)
    except WrongState as refused:
        if _is_done(page, key):
            return redirect("collection:detail", pk=page.submission.pk)
        if is_locked(page.submission):
            return _kept(request, page, refused.status)
        raise


def _is_done(page: FormPage, key: str) -> bool:
    return bool(key) and page.submission.versions.filter(key=key).exists()


def _kept(request: HttpRequest, page: FormPage, status: int) -> HttpResponse:
    """The form as it was typed, of which nothing could be stored."""
    typed = {name: text for name, text in request.POST.items() if name in page.names}
    revision = drafts.draft_of(page).revision
    return _shown(request, page, typed, check_up(page, typed), _beside(page), revision=revision, status=status)


def _taken(request: HttpRequest, page: FormPage, key: str) -> HttpResponse:
    """Saved first, so that whatever is said of it, nothing has to be typed again: where it is refused, a page that is
    asked for anew says why, so that nobody who goes back sends again what they have mended since."""
    names, base = page.names, request.POST.get("base", "")
    typed = {name: text for name, text in request.POST.items() if name in names}
    saved = drafts.save(page, typed, by=request.user, base=whole(base))
    if saved.refused:
        raise NotAccepted(*saved.refused.values())
    if saved.conflicts:
        beside, revision = replace(_beside(page), conflicts=saved.conflicts), saved.draft.revision
        return _shown(request, page, typed, check_up(page, typed), beside, revision=revision, status=409)
    submits = request.POST.get("do") == "submit"
    try:
        actions.fill(page, typed, by=request.user, key=key, submits=submits)
    except NotAccepted:
        return redirect(f"{reverse('collection:fill', args=[page.submission.pk])}?tried=1")
    messages.success(request, _("已报送，等待审核。") if submits else _("已保存并检查，还没有报送：核对后请点“报送”。"))
    return redirect("collection:detail", pk=page.submission.pk)


def _beside(page: FormPage) -> Beside:
    return Beside(known=known(page.submission), sent=sent(page), notes=notes(page))


def _shown(  # noqa: PLR0913 - all that a page is made of
    request: HttpRequest, page: FormPage, texts: Texts, checkup: Checkup, beside: Beside, *, revision: int,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown = {
        "submission": page.submission, "form": page.form, "grid": Grid(page, texts, checkup, beside),
        "checkup": checkup, "revision": revision, "key": secrets.token_hex(16),
        "tried": status != 200 or "tried" in request.GET,
        "locked": is_locked(page.submission), "words": words.of_the_page(),
        "returned": page.submission.reviews.filter(action="return").last(),
        "whole": str(page.form.title), "whole_said": texts.get(EXPLAINS + str(page.form.title), ""),
    }  # fmt: skip
    return render(request, "filling/fill.html", shown, status=status)


def _answers(read: Callable[[Any], tuple[Any, ...]]) -> Callable[[Callable[..., JsonResponse]], Answer]:
    """A view that the page's script asks: JSON in, which `read` takes apart for it, JSON out, and refusals in words.

    Only what cannot be read is a bad request: whatever else goes wrong is our mistake, and is logged as one.
    """

    def told(view: Callable[..., JsonResponse]) -> Answer:
        @require_POST
        @wraps(view)
        def answer(request: HttpRequest, pk: int) -> HttpResponse:
            page = _page(request, pk)
            try:
                asked = read(json.loads(request.body))
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
                return JsonResponse({"says": ["?"]}, status=400)
            try:
                return view(page, request, *asked)
            except Refused as refused:
                return _refused(refused)

        return answer

    return told


def _refused(refused: Refused) -> JsonResponse:
    says, codes = [say(one) for one in refused.findings], [one.code for one in refused.findings]
    return JsonResponse({"says": says, "codes": codes}, status=refused.status)


def _texts(cells: Mapping[str, object]) -> Texts:
    """What was typed, by name."""
    return {str(name): str(text) for name, text in cells.items()}


def _to_save(said: Any) -> tuple[Texts, int, str]:
    """Raises UnicodeEncodeError, a ValueError, for half a character in the key, which nothing stores."""
    key = str(said["key"])[:40]
    key.encode()
    return _texts(said["cells"]), int(said["base"]), key


def _to_check(said: Any) -> tuple[Texts, bool]:
    return _texts(said["cells"]), bool(said.get("complete"))


@_answers(_to_save)
def save(page: FormPage, request: HttpRequest, cells: Texts, base: int, key: str) -> JsonResponse:
    """What was typed since the last save: 409 where somebody else typed something else into the same cell, 422 where a
    cell cannot hold what was typed; the others are saved."""
    saved = drafts.save(page, cells, by=request.user, base=base, key=key)
    refused = {name: say(finding) for name, finding in saved.refused.items()}
    answer = {"revision": saved.draft.revision, "others": saved.others, "conflicts": saved.conflicts}
    return JsonResponse(answer | {"refused": refused}, status=422 if refused else 409 if saved.conflicts else 200)


@_answers(_to_check)
def check(page: FormPage, request: HttpRequest, texts: Texts, complete: bool) -> JsonResponse:
    """What the real rules say of what stands on the page now. Nothing is stored. `complete`: empty cells count too."""
    checkup = check_up(page, texts, complete=complete)
    grid = Grid(page, texts, checkup, Beside())
    return JsonResponse({
        "said": {name: _words(checkup.at(name)) for name in {one.place for one in checkup.findings}},
        "elsewhere": _words(grid.elsewhere),
        "warned": [one.place for one in checkup.findings if one.severity == "warning"],
        "blocking": checkup.blocking,
        "unexplained": checkup.unexplained,
        "worked_out": checkup.worked_out,
        "read": checkup.read,
        "unread": [*checkup.unread],
        "mendings": render_to_string("filling/mendings.html", {"checkup": checkup}).strip(),
    })  # fmt: skip


def _words(findings: Sequence[Finding]) -> str:
    return render_to_string("filling/said.html", {"findings": findings})
