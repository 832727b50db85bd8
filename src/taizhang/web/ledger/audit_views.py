"""The pages of the audit log."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from taizhang.web.accounts.permissions import may
from taizhang.web.asked_numbers import whole
from taizhang.web.day_field import DayField
from taizhang.web.files import attached
from taizhang.web.ledger import audit, audit_exports, queries
from taizhang.web.ledger.audit_log import EventsAsked, events, page
from taizhang.web.ledger.audit_words import details, object_choices
from taizhang.web.ledger.models import ChainHead

Answer = Callable[..., HttpResponse]


class Search(forms.Form):
    """What the page of the log is asked for."""

    person = forms.CharField(label=_("用户名"), required=False)
    action = forms.CharField(label=_("操作"), required=False, help_text=_("如 submission 或 submission.approve"))
    thing = forms.ChoiceField(label=_("对象"), required=False)
    number = forms.CharField(label=_("对象编号"), required=False)
    address = forms.CharField(label=_("地址"), required=False)
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.fields["thing"].choices = [("", _("全部")), *object_choices()]

    @property
    def asked(self) -> EventsAsked:
        """What was said; what is wrongly said is not asked, and the form shows it."""
        self.is_valid()
        return EventsAsked(**{name: value for name, value in self.cleaned_data.items() if value})


def for_auditors(view: Answer) -> Answer:
    """Only who may read the audit log."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may(request.user, "audit.read"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


@require_GET
@for_auditors
def log(request: HttpRequest) -> HttpResponse:
    """The events, newest first, and how to look for some."""
    search = Search(request.GET)
    before, after = (whole(request.GET.get(name, "")) for name in ("before", "after"))
    shown = page(events(request.user, search.asked), before=before, after=after)
    return render(request, "ledger/audit_log.html", {"search": search, "page": shown})


@require_GET
@for_auditors
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event in words, with its link in the chain and what else was done to the same thing."""
    found = get_object_or_404(events(request.user), pk=pk)
    same = events(request.user, EventsAsked(thing=found.object_type, number=found.object_id)).exclude(pk=pk)[:20]
    return render(request, "ledger/audit_event.html", {"event": found, "details": details(found), "same": same})


@require_GET
@for_auditors
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What was looked for as CSV or xlsx. Taking it out is an event of its own."""
    if form not in ("csv", "xlsx"):
        raise Http404
    found = events(request.user, Search(request.GET).asked)
    audit.record("audit.export", request.user, by=request.user, what=form, asked=request.GET.urlencode())
    if form == "csv":
        return StreamingHttpResponse(audit_exports.as_csv(found), headers=attached("audit.csv"))
    return FileResponse(audit_exports.as_xlsx(found), as_attachment=True, filename="audit.xlsx")


@require_POST
@for_auditors
def verify(request: HttpRequest) -> HttpResponse:
    """Walk both chains now, and say what was found."""
    findings = queries.verify()
    lengths = dict(ChainHead.objects.values_list("chain", "length"))
    audit.record("ledger.verify", request.user, by=request.user, found=len(findings))
    return render(request, "ledger/verified.html", {"findings": findings, "lengths": lengths})
