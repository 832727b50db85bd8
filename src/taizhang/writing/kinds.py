"""The kinds of report, as data: what each is called, opens with and is made of. `report.write_report` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from taizhang.catalogue.model import Title


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the body: what stands in it ("done", "problems", "next", "standing", …) and its heading."""

    part: str
    title: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report. Texts have the blanks {unit}, {period}, {spoken}, {next}, {domain}; openings are wordings.

    `shared` is the title of the chapter that domains share of which there is too little to say for one of their own.
    """

    code: str
    label: Title
    title: str
    headings: tuple[Heading, ...]
    openings: tuple[str, ...]
    shared: str = ""
    charts: bool = True
    attachments: bool = True


PROBLEMS = "存在的主要问题"
_REPORTED = "现将有关情况报告如下："

SUMMARY = Kind(
    code="summary",
    label=Title("工作总结和工作计划", "summary and plan"),
    title="{unit}{period}工作总结和{next}工作计划",
    headings=(Heading("done", "{spoken}工作开展情况"), Heading("problems", PROBLEMS),
              Heading("next", "{next}工作计划")),
    shared="其他工作",
    openings=(
        "{period}，教育系统围绕年度目标任务，逐项抓落实、补短板，各项工作有序推进。{standing}" + _REPORTED,
        "{period}，我局紧扣年初确定的目标任务，抓项目、促公平、提质量，工作取得新的进展。{standing}" + _REPORTED,
        "{period}，教育系统以办好人民满意的教育为目标，统筹推进改革发展和安全稳定。{standing}" + _REPORTED,
    ),
)
SPECIAL = Kind(
    code="special",
    label=Title("专报", "special report"),
    title="{unit}关于{period}{domain}工作情况的专报",
    headings=(Heading("done", "工作开展情况"), Heading("units", "各单位情况"), Heading("problems", PROBLEMS),
              Heading("next", "下一步工作安排")),
    openings=(
        "按照工作安排，对{period}{domain}工作情况作了专题梳理。{standing}" + _REPORTED,
        "根据各单位报送的数据，对{period}{domain}工作进行了分析。{standing}" + _REPORTED,
    ),
)
BRIEF = Kind(
    code="brief",
    label=Title("一页简报", "one-page brief"),
    title="{unit}{period}工作一页简报",
    headings=(Heading("figures", "主要数字"), Heading("late", "滞后和未达标事项"), Heading("ask", "需要过问的事")),
    openings=(),
    charts=False,
    attachments=False,
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in (SUMMARY, SPECIAL, BRIEF)}
