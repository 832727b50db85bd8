"""What a change or a level is of, and of which time, by the words before it; and whether two are called alike."""

from __future__ import annotations

import re

from taizhang.reading.claims import cues
from taizhang.reading.claims.marks import LONGEST
from taizhang.reading.claims.view import Mention, Sentence

_CUT = re.compile("[由从](?![事教业])|(?<!占)比(?![例重率值])|较(?![大高低好多少])|同比|环比|相比|[与和](?=[去上]年)")
_AHEAD = re.compile(r"^(?:其中|截至目前|目前|预计|到?明年|而|全[省市县区年]|我[省市县区]|[去上今]年|20\d\d年[底末]?"
                    r"|上半年|[春秋]季|同期|年[初底末]|实现|共|现|有|的)+")
_BEHIND = re.compile("(?:虽然?|[也均已仅只共现将再的了约]|总?人?数|总量|分别|为|是|有|达到?|突破|超过|实现|争取|力争"
                     "|提[高升]|增[加长]|减少|上升|下降|降低|扩大|[升降增减到至])+$")
_SHORT = 2               # characters


def name_of(mention: Mention) -> str:
    """What a figure is of: 在园幼儿 in 「全市在园幼儿虽由上年的」, and in 「在园幼儿比上年减少」."""
    before = _CUT.split(mention.lead, maxsplit=1)[0]
    return _BEHIND.sub("", _AHEAD.sub("", before))


def ends_in(name: str, short: str) -> bool:
    """Whether a name is another with words before it."""
    return len(short) > _SHORT and name.endswith(short)


def is_told_at(name: str, short: str, sentence: Sentence, at: Mention) -> bool:
    """Whether what a name has before another stands before a figure: 「普通高中扩招，在校生增长2%」."""
    before = sentence.text[max(0, at.start - LONGEST) : at.start]
    return ends_in(name, short) and name.removesuffix(short) in before


def is_of_other_time(base: Mention, change: Mention) -> bool:
    """「比上年减少12人，年初为1246人」: whether a change is named from one time, and what is told is of another."""
    year = (change.figure.period or "")[:4]
    last = {"上年", f"{int(year) - 1}年"} if year.isdigit() else {"上年"}
    was, compared = ({"去年" if time in last else time for time in cues.TIMES_NAMED.findall(m.lead)}
                     for m in (base, change))
    others = "环比" in change.lead or cues.THAN_OTHERS.search(change.lead)
    return bool(was and not was & compared and (compared or others))
