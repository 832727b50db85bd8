"""What the planned part of a report promises: what, by whom, by when, with which figures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from taizhang.reading.deadlines import deadline, names_deadline
from taizhang.reading.model import Commitment, Figure
from taizhang.reading.structure import Outline, Span
from taizhang.reading.structure.headings import PLANNED

# A clause promises when it opens with what will be done, or says that something is to be reached.
_ACTION = re.compile(
    r"(?:加[强快大速紧]|推[进动广行]|完[成善备]|实[施现行]|开展|建[立设成好]|新建|改扩?建|扩建|创建|组[织建]|做[好实到优强]|抓[好紧实]|落[实细]|"
    r"深[化入]|提[高升]|健全|促进|规范|优化|强化|确保|力争|争取|保证|制[定订]|出台|启动|举办|召开|引进|培[养训育]|打造|构建|"
    r"扩大|巩固|改[善造革]|统筹|督促|指导|支持|鼓励|引导|探索|整合|调整|拓展|发挥|履行|严[格控]|坚持|持续|继续|全面|大力|积极|"
    r"认真|扎实|稳步|有序|切实|着力|进一步|逐步|努力|全力|重点|加以|消除|化解|解决|满足|覆盖|招[聘录收]|选[派拔聘]|配[备齐]|"
    r"发放|拨付|筹[措集]|投入|对接|参与|申报|迎接|编制|修订|研究|排查|整[治改]|清理|维护|保障|强力|深度|用足|科学|合理|妥善)")
_PROMISE = re.compile(r"(?:将|要|须|必须|应当?|拟|计划|打算|确保|力争|争取|预计)|(?:达到?|不低于|控制在|保持在)[^，。；]{0,12}\d")
_LEAD = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[是要、，]|（[^）]{1,3}）|\d{1,2}[、.]|同时|并|还|再|下半年|下一步|其次|首先)[，：]?")
_MIN_LENGTH = 6

_OWNER = re.compile(r"(?:责任(?:单位|部门|科室|股室|处室|领导|人)|牵头(?:单位|部门|科室|股室|处室|领导)|(?:配合|实施|落实)(?:单位|部门))[：:]?为?"
                    r"(?P<listed>[^，。；）\n]{2,40})|由(?P<by>[\u4e00-\u9fff×、]{2,24}?)(?:牵头|负责|承担|组织实施)|"
                    r"（(?P<bracket>[\u4e00-\u9fff×、]{1,24}(?:科|股|室|处|局|中心|学校|部|办))(?:牵头|负责)?）")


def find_commitments(outline: Outline, figures: Sequence[Figure]) -> list[Commitment]:
    """What the planned parts promise, in reading order: one Commitment for each thing that can be followed up.

    Offsets are those of `outline.text`; `figures` are the report's, in reading order.
    """
    starts = [figure.start for figure in figures]

    def inside(start: int, end: int) -> list[str]:
        return [figure.id for figure in figures[bisect_left(starts, start):bisect_left(starts, end)]]

    def is_measured(start: int, end: int) -> bool:
        return bool(inside(start, end) or names_deadline(outline.text, start, end))

    return [Commitment(f"k{n}", start, end, text := outline.text[start:end], _owner(text),
                       deadline(text, outline.period), inside(start, end))
            for n, (start, end) in enumerate(_promises(outline, is_measured), start=1)]


def _promises(outline: Outline, is_measured: Callable[[int, int], bool]) -> Iterator[Span]:
    """Where promises stand, without their stops.

    A promise takes in the clauses that go on with it, up to a semicolon; where it names a figure or a date
    already, the next promising clause begins another, so that each can be followed up alone.
    """
    for sentence in outline.sentences:
        if outline.part_at(sentence[0]) != PLANNED:
            continue
        begun: Span | None = None
        for start, end in outline.sentences.clauses(sentence):
            promises = _promises_in(outline.text[start:end])
            if begun and (outline.text[begun[1] - 1] not in "，：" or (promises and is_measured(*begun))):
                yield _trimmed(outline.text, begun)
                begun = None
            if begun or promises:
                begun = (begun[0] if begun else start, end)
        if begun:
            yield _trimmed(outline.text, begun)


def _promises_in(clause: str) -> bool:
    words = _LEAD.sub("", clause.strip())
    return len(words) >= _MIN_LENGTH and bool(_ACTION.match(words) or _PROMISE.search(words))


def _trimmed(text: str, span: Span) -> Span:
    words = text[slice(*span)]
    return span[0] + len(words) - len(words.lstrip()), span[0] + len(words.rstrip("，；：。！？ \n"))


def _owner(text: str) -> str | None:
    found = _OWNER.search(text)
    return next((name for name in found.groups() if name), None) if found else None
