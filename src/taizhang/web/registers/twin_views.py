"""The pages on which records that may be one are looked for and settled."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from taizhang.web.registers import queries, rights, showing, twins
from taizhang.web.registers.models import Twins
from taizhang.web.registers.tables import register_of, table_of
from taizhang.web.registers.views import readable

PAGE = 30
WHY = {
    "number": gettext_lazy("身份证号相同"),
    "born": gettext_lazy("同日出生，姓名相近"),
    "name": gettext_lazy("同一单位，姓名相近"),
}

LEFT_OUT = gettext_lazy(
    "有 %(count)s 条没有比对完：同单位无身份证号的、同日出生的，各只比对前 %(most)s 条；请补全身份证号再查找。"
)


def pairs(request: HttpRequest, code: str) -> HttpResponse:
    """The pairs of a register that one may settle, masked; POST looks for new ones."""
    register, table = readable(code, request.user), table_of(code)
    if not rights.may_do(request.user, "record.settle", register):
        raise Http404
    if request.method == "POST":
        looked = twins.look_for(register, by=request.user)
        messages.success(request, _("新发现 %(count)s 对疑似重复。") % {"count": looked.found})
        if looked.left_out:
            messages.warning(request, LEFT_OUT % {"count": looked.left_out, "most": twins.MOST_IN_A_GROUP})
        return redirect("registers:twins", code=code)
    rows = queries.twins(request.user, register).select_related("one__unit", "other__unit", "by")
    page = Paginator(rows.order_by("verdict", "-pk"), PAGE).get_page(request.GET.get("page"))
    fields = list(table.fields.values())[: showing.COLUMNS]
    shown = [(one, WHY[one.why], showing.lines(table, fields, [one.one, one.other])) for one in page]
    return render(request, "registers/twins.html", {
        "register": register, "fields": fields, "pairs": shown, "page": page, "verdicts": Twins.Verdict,
        "has_persons": twins.names_persons(register), "why": WHY,
    })  # fmt: skip


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what two records are."""
    one = get_object_or_404(Twins.objects.select_related("one__unit", "other__unit"), pk=pk)
    readable(register_of(one.register).code, request.user)
    said = request.POST.get("verdict", "")
    settled = twins.settle(one, said, reason=request.POST.get("reason", ""), by=request.user)
    messages.success(request, _("已核实：%(verdict)s。") % {"verdict": settled.get_verdict_display()})
    return redirect("registers:twins", code=one.register)
