"""What counties keep of schools that work together: alliances, studios, examination sites, monitoring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from taizhang.demo.city import THIS_YEAR, School, some, stream
from taizhang.demo.records import Record, person

_SUBJECTS = {"chinese": "语文", "maths": "数学", "english": "英语", "science": "科学", "music": "音乐", "sport": "体育"}


def alliances(county: str, schools: list[School], year: int) -> list[Record]:
    """A few schools each lead some others; a year later one alliance more."""
    draw = stream(county, "alliances")
    taught = [school for school in schools if school.unit.kind == "school" and "primary" in school.unit.stages]
    leads = some(draw, taught, 5)
    members = some(draw, [school for school in taught if school not in leads], 15)
    return [
        {
            "name": f"{lead.unit.name}教育集团", "alliance_kind": "group", "lead": lead.unit.name,
            "member": member.unit.name, "stage": "primary", "area": member.unit.area,
            "joined_on": date(year, 3, 1) if number == 4 else date(2023, 9, 1),
        }
        for number, lead in enumerate(leads) if number < 4 or year == THIS_YEAR
        for member in members[number * 3:number * 3 + 3]
    ]  # fmt: skip


def studios(county: str, _schools: list[School], year: int) -> list[Record]:
    draw = stream(county, "studios")
    made = []
    for subject, title in draw.sample(sorted(_SUBJECTS.items()), k=4):
        leader = person(draw)
        made.append({
            "name": f"{county}{leader}{title}名师工作室", "level": draw.choice(("county", "city")), "stage": "primary",
            "subject": subject, "leader": leader, "members": draw.randint(8, 15),
            "opened_on": date(2023, draw.randint(3, 11), 10), "events": draw.randint(4, 9) + year - 2025,
        })
    return made


def exam_sites(county: str, schools: list[School], _year: int) -> list[Record]:
    draw = stream(county, "sites")
    able = [school for school in schools if {"junior", "senior"} & set(school.unit.stages)]
    made = []
    for school in some(draw, able, 6):
        accepted = date(2022, draw.randint(3, 5), 20)
        rooms = draw.randint(28, 42)
        made.append({
            "site": school.unit.name, "rooms": rooms, "cameras": rooms + 4, "jammers": rooms, "accepted_on": accepted,
            "used_on": accepted + timedelta(days=18),
        })
    return made


def monitoring(county: str, _schools: list[School], year: int) -> list[Record]:
    draw = stream(county, "monitoring", year)
    pupils = draw.randint(300, 420)
    return [
        {
            "year": f"{year}年", "subject": subject, "schools": draw.randint(10, 12), "pupils": pupils,
            "tested": pupils - draw.randint(0, 5), "held_on": date(year, 5, 28),
        }
        for subject in (("maths", "sport") if year % 2 else ("chinese", "art"))
    ]


NETWORK_REGISTERS: Mapping[str, Callable[[str, list[School], int], list[Record]]] = {
    "compulsory_balance.alliance": alliances,
    "teachers.studio": studios,
    "examinations.exam_site": exam_sites,
    "examinations.monitoring_round": monitoring,
}
