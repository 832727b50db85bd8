"""How the title of a task stands in a sentence: as something to do, as a state to reach, or as the name of a thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from taizhang.reading.words import any_of
from taizhang.writing.pieces import Text

LONG = 30           # characters from which on a title is quoted
_STATE_TO_REACH = re.compile("达到|减少到|压减到|降到|降至|提高到|增加到|控制在|清零|以内$|以上$")
# what it begins with where it tells of something to do, and what a name of a thing ends with that begins like that
_DEED = re.compile(
    rf"(?:{any_of('before_action')})*(?:{any_of('action')}|[为对向把将给]|开工|竣工|完工|维修|修缮|更新|移交|补[充足齐]|交流"
    "|办理|办结|资助|减少|压减|降低|检查|督查|巡查|核[查实]|走访|家访|添置|购置|安装|撤并|签订|兑现|评选)")
_THING = re.compile("(?:建设|工作|项目|活动|任务|目标|工程|管理|体系|情况)$")
_NAMED_ALREADY = ("任务", "工作", "目标", "项目")


@dataclass(frozen=True, slots=True)
class TaskTitle:
    """A title as supervision has it."""

    text: str

    @property
    def quoted(self) -> bool:
        """Whether it is a sentence itself."""
        return "，" in self.text or len(self.text) > LONG

    @property
    def is_goal(self) -> bool:
        """Whether it tells of a state to reach, not of something to do."""
        return bool(_STATE_TO_REACH.search(self.text))

    @property
    def is_deed(self) -> bool:
        """Whether it can stand behind a date: 12月底前改造食堂12个, 12月底前标准化考点达到50个."""
        done = _DEED.match(self._aim) and not _THING.search(self._aim)
        return not self.quoted and (self.is_goal or bool(done))

    @property
    def _aim(self) -> str:
        return self.text.removeprefix("完成")

    @property
    def shown(self) -> Text:
        """The title itself; one that is a sentence is quoted."""
        return Text(f"“{self.text}”" if self.quoted else self.text, digits=True)

    @property
    def named(self) -> Text:
        """What the task is called as a thing: 招聘教师230名的任务, 标准化考点达到50个的目标."""
        title = self.shown.text.removeprefix("完成")
        named_already = title.endswith(_NAMED_ALREADY)
        return Text(title if named_already else f"{title}的{'目标' if self.is_goal else '任务'}", digits=True)

    @property
    def subject(self) -> Mapping[str, Text]:
        """What a wording begins with: `deed` for what can stand behind a date, else `matter`, a thing that gets done.
        """
        if self.is_deed:
            return {"deed": Text(self._aim, digits=True)}
        return {"matter": self.named if self.quoted else Text(self._aim, digits=True)}
