"""What stands in each unit's registers: aided pupils, projects, courses, movements, recruitment.

Records hold codes and dates; `written` turns them into what a clerk sees in the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from taizhang.catalogue.model import Catalogue, Register
from taizhang.demo.city import School, some, stream
from taizhang.demo.figures import aided

Record = dict[str, object]

_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "子雨欣浩宇梓涵思远佳怡俊杰明轩一诺诗涵嘉乐文博雅琪志强秀英建国丽娟海燕晓东春花永康书瑶"


def person(draw: Random) -> str:
    return draw.choice(_FAMILY) + "".join(draw.sample(_GIVEN, 2))


# stage -> scheme of a boarder or day pupil, and what a term of it comes to in 元, by year
_SCHEMES: Mapping[str, tuple[tuple[str, bool, dict[int, float]], ...]] = {
    "preschool": (("preschool", False, {2025: 500, 2026: 500}),),
    "primary": (("boarding", True, {2025: 625, 2026: 625}), ("day_pupil", False, {2025: 312.5, 2026: 312.5})),
    "junior": (("boarding", True, {2025: 750, 2026: 750}), ("day_pupil", False, {2025: 375, 2026: 375})),
    "senior": (("senior_grant", False, {2025: 1150, 2026: 1150}),),
    "vocational": (("vocational_grant", False, {2025: 1150, 2026: 1150}),),
}


_HARDSHIPS = {"registered": 34, "monitored": 10, "low_income": 28, "orphan": 6, "disabled": 9, "other": 13}  # in %


def recipients(school: School, year: int) -> list[Record]:
    """The pupils that a school aided in the spring term; a few are not paid in full, and say why."""
    draw = school.random("recipients", year)
    records: dict[str, Record] = {}
    for stage in school.pupils:
        for _ in range(aided(school, stage, year)):
            boards = draw.random() < school.boarding
            scheme, boarding, amounts = _SCHEMES[stage][0 if boards or len(_SCHEMES[stage]) == 1 else 1]
            while (name := person(draw)) in records:
                pass
            given = {"student": name, "stage": stage, "scheme": scheme, "boarding": boarding, "due": amounts[year]}
            records[name] = given | _recipient(draw, school, amounts[year], year)
    return list(records.values())


def _recipient(draw: Random, school: School, due: float, year: int) -> Record:
    unpaid = draw.random() < 0.006
    return {
        "school": school.unit.name,
        "residence": draw.choices(("local", "other_county", "out_of_province"), (0.86, 0.11, 0.03))[0],
        "hardship": draw.choices(list(_HARDSHIPS), list(_HARDSHIPS.values()))[0],
        "term": f"{year - 1}—{year}学年第二学期",
        "paid": 0 if unpaid else due,
        "paid_on": None if unpaid else date(year, 5, 6) + timedelta(days=draw.randint(0, 20)),
        "checked": "matched", "reason": draw.choice(("account", "checking")) if unpaid else None,
    }


# how far a project is -> its phase, progress in %, share of the money spent
_STATES = (("delivered", 100, 0.96), ("accepted", 100, 0.9), ("finishing", 78, 0.66), ("topped", 55, 0.48),
           ("structure", 34, 0.3), ("ground", 12, 0.12), ("tender", 0, 0.0))  # fmt: skip
_WORKS = {
    "new": "新建教学楼及附属设施", "extension": "扩建教学综合楼", "repair": "校舍维修改造", "rebuild": "拆除重建教学楼",
}  # fmt: skip
_PROGRAMMES = ("weak_school", "new_places", "boarding", "canteen", "livelihood", "none")


def projects(county: str, schools: list[School], year: int) -> list[Record]:
    draw = stream(county, "projects", year)
    chosen = some(draw, [school for school in schools if school.unit.ownership == "public"], draw.randint(8, 10))
    return [_project(draw, school, position, year) for position, school in enumerate(chosen, 1)]


def _project(draw: Random, school: School, number: int, year: int) -> Record:
    kind = draw.choices(("new", "extension", "repair"), (2, 4, 3))[0]
    phase, progress, spent = draw.choices(_STATES, (16, 14, 18, 16, 16, 12, 8))[0]
    area = draw.randint(20, 90) * 100 if kind != "repair" else draw.randint(6, 20) * 100
    total = round(area * draw.uniform(0.22, 0.34) if kind != "repair" else area * draw.uniform(0.05, 0.09), 1)
    stage = next(iter(school.pupils))
    start, end = _window(draw, year, progress)
    return {
        "code": f"{school.unit.code}-{year}-{number:02}", "name": f"{school.unit.name}{_WORKS[kind]}项目",
        "school": school.unit.name, "stage": stage, "area": school.unit.area, "project_kind": kind,
        "programme": "kindergarten" if stage == "preschool" else draw.choice(_PROGRAMMES),
        "floor_area": area, "places": draw.randint(3, 12) * 45 if kind != "repair" else None, "total": total,
        "in_place": round(total * max(spent, draw.uniform(0.5, 1)), 1), "spent": round(total * spent, 1),
        "fund_source": draw.choice(("county", "province", "bond")), "phase": phase, "progress": progress,
        "tender_way": "open", "start_due": start, "end_due": end, "delivery_due": end + timedelta(days=40),
        "tendered_on": start - timedelta(days=25) if progress else None,
        "started_on": start + timedelta(days=draw.randint(0, 12)) if progress else None,
        "topped_on": end - timedelta(days=60) if progress >= 55 else None,
        "completed_on": end - timedelta(days=3) if progress == 100 else None,
        "delivered_on": end + timedelta(days=14) if phase == "delivered" else None,
        "section": "计划基建科", "problem": None if progress else "征地手续尚在办理",
    }  # fmt: skip


def _window(draw: Random, year: int, progress: int) -> tuple[date, date]:
    """Planned start and completion that fit how far the project is at the end of June."""
    if progress == 100:
        return date(year - 1, draw.randint(6, 10), 15), date(year, draw.randint(3, 5), 28)
    if progress == 0:
        return date(year, 6, 20), date(year + 1, 8, 20)
    gone = timedelta(days=round(330 * min(progress + draw.randint(-4, 6), 95) / 100))
    start = date(year, 6, 30) - gone
    return start, start + timedelta(days=330)


_COURSES = (("暑期骨干教师研修班", "subject"), ("新教师岗前培训", "induction"), ("校长任职资格培训", "leader"),
            ("班主任基本功培训", "class"), ("心理健康教师培训", "psychology"), ("信息技术应用能力提升培训", "digital"),
            ("园长与保教人员培训", "preschool"), ("校园安全管理培训", "safety"))  # fmt: skip


def training(county: str, _schools: list[School], year: int) -> list[Record]:
    draw = stream(county, "training", year)
    return [_course(draw, county, name, kind, year) for name, kind in draw.sample(_COURSES, k=draw.randint(5, 7))]


def _course(draw: Random, county: str, name: str, kind: str, year: int) -> Record:
    people = draw.randint(30, 160)
    begun = date(year, draw.randint(2, 6), draw.randint(2, 20))
    return {
        "name": f"{county}{name}", "training_kind": kind,
        "level": draw.choice(("county", "county", "city", "province")),
        "who": "head" if kind == "leader" else "teacher", "host": f"{county}教育局", "started_on": begun,
        "ended_on": begun + timedelta(days=draw.randint(1, 6)), "people": people,
        "times": people * draw.randint(1, 2), "hours": draw.choice((8, 16, 24, 40)), "cost": round(people * 0.03, 2),
    }


def movement(county: str, schools: list[School], year: int) -> list[Record]:
    draw = stream(county, "movement", year)
    public = [school for school in schools if school.unit.kind == "school"]
    records: dict[str, Record] = {}
    for _ in range(draw.randint(28, 56)):
        here, there = draw.sample(public, 2)
        name = person(draw)
        seconded = draw.random() < 0.07
        records.setdefault(name, {
            "person": name,
            "post": "reserve" if seconded else draw.choices(("teacher", "deputy", "head"), (92, 5, 3))[0],
            "subject": draw.choice(("chinese", "maths", "english", "sport", "music", "art", "science")),
            "teacher_honour": draw.choices(("none", "key", "leader"), (74, 22, 4))[0], 
            "move_kind": "secondment" if seconded else "rotation",
            "school_year": f"{year - 1}—{year}学年", "from_unit": here.unit.name, "to_unit": there.unit.name,
            "both_ways": draw.random() < 0.3, "due": True, "applied": draw.random() < 0.6,
            "started_on": date(year, 2, 20),
        })
    return list(records.values())


def recruitment(county: str, schools: list[School], year: int) -> list[Record]:
    draw = stream(county, "recruitment", year)
    records: dict[tuple[str, str, str], Record] = {}
    for school in some(draw, [school for school in schools if school.unit.kind == "school"], 10):
        stage = next(iter(school.pupils))
        subject = draw.choice(("chinese", "maths", "english", "sport", "music", "art"))
        planned = draw.randint(1, 5)
        records[(stage, subject, school.unit.name)] = {
            "year": f"{year}年", "channel": draw.choice(("open", "open", "special", "talent")), "stage": stage,
            "subject": subject, "school": school.unit.name, "planned": planned,
            "applied": planned * draw.randint(3, 12), "hired": planned - (draw.random() < 0.3),
            "arrived_on": date(year, 6, draw.randint(10, 28)),
        }
    return list(records.values())


SCHOOL_REGISTERS: Mapping[str, Callable[[School, int], list[Record]]] = {"student_aid.recipient": recipients}
COUNTY_REGISTERS: Mapping[str, Callable[[str, list[School], int], list[Record]]] = {
    "projects.project": projects,
    "teachers.training": training,
    "teachers.movement": movement,
    "teachers.recruitment": recruitment,
}


def written(records: list[Record], register: Register, catalogue: Catalogue) -> list[Record]:
    """The records as they stand in a sheet: the titles of codes, 是 and 否, dates as dates."""
    lists = {code: catalogue.codes(field.list).codes for code, field in register.fields.items() if field.list}

    def content(code: str, value: object) -> object:
        if isinstance(value, bool):
            return "是" if value else "否"
        return str(lists[code][str(value)].title) if code in lists and value is not None else value

    return [{code: content(code, value) for code, value in record.items()} for record in records]
