"""What is done to what, and how things stand, in words: for refusals and for the audit log."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from taizhang.catalogue.model import Title

# an action is "thing.verb"; both halves have a word each, and the whole where a button says another
THINGS = {
    "audit": _("审计记录"), "calendar": _("日历"), "draft": _("草稿"), "evidence": _("佐证"), "factor": _("二次验证"),
    "figure": _("数字"), "file": _("文件"), "finding": _("问题"), "intake": _("批量接收"), "key": _("接口密钥"),
    "ledger": _("台账总账"), "letterhead": _("版头"),
    "lights": _("亮灯规则"), "observation": _("数据"), "orgunit": _("机构"),
    "paper": _("来文"), "password": _("口令"), "people": _("人员"), "person": _("人员"), "plan": _("工作计划"),
    "project": _("项目"), "record": _("记录"), "release": _("定版"), "report": _("报告"), "role": _("角色"),
    "round": _("报送批次"), "sentence": _("句子"), "session": _("登录"), "submission": _("报送"), "task": _("任务"),
    "twin": _("疑似重复"), "unit": _("机构"), "units": _("机构"),
}  # fmt: skip
VERBS = {
    "accept": _("采信"), "add": _("添加"), "apply": _("申请销号"), "approve": _("审定通过"),
    "ask_extension": _("申请延期"), "assign": _("交办"), "audit": _("核查"), "carry": _("结转"), "change": _("变更"),
    "check": _("初审"), "close": _("撤销、办结"), "comment": _("提出意见"), "confirm": _("确认"),
    "correct": _("更正"), "disable": _("停用"), "dismiss": _("误报"), "draft": _("存草稿"), "edit": _("修改"),
    "enable": _("恢复使用"), "end": _("收回"), "expire": _("到期清除"), "explain": _("说明"), "export": _("导出"),
    "extend": _("延期"), "fail": _("未通过"), "fill": _("填报"), "finish": _("定稿"), "first": _("建立首位管理员"),
    "finding.confirm": _("属实"),
    "give": _("重设"), "grant": _("授予"), "import": _("批量导入"), "in": _("进入"), "insert": _("插入数据"),
    "issue": _("印发"),
    "keep": _("转为长期坚持"), "lock": _("封存"), "make": _("建立"), "manage": _("管理"), "measure": _("测定"),
    "merge": _("合并"), "move": _("办理"), "open": _("打开、新设"), "out": _("退出"), "polish": _("润色"),
    "propose": _("提出变更"), "read": _("查看"), "read_again": _("重新读取"), "recover": _("用恢复码登录"),
    "reject": _("不采信"),
    "remind": _("催办"), "remove": _("解除"), "reopen": _("重新打开"), "report": _("报告进展"), "resume": _("恢复"),
    "restore": _("恢复"), "return": _("退回"),
    "save": _("保存"), "seal": _("固化"), "send": _("发送"), "send_back": _("退回"), "set": _("修改"),
    "settle": _("核定"), "sign": _("签收"), "split": _("分立"), "submit": _("提交"), "subscribe": _("订阅"),
    "suspend": _("暂停"), "take_back": _("撤回"), "twins": _("查重"), "unlock": _("解锁"),
    "unmask": _("查看个人信息"), "upload": _("上传"), "verify": _("校验"), "withdraw": _("撤下"), "write": _("起草"),
}  # fmt: skip


def action_words(action: str) -> str:
    """人员 · 停用 for person.disable; what has no word keeps its code."""
    thing, _dot, verb = action.partition(".")
    return f"{THINGS.get(thing, thing)} · {VERBS.get(action, VERBS.get(verb, verb))}"


@cache
def choices(thing: str, field: str) -> dict[str, str | Promise]:
    """The words of what a field of the model of that name may hold."""
    models = (model for model in apps.get_models() if model._meta.model_name == thing)
    fields = (one for model in models for one in model._meta.fields if one.name == field)
    return {value: word for one in fields for value, word in one.flatchoices}


def both(told: Callable[[], object]) -> Title:
    """What is told in the language of the moment, in both: for a finding that may be told in either."""
    with override("zh-hans"):
        zh = str(told())
    with override("en"):
        return Title(zh, str(told()))
