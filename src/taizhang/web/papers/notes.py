"""What stands beside a line of a paper: what was found there, and what is promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from taizhang.web.collection.templatetags.spoken import say
from taizhang.web.papers.models import PaperFinding
from taizhang.web.papers.versions import compared


def finding_html(finding: PaperFinding, *, may_judge: bool) -> SafeString:
    """What was found, beside its sentence, with what somebody said of it and the way to say so."""
    wrong = finding.severity == "error"
    judged = "" if finding.state == PaperFinding.State.OPEN else f"{finding.get_state_display()} {finding.reason}"
    judged += "" if finding.found else f" · {_why_gone(finding)}"
    return mark_safe(  # noqa: S308 - everything in it is escaped or a word of ours
        f'<div class="note {"contradicted" if wrong else "doubtful"} {finding.state}" id="finding-{finding.number}">'
        f'<b>{_("不符") if wrong else _("存疑")}</b> {escape(say(finding.beside))}{_earlier(finding)} '
        f'<span class="meta">{escape(judged)}</span> {_judge(finding) if may_judge else ""}</div>'
    )


def _why_gone(finding: PaperFinding) -> str:
    """Why what was judged is found no more: the two papers are not compared now, or one of them reads otherwise."""
    pair = {finding.paper_id, finding.earlier_id}
    apart = finding.earlier_id and compared().filter(pk__in=pair).count() < len(pair)
    return _("不再与这份报告对照") if apart else _("重读后不再有")


def _earlier(finding: PaperFinding) -> SafeString | str:
    """The way to the earlier paper that it is held against, which what was found names."""
    if finding.earlier is None:
        return ""
    return format_html(' <a href="{}">{}</a>', reverse("papers:paper", args=[finding.earlier_id]), _("看往期报告"))


def _judge(finding: PaperFinding) -> SafeString:
    number = finding.number
    return format_html('<a class="judge" href="?finding={}#finding-{}">{}</a>', number, number, _("判断"))


def promises_html(promises: Sequence[Mapping[str, Any]]) -> SafeString:
    """What a line promises, folded away."""
    told = (" · ".join(filter(None, (one["text"], one["owner"], one["deadline"]))) for one in promises)
    return mark_safe(  # noqa: S308 - escaped here
        f'<details><summary>{_("承诺事项")} <span class="count">{len(promises)}</span></summary>'
        f'{"".join(f"""<p class="note">{escape(one)}</p>""" for one in told)}</details>'
    )
