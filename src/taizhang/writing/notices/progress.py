"""进度通报: how all tasks stand, the units by rank with their mention, what is late, what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taizhang.supervision.light_rules import LightRules
from taizhang.supervision.model import State
from taizhang.supervision.ranking import Ranked, rank
from taizhang.supervision.standing import Light
from taizhang.writing.document import Document
from taizhang.writing.notices.figures import Stood
from taizhang.writing.notices.notice import LATE, Notice, Sender, dated, worst_first
from taizhang.writing.pieces import FigureRun, Paragraph, Run, Section, Table, Text
from taizhang.writing.words import Words

_OPEN_LIGHTS = (Light.GREEN, Light.YELLOW, Light.ORANGE, Light.RED)
_HEADS = ("名次", "责任单位", "事项", "已销号", "逾期", "绿灯", "黄灯", "橙灯", "红灯", "通报方式")


def progress_notice(
    tasks: Sequence[Stood], sender: Sender, *, addressee: str, about: str = "督办事项", rules: LightRules | None = None
) -> Document:
    """A 进度通报 of tasks as they stand on the sender's day.

    `about` names what is reported on, such as 2026年重点工作. Raises ValueError where no task can be ranked.
    """
    units = rank(tasks, rules)
    if not units:
        raise ValueError("a notice needs a task with an owner")
    notice = Notice(sender)
    counted = [stood for one in units for stood in one.tasks]
    sections = [Section("各单位办理情况", tuple(_mentions(notice, units)))]
    if late := worst_first(filter(_late, counted)):
        sections.append(Section("滞后事项", tuple(Paragraph(_late_task(notice, stood)) for stood in late)))
    sections.append(Section("下一步要求", tuple(_requests(notice, units))))
    return notice.document((f"{sender.unit}关于{about}进展情况的通报", addressee), tasks,
                           _overall(notice, counted, units), sections, (_ranking(notice, units),))


def _open(tasks: Sequence[Stood]) -> list[Stood]:
    return [stood for stood in tasks if stood[0].state != State.CLOSED]


def _overdue(tasks: Sequence[Stood]) -> list[Stood]:
    return [stood for stood in _open(tasks) if (stood[1].days_left or 0) < 0 and not stood[0].done_in_time]


def _lit(tasks: Sequence[Stood], light: Light) -> list[Stood]:
    return [stood for stood in _open(tasks) if stood[1].light == light]


def _late(stood: Stood) -> bool:
    return stood[0].state != State.CLOSED and stood[1].light in LATE


def _late_task(notice: Notice, stood: Stood) -> tuple[Run, ...]:
    task, how = stood
    return notice.say("progress late", task.title, title=Text(task.title, digits=True), owner=task.owner,
                      why=notice.figures.why(stood, how.why.zh))


def _overall(notice: Notice, tasks: Sequence[Stood], units: Sequence[Ranked]) -> tuple[Run, ...]:
    count, still, overdue = notice.figures.count, _open(tasks), _overdue(tasks)
    closed = [stood for stood in tasks if stood[0].state == State.CLOSED]
    return (
        *notice.say("progress opening", day=dated(notice.sender.day), total=count("督办事项", tasks),
                    units=notice.figures.number("责任单位", len(units), "个单位", tasks),
                    closed=count("已销号", closed), open=count("未销号", still)),
        *_lights(notice, still),
        *(notice.say("progress overdue", overdue=count("逾期", overdue)) if overdue
          else notice.say("progress none overdue")),
        *notice.say("progress report"))


def _lights(notice: Notice, still: Sequence[Stood]) -> tuple[Run, ...]:
    """How many of the open tasks have which light; a light that none has is not named."""
    found: Words = ()
    for light in _OPEN_LIGHTS:
        if lit := _lit(still, light):
            count = notice.figures.count(light.label.zh, lit)
            found += (*((Text("，"),) if found else ()), *notice.voice.say(f"progress {light}", "", count=count))
    return notice.say("progress lights", lights=found) if found else ()


def _mentions(notice: Notice, units: Sequence[Ranked]) -> Iterator[Paragraph]:
    """A paragraph for each way of mention, the best first: who, with which figures, and the mention itself."""
    for mention in dict.fromkeys(one.mention.label.zh for one in units if one.mention):
        alike = [one for one in units if one.mention and one.mention.label.zh == mention]
        runs: list[Run] = []
        for at, one in enumerate(alike):
            runs += [*([Text("；")] if at else []), *_of_unit(notice, one)]
        yield Paragraph((*runs, Text(f"。以上单位予以{mention}。" if len(alike) > 1 else f"，予以{mention}。")))


def _of_unit(notice: Notice, one: Ranked) -> tuple[Run, ...]:
    """A unit's tasks in a clause each; of nothing it says nothing, but for tasks closed, where that is a fact too."""
    def clause(meaning: str, title: str, tasks: Sequence[Stood]) -> tuple[Run, ...]:
        count = notice.figures.count(f"{one.owner}{title}", tasks)
        return notice.say(meaning, one.owner, count=count, owner=Text(one.owner, digits=True)) if tasks else ()

    red, orange = _lit(one.tasks, Light.RED), _lit(one.tasks, Light.ORANGE)
    closed = [stood for stood in one.tasks if stood[0].state == State.CLOSED]
    return (*clause("unit has", "承办事项", one.tasks),
            *(clause("unit closed", "已销号", closed) or notice.say("unit closed none", one.owner)),
            *clause("unit overdue", "逾期", _overdue(one.tasks)),
            *clause("unit red", "红灯", red), *clause("unit orange", "橙灯", orange),
            *(() if red or orange else notice.say("unit clean", one.owner)))


def _requests(notice: Notice, units: Sequence[Ranked]) -> Iterator[Paragraph]:
    for name in ("criticised", "praised"):
        owners = "、".join(one.owner for one in units if one.mention and one.mention.name == name)
        if owners:
            yield Paragraph(notice.say(f"progress ask {name}", owners=Text(owners, digits=True),
                                       reply=dated(notice.sender.reply_by), unit=notice.sender.unit))
    yield Paragraph(notice.say("progress ask all"))


def _ranking(notice: Notice, units: Sequence[Ranked]) -> Table:
    return Table("各单位督办事项办理情况排名表", _HEADS, tuple(_row(notice, one) for one in units),
                 note="注：按红灯率、橙灯率由低到高、销号率由高到低排列；长期坚持和中止的事项不计。")


def _row(notice: Notice, one: Ranked) -> tuple[Run, ...]:
    values = (len(one.tasks), one.closed, one.overdue, *map(one.lit, _OPEN_LIGHTS))
    cells = [notice.figures.number(f"{one.owner}{head}", value, "项", one.tasks)
             for head, value in zip(_HEADS[2:-1], values, strict=True)]
    return (Text(str(one.rank), digits=True), Text(one.owner, digits=True),
            *(FigureRun(str(cell.result.known), cell.result) for cell in cells),
            Text(one.mention.label.zh if one.mention else ""))
