"""What the page's script says, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _


def of_the_page() -> dict[str, str]:
    """By the names under which the script asks for them. Blanks stand in braces."""
    return {
        "saved": _("已保存 {at}"),
        "unsaved": _("有改动，停笔即存"),
        "saving": _("正在保存…"),
        "offline": _("未联网，已存在本机"),
        "nowhere": _("没有送出，本机也存不下：请不要关闭此页"),
        "locked": _("已封存，所填内容存在本机"),
        "expired": _("登录已过期，已存在本机：请重新登录后回到此页"),
        "conflict": _("冲突：{count} 格与他人填的不同，请选择"),
        "refused": _("没有保存：{why}"),
        "unfit": _("{count} 格没有保存，请按格下的提示改好"),
        "unsent": _("没有报送：连不上服务器。所填内容已存在本机，联网后请再点一次。"),
        "unsent_unfit": _("没有报送：{count} 格没有保存，请按格下的提示改好。"),
        "unsent_refused": _("没有报送：{why}"),
        "shut": _("没有报送：本批次已封存。所填内容存在本机。"),
        "theirs": _("{by} 已填“{theirs}”，您填的是“{mine}”"),
        "use_mine": _("用我的"),
        "use_theirs": _("用对方的"),
        "others": _("{by} 刚改了 {count} 格，已更新"),
        "counts": _("{errors} 处错误，{warnings} 处待说明"),
        "clean": _("没有发现错误"),
        "empty": _("必填的还有 {count} 格未填"),
        "unchecked": _("未联网，只查了数字和范围"),
        "read_as": _("读作 {value} {unit}"),
        "not_whole": _("只能是整数"),
        "too_small": _("不能小于 {limit}"),
        "too_large": _("不能大于 {limit}"),
        "pasted": _("已粘贴 {count} 格"),
        "left_over": _("超出表格的 {count} 格没有粘贴"),
        "left_blank": _("空白的 {count} 格没有改动"),
        "undo": _("撤销粘贴"),
    }
