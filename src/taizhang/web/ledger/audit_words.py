"""An audit event in words: what was done, to what, and its details."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taizhang.catalogue.model import Rule
from taizhang.catalogue.model.judging import BLANK
from taizhang.findings import templates
from taizhang.web.action_words import choices
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import form_title, period, say
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.registers.states import TITLES
from taizhang.web.reports.changes import change_name
from taizhang.writing.kinds import KINDS
from taizhang.writing.numbering import numbered

DETAILS = {
    "added": _("新增"), "after": _("之后"), "area": _("城乡"), "asked": _("条件"), "before": _("之前"),
    "block": _("段落"), "body": _("正文"), "catalogue": _("业务目录"), "causes": _("原因"), "changed": _("修改"),
    "cleared": _("清除的文件"),
    "closed": _("撤销"), "code": _("代码"), "codes": _("问题代码"), "comment": _("意见"), "copies_to": _("抄送"),
    "count": _("数量"),
    "dated": _("成文日期"), "digest": _("校验值"), "document": _("文件"), "document_number": _("发文字号"),
    "domains": _("业务领域"), "due": _("截止日期"), "ended": _("收回"), "fields": _("字段"),
    "figure_decided_gone": _("复核过、不再读出的数字"), "figure_decided_otherwise": _("复核过、现在读法不同的数字"),
    "figure_gone": _("不再读出的数字"), "figure_new": _("新读出的数字"), "figure_otherwise": _("读法有变的数字"),
    "files": _("文件数"), "finding": _("问题"), "finding_decided_gone": _("判断过、不再有的核查发现"),
    "finding_gone": _("不再有的核查发现"), "finding_new": _("新的核查发现"), "found": _("发现"), "hash": _("哈希值"),
    "heir": _("承接机构"), "how": _("方式"), "into": _("并入"), "kind": _("类别"), "last_day": _("最后一日"),
    "ledger": _("台账总账"), "left": _("剩余"), "length": _("条数"), "live": _("在册记录"), "name": _("名称"),
    "note": _("备注"), "number": _("版次"), "observation": _("数据"), "overlay": _("亮灯规则"),
    "owner": _("责任单位"), "ownership": _("办学性质"), "parent": _("上级机构"), "period": _("报告期"),
    "person": _("人员"), "place": _("位置"), "plan": _("工作计划"), "printed_by": _("印发机关"),
    "reader": _("读数器"), "reason": _("理由"),
    "records": _("记录"), "refused": _("不予采用"), "register": _("业务台账"), "release": _("定版"),
    "scopes": _("权限"), "sent": _("送出的文字"), "sha256": _("文件指纹"), "since": _("自"), "source": _("来源"),
    "stages": _("学段"), "submits": _("无须说明的直接提交"), "supersedes": _("取代"), "template": _("模板"),
    "text": _("内容"), "texts": _("文本"), "to": _("至"), "tries": _("只检查、不接收"), "unchanged": _("不变"),
    "unit": _("机构"), "units": _("机构"), "until": _("至"), "value": _("数值"), "verdict": _("结论"),
    "version": _("版次"), "what": _("内容"), "whats": _("报表或台账"), "years": _("保存年限"),
}  # fmt: skip


OBJECTS = (  # models of what is done something to
    "submission", "round", "receivedfile", "intake", "intakefile", "observation", "release",
    "liverecord", "record", "proposal", "twins", "report", "paper", "rereading", "figure", "paperfinding",
    "plan", "task", "evidence", "lightrules", "calendarkey", "orgunit", "person", "role", "apikey",
)  # fmt: skip
_BLOCK = re.compile("(?P<kind>[ph])(?P<path>[0-9]+(?:-[0-9]+){0,3})")
_DIGEST = re.compile(r"([0-9a-f]{12})[0-9a-f]{52}")


def object_words(event: AuditEvent) -> str:
    """报送 17. What has left the site keeps its code."""
    return f"{_models().get(event.object_type, event.object_type)} {event.object_id}"


@cache
def _models() -> dict[str, str | Promise]:
    return {model._meta.model_name: model._meta.verbose_name for model in apps.get_models()}


def object_choices() -> list[tuple[str, str | Promise]]:
    """What events are about, each once, to look for."""
    return [(name, _models()[name]) for name in OBJECTS]


def detail_words(event: AuditEvent) -> str:
    """理由：人数不符；数量：3. Long codes are cut, since the page of the event shows them whole."""
    short = ((label, _DIGEST.sub(r"\1…", value)) for label, value in details(event))
    return "；".join(f"{label}：{value if len(value) < 60 else value[:59] + '…'}" for label, value in short)


def details(event: AuditEvent) -> list[tuple[str, str]]:
    """Each detail that says something, with its word."""
    said = ((name, value) for name, value in event.detail.items() if value not in (None, "", []))
    return [(str(DETAILS.get(name, name)), _named(event, name, value)) for name, value in said]


def _named(event: AuditEvent, name: str, value: object) -> str:
    """A value in the words that the page it stems from has for it; one that has none stays as it is."""
    if isinstance(value, list):
        return "、".join(_named(event, name, one) for one in value)
    if not isinstance(value, str):
        return _plain(value)
    if name in _OF_EVENT:
        return str(_OF_EVENT[name](event, value) or value)
    return str(_WORDS[name](value) or value) if name in _WORDS else value


def _field(event: AuditEvent, code: str) -> str:
    """What the register of a record calls one of its fields; one that left it keeps its code."""
    domain, register, *child = str(event.detail.get("register", "..")).split(".")
    known = catalogue().registers.get(f"{domain}.{register}")
    table = known.children.get(child[0]) if known and child else known
    return say(table.fields[code].title) if table and code in table.fields else code


def _state(event: AuditEvent, code: str) -> object:
    return choices(event.object_type, "state").get(code)


def _brought_to(event: AuditEvent, code: str) -> object:
    """The state to which a record was brought; of other events it is a day."""
    return TITLES.get(code) if event.action == "record.move" else None


def _changed(event: AuditEvent, code: str) -> str | None:
    """What a version of a report changed; elsewhere the word is what it is."""
    return change_name(code) if event.action == "report.save" else None


def _check(code: str) -> str | None:
    """What a check says where it finds something, without the values."""
    known = catalogue().rules.get(code) or templates().get(code)
    about = known.about if isinstance(known, Rule) else known
    return BLANK.sub("…", say(about)) if about else None


def _block(key: str) -> str | None:
    """二、（三）第2段 for p1-2-1, which names a paragraph by its place in the draft; h1-2 is the heading above it."""
    if (named := _BLOCK.fullmatch(key)) is None:
        return None
    places = [int(part) + 1 for part in named["path"].split("-")]
    *above, last = places if named["kind"] == "p" else (*places, 0)
    where = "".join(numbered(level, place) for level, place in enumerate(above, start=1))
    return where + (_("第%(number)s段") % {"number": last} if last else _("标题"))


def _kind(code: str) -> object:
    """Of a role or of a report."""
    reports = {code: say(kind.label) for code, kind in KINDS.items()} | {"erratum": _("更正说明")}
    return (choices("role", "kind") | reports).get(code)


_WAYS_IN = {"password": _("口令"), "code": _("二次验证"), "oidc": _("统一登录")}
# what a detail holds, by its name -> its words
_WORDS: Mapping[str, Callable[[str], object]] = {
    "kind": _kind, "source": lambda value: choices("plan", "source").get(value), "period": period,
    "register": form_title, "whats": form_title, "finding": _check, "codes": _check,
    "block": _block, "how": _WAYS_IN.get,
    "verdict": lambda value: choices("twins", "verdict").get(value),
}  # fmt: skip


# the same where that depends on what was done to what
_OF_EVENT: Mapping[str, Callable[[AuditEvent, str], object]] = {
    "before": _state, "after": _state, "fields": _field, "to": _brought_to,
    "what": _changed,
}  # fmt: skip


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, dict):
        return "，".join(f"{DETAILS.get(name, name)} {_plain(one)}" for name, one in value.items())
    return "、".join(map(_plain, value)) if isinstance(value, list) else str(value)
