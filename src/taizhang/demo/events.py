"""The work record (工作纪实) of the half-year: what the section noted of events in the counties."""

from __future__ import annotations

from datetime import date

from taizhang.demo.city import THIS_YEAR
from taizhang.web.accounts.models import Person
from taizhang.web.ledger.models import OrgUnit
from taizhang.web.registers import actions
from taizhang.web.registers.events import REGISTER

# month, day, the county that held it, name, kind, field and level as the catalogue codes them, units and persons taking
# part, what came of it
EVENTS = (
    (3, 25, "临浦区", "全国中小学生安全教育日主题活动", "campaign", "safety", "city", 41, 12600, "开展应急演练41场"),
    (4, 23, "石渡县", "书香校园师生诵读展演", "show", "morals", "city", 36, 1240, "评出优秀节目24个"),
    (4, 28, "东屏区", "小学数学青年教师课堂教学评比", "contest", "teachers", "city", 8, 56, "评出一等奖8名"),
    (5, 12, "南陌区", "校园防震疏散演练现场观摩", "show", "safety", "county", None, None, ""),
    (5, 20, "桐溪县", "学前教育宣传月入园开放活动", "campaign", "preschool", "city", 62, 9300, ""),
    (5, 25, "西澜区", "中小学生心理健康主题班会", "campaign", "mental", "county", 58, 21400, "收集学生来信1300封"),
    (6, 6, "北垣区", "全国爱眼日视力保护宣讲", "lecture", "health", "county", 18, 3260, "为2100名学生建立屈光档案"),
    (6, 18, "归岚县", "职业院校学生技能大赛", "contest", "vocational", "province", 9, 412, "评出一等奖23个"),
)


def note(by: Person) -> None:
    """Enter them one by one, as the section did on its page."""
    for month, day, county, name, kind, field, level, units, people, result in EVENTS:
        unit = OrgUnit.objects.get(name=f"{county}教育局")
        typed = {"held_on": date(THIS_YEAR, month, day).isoformat(), "name": name, "activity_kind": kind,
                 "field": field, "level": level, "host": unit.name, "units": units, "people": people,
                 "result": result}  # fmt: skip
        actions.add(REGISTER, {key: str(one) for key, one in typed.items() if one}, unit=unit, by=by)
