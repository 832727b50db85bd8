"""督办单: a notice to one owner about tasks that are late or about to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taizhang.supervision.model import State
from taizhang.supervision.standing import Light
from taizhang.writing.document import Document
from taizhang.writing.notices.figures import Stood, said_by
from taizhang.writing.notices.notice import LATE, Notice, Sender, dated, worst_first
from taizhang.writing.numbering import plain_date
from taizhang.writing.pieces import Paragraph, Run, Section, Table, Text

SINGLY = 8               # tasks that get a section of their own; more stand in a table
_OWNERS_WORDS = "责任单位报告"


def urging_notice(tasks: Sequence[Stood], sender: Sender, *, owner: str) -> Document:
    """A 督办单 to `owner` about tasks as they stand on the sender's day. Raises ValueError without tasks."""
    if not tasks:
        raise ValueError("a notice needs a task")
    notice = Notice(sender)
    ordered = worst_first(tasks)
    singly = ordered if len(ordered) <= SINGLY else []
    opening = notice.say("urge opening", owner, day=dated(sender.day), count=notice.figures.count("督办事项", tasks))
    reply = notice.say("urge reply", owner, reply=dated(sender.reply_by), unit=sender.unit)
    sections = [*(Section(stood[0].title, tuple(map(Paragraph, _told(notice, stood)))) for stood in singly),
                Section("办理要求", (Paragraph((*_asked(notice, ordered[0]), *reply)),))]
    table = () if singly else (_table(ordered),)
    return notice.document((f"{sender.unit}督办通知单", owner), tasks, opening, sections, table)


def _told(notice: Notice, stood: Stood) -> Iterator[tuple[Run, ...]]:
    """What a notice says of one task: what was asked, how it stands, what its owner has said."""
    task = stood[0]
    source = (Text(f"来源：{task.document}。", digits=True),) if task.document else ()
    what = Text((task.what or task.title).rstrip("。；"), digits=True)
    yield (*source, *notice.say("urge what", task.title, what=what, due=dated(task.ends)))
    yield _state(notice, stood)
    reports = task.reports(notice.sender.day)
    if reports and reports[-1].done:
        last = reports[-1]
        yield (Text(f"你单位{plain_date(last.on)}报告：", digits=True), *_quoted(last.done),
               *((Text("反映的问题："), *_quoted(last.problem)) if last.problem else ()))


def _state(notice: Notice, stood: Stood) -> tuple[Run, ...]:
    task, how = stood
    state = notice.say("urge state", task.title, why=notice.figures.why(stood, how.why.zh))
    if how.forecast and how.forecast.known and task.state != State.CLOSED:
        return state + notice.say("urge forecast", task.title,
                                  forecast=notice.figures.why(stood, how.forecast.said.zh))
    return state


def _quoted(words: str) -> tuple[Run, ...]:
    return said_by(f"{words.rstrip('。；')}。", _OWNERS_WORDS)


def _asked(notice: Notice, worst: Stood) -> tuple[Run, ...]:
    """What is asked for, by the worst light."""
    task, how = worst
    return notice.say(f"urge {how.light if how.light in LATE else Light.YELLOW}", task.title)


def _table(tasks: Sequence[Stood]) -> Table:
    rows = tuple((Text(str(at), digits=True), Text(task.title, digits=True), dated(task.ends),
                  Text(how.light.label.zh), Text(how.why.zh, digits=True)) for at, (task, how) in enumerate(tasks, 1))
    return Table("督办事项清单", ("序号", "事项", "时限", "亮灯", "情况"), rows)
