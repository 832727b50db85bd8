"""What was cleaned before a paper was read: how much of each kind, and each thing as it was and as it was read."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext_lazy as _

from taizhang.web.papers.models import Paper

CLEANED = {
    "furniture": _("网页杂物"),
    "page_marker": _("页码"),
    "markup": _("网页标记"),
    "pinyin": _("注音"),
    "traditional": _("繁体字"),
    "mask": _("隐去的数字"),
    "break": _("断行"),
    "doubled": _("重复的文字"),
    "repeated": _("重复的标点"),
    "invisible": _("看不见的字符"),
    "line_end": _("换行符"),
    "width": _("全角字符"),
    "punctuation": _("标点"),
    "space": _("空格"),
    "byte_fault": _("损坏的字符"),
    "point": _("丢失的小数点"),
}
SHOWN = 200


def cleanings(paper: Paper) -> tuple[list[tuple[object, int]], list[tuple[object, str, str]]]:
    """How often each kind of thing was cleaned; and the first of them: what it is, what it was, what it was read as."""
    found = paper.reading["cleanings"]
    counted = Counter(one["kind"] for one in found).most_common()
    first = [(CLEANED.get(one["kind"], one["kind"]), one["was"], one["now"]) for one in found[:SHOWN]]
    return [(CLEANED.get(kind, kind), count) for kind, count in counted], first
