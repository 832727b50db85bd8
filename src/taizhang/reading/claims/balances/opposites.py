"""What is done and what is not, which leave nothing between them, so that they make the whole without any slip.

「受理480件，已办结420件，未办结60件」; 「应到120人，实到114人，缺席6人」; 「计划培训20人，完成12人，还需完成8人」.
"""

from __future__ import annotations

import re

from taizhang.reading.claims.roles import Role
from taizhang.reading.claims.span import ROUNDED_UNITS
from taizhang.reading.claims.totals.sum_verdicts import nearly_make
from taizhang.reading.claims.view import Mention, Sentence, exact

_ENDS = "(?:到位|完毕|完成|建设|改造)?(?:的|了|有|为|共)*"
_UNDONE = re.compile(f"(?:其中|其余)?(?:[尚仍还]有?)?未(?P<verb>[一-龥]{{1,4}}?){_ENDS}")
_LEFT = re.compile("(?:[尚仍还]?剩余?|[尚余]余|余下|下余)的?(?:有|为)?|[尚仍还]有")
_THEN = re.compile("(?:正在?|将|计划|预计|力争|拟|待|限期|正?按|[年月]底|下半年|下一?步|明年)|$")
_SAID = re.compile("(?:其中|目前|现|共|截至目前)*")
_DUE, _CAME = re.compile("应(?P<what>[到考检测训])"), re.compile("实(?:际)?(?P<what>[到考检测训])[一-龥]{0,4}$")
_LACKS = re.compile("(?:其中|另)?(?:缺[席勤考检测训]?|未(?P<what>[到考检测训]))的?")
_PLANNED = re.compile("计划|任务|目标")
_STILL_DUE = re.compile(r"(?:下半年|年底前|下一?步|后期)?[还尚仍]需要?(?:再|继续)?(?P<verb>[一-龥]{2})")
_PARTLY = re.compile("[当现]场|立即|限期|按期|如期|重点|重大")       # 现场整改42处 need not be all that were
_MORE = re.compile("遗留|加上|连同|新|含|[上去前]年|[今本当]年|上月|结转|转入|立案|移[送交]|转[交办其]|不予|不属|撤"
                   "|核[减销]|并案|列入|[请事病公]假|调整|追加|另|其余")
_PLAN_OF_THE_YEAR = re.compile("[今本当]年(?:度|共)?计划")      # unlike in what came this year, in it is nothing older
_ANOTHER_DAY = re.compile("月[底末]|季度|半年|截[至止]")
_BEHIND = 8              # characters behind what is left


def make_all(sentence: Sentence, whole: Mention, part: Mention, rest: Mention) -> bool:
    """True where the words of a part and of the rest leave no third: counts of one thing alone in their clauses."""
    told = (whole, part, rest)
    counted = whole.unit not in ROUNDED_UNITS and all(map(exact, told)) and all(m.role is Role.LEVEL for m in told)
    if not counted or not 0 < part.number < whole.number or rest.number >= whole.number:
        return False
    if part.number + rest.number < whole.number and not nearly_make([part, rest], whole):
        return False
    others = [m for m in sentence.mentions if m.segment == rest.segment and m.unit == rest.unit and m not in told]
    since = whole.start - len(whole.lead) if whole in sentence.mentions else 0
    words = _PLAN_OF_THE_YEAR.sub("", sentence.text[max(0, since) : rest.end + _BEHIND])
    if others or _MORE.search(words) or _MORE.search(_PLAN_OF_THE_YEAR.sub("", whole.lead)):
        return False
    if _is_planned(whole, part, rest) or _is_attended(whole, part, rest):
        return True
    return not _ANOTHER_DAY.search(sentence.text, part.end, rest.start) and _is_undone(part, rest)


def _is_undone(part: Mention, rest: Mention) -> bool:
    """已结案 and 未结案, 已整改 and 剩余, 尚有8处未整改; not 现场整改."""
    if _PARTLY.search(part.lead):
        return False
    left = _LEFT.fullmatch(rest.lead)
    undone = _UNDONE.fullmatch(rest.after if left or not rest.lead else rest.lead)
    if undone is None:
        return left is not None and "剩" in rest.lead and "已" in part.lead and _THEN.match(rest.after) is not None
    done, verb, ends = part.lead.rpartition(undone["verb"])
    return bool(verb) and re.fullmatch(_ENDS, ends) is not None \
        and (done.endswith(("已", "已经")) or _SAID.fullmatch(done) is not None)


def _is_attended(whole: Mention, part: Mention, rest: Mention) -> bool:
    """应到, 实到 and 缺席."""
    due, came, lacks = _DUE.search(whole.lead), _CAME.search(part.lead), _LACKS.fullmatch(rest.lead)
    return due is not None and came is not None and lacks is not None and due["what"] == came["what"] \
        and lacks["what"] in (None, due["what"])


def _is_planned(whole: Mention, part: Mention, rest: Mention) -> bool:
    """计划, 完成 and 还需完成."""
    due = _STILL_DUE.fullmatch(rest.lead)
    return due is not None and _PLANNED.search(whole.lead) is not None and part.lead.endswith(due["verb"])
