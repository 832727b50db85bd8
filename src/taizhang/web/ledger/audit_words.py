"""An audit event in words: what was done, to what, and its details."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from taizhang.catalogue.model import Rule
from taizhang.catalogue.model.judging import BLANK
from taizhang.findings import templates
from taizhang.web.catalogue import catalogue
from taizhang.web.collection.templatetags.spoken import form_title, period, say
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.reports.changes import change_name
from taizhang.writing.kinds import KINDS
from taizhang.writing.numbering import numbered

# an action is "thing.verb"; both halves have a word each
THINGS = {
    "audit": _("审计记录"), "calendar": _("日历"), "draft": _("草稿"), "evidence": _("佐证"), "factor": _("二次验证"),
    "figure": _("数字"), "file": _("文件"), "finding": _("问题"), "intake": _("批量接收"), "key": _("接口密钥"),
    "ledger": _("台账总账"), "lights": _("亮灯规则"), "observation": _("数据"), "orgunit": _("机构"),
    "paper": _("来文"), "password": _("口令"), "people": _("人员"), "person": _("人员"), "plan": _("工作计划"),
    "project": _("项目"), "record": _("记录"), "release": _("定版"), "report": _("报告"), "role": _("角色"),
    "round": _("报送批次"), "session": _("登录"), "submission": _("报送"), "task": _("任务"), "twin": _("疑似重复"),
    "unit": _("机构"), "units": _("机构"), "uploadedreport": _("来文"),
}  # fmt: skip
VERBS = {
    "accept": _("采纳"), "add": _("添加"), "apply": _("申请销号"), "approve": _("审定"),
    "ask_extension": _("申请延期"), "assign": _("交办"), "carry": _("结转"), "change": _("变更"), "check": _("初审"),
    "close": _("撤销、办结"), "comment": _("提出意见"), "confirm": _("确认"), "correct": _("更正"),
    "disable": _("停用"), "dismiss": _("不予采纳"), "draft": _("存草稿"), "edit": _("修改"), "enable": _("恢复使用"),
    "end": _("收回"), "expire": _("到期清除"), "explain": _("说明"), "export": _("导出"), "extend": _("延期"),
    "fail": _("未通过"), "fill": _("填报"), "finish": _("定稿"), "first": _("建立首位管理员"), "give": _("重设"),
    "grant": _("授予"), "import": _("批量导入"), "in": _("进入"), "issue": _("印发"), "lock": _("封存"),
    "make": _("建立"), "measure": _("测定"), "merge": _("合并"), "open": _("打开、新设"), "out": _("退出"),
    "polish": _("润色"), "propose": _("提出变更"), "read_again": _("重新读取"), "recover": _("用恢复码登录"),
    "reject": _("退回不收"), "remind": _("催办"), "remove": _("解除"), "reopen": _("重新打开"),
    "report": _("报告进展"), "return": _("退回"), "save": _("保存"), "seal": _("固化"), "send": _("发送"),
    "send_back": _("退回"), "set": _("修改"), "settle": _("核定"), "sign": _("签收"), "split": _("分立"),
    "submit": _("提交"), "subscribe": _("订阅"), "suspend": _("暂停"), "take_back": _("撤回"), "twins": _("查重"),
    "unlock": _("解锁"), "unmask": _("查看个人信息"), "upload": _("上传"), "verify": _("校验"), "write": _("起草"),
}  # fmt: skip
DETAILS = {
    "added": _("新增"), "after": _("之后"), "area": _("城乡"), "asked": _("条件"), "before": _("之前"),
    "block": _("段落"), "body": _("正文"), "catalogue": _("业务目录"), "causes": _("原因"), "changed": _("修改"),
    "closed": _("撤销"), "code": _("代码"), "codes": _("问题代码"), "comment": _("意见"), "count": _("数量"),
    "dated": _("成文日期"), "digest": _("校验值"), "document": _("文件"), "document_number": _("发文字号"),
    "domains": _("业务领域"), "due": _("截止日期"), "ended": _("收回"),
    "figure_decided_gone": _("复核过、不再读出的数字"),
    "figure_decided_otherwise": _("复核过、现在读法不同的数字"), "figure_gone": _("不再读出的数字"),
    "figure_new": _("新读出的数字"), "figure_otherwise": _("读法有变的数字"), "files": _("文件数"),
    "finding": _("问题"),
    "finding_decided_gone": _("判断过、不再有的核查发现"), "finding_gone": _("不再有的核查发现"),
    "finding_new": _("新的核查发现"), "found": _("发现"), "hash": _("哈希值"), "heir": _("承接机构"), "how": _("方式"),
    "into": _("并入"), "kind": _("类别"), "last_day": _("最后一日"), "ledger": _("台账总账"), "left": _("剩余"),
    "length": _("条数"), "name": _("名称"), "note": _("备注"), "number": _("版次"), "overlay": _("亮灯规则"),
    "owner": _("责任单位"), "ownership": _("办学性质"), "parent": _("上级机构"), "period": _("报告期"),
    "person": _("人员"), "place": _("位置"), "plan": _("工作计划"), "reader": _("读数器"), "reason": _("理由"),
    "register": _("业务台账"), "release": _("定版"), "scopes": _("权限"), "sha256": _("文件指纹"), "since": _("自"),
    "source": _("来源"), "stages": _("学段"), "supersedes": _("取代"), "template": _("模板"), "texts": _("文本"),
    "to": _("至"), "unit": _("机构"), "units": _("机构"), "value": _("数值"), "version": _("版次"),
    "what": _("内容"), "whats": _("报表或台账"),
}  # fmt: skip


_BLOCK = re.compile("(?P<kind>[ph])(?P<path>[0-9]+(?:-[0-9]+){0,3})")
_DIGEST = re.compile(r"([0-9a-f]{12})[0-9a-f]{52}")


def action_words(action: str) -> str:
    """人员 · 停用 for person.disable; what has no word keeps its code."""
    thing, _dot, verb = action.partition(".")
    return f"{THINGS.get(thing, thing)} · {VERBS.get(verb, verb)}"


def object_words(event: AuditEvent) -> str:
    """报送 17."""
    return f"{THINGS.get(event.object_type, event.object_type)} {event.object_id}"


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
    if name in ("before", "after"):
        return str(_choices(event.object_type, "state").get(value, value))
    if name == "what" and event.action != "report.save":
        return value
    return str(_WORDS[name](value) or value) if name in _WORDS else value


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


@cache
def _choices(thing: str, field: str) -> dict[str, object]:
    """The words of what a field of the model of that name may hold."""
    models = (model for model in apps.get_models() if model._meta.model_name == thing)
    fields = (one for model in models for one in model._meta.fields if one.name == field)
    return {value: word for one in fields for value, word in one.flatchoices}


def _kind(code: str) -> object:
    """Of a role or of a report."""
    reports = {code: say(kind.label) for code, kind in KINDS.items()} | {"erratum": _("更正说明")}
    return (_choices("role", "kind") | reports).get(code)


_WAYS_IN = {"password": _("口令"), "code": _("二次验证"), "oidc": _("统一登录")}
# what a detail holds, by its name -> its words
_WORDS: Mapping[str, Callable[[str], object]] = {
    "kind": _kind, "source": lambda value: _choices("plan", "source").get(value), "period": period,
    "register": form_title, "whats": form_title, "finding": _check, "codes": _check,
    "block": _block, "what": change_name, "how": _WAYS_IN.get,
}  # fmt: skip


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "，".join(f"{DETAILS.get(name, name)} {_plain(one)}" for name, one in value.items())
    return "、".join(map(_plain, value)) if isinstance(value, list) else str(value)
