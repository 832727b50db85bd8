"""What each county enters into its forms, in step with its own registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from taizhang.demo.city import COUNTIES, School, stream
from taizhang.demo.figures import Entered, parts, split, whole
from taizhang.demo.records import Record, projects


def _of_programme(county: str, schools: list[School], year: int, programme: str) -> list[Record]:
    return [record for record in projects(county, schools, year) if record["programme"] == programme]


def kindergarten_building(county: str, schools: list[School], year: int) -> Entered:
    draw = stream(county, "building", year)
    works = _of_programme(county, schools, year, "kindergarten")
    started = [work for work in works if work["started_on"]]
    completed = [work for work in works if work["completed_on"]]
    new = min(1, len(completed))
    extended = len(completed) - new
    entered = _by_area(draw, "preschool.kg_new", new) | _by_area(draw, "preschool.kg_extended", extended)
    return entered | whole("preschool", {
        "kg_plan": len(completed) + draw.randint(0, 2),
        "kg_started": len(started),
        "kg_completed": len(completed),
        "kg_investment": round(sum(work["spent"] for work in works), 1),
        "kg_places_added": len(completed) * 180,
    })


def preschool_county(county: str, schools: list[School], year: int) -> Entered:
    draw = stream(county, "preschool", year)
    children = sum(school.pupils.get("preschool", 0) for school in schools)
    townships = next(row[2] for row in COUNTIES if row[0] == county)
    return whole("preschool", {
        "population_3_5": round(children / draw.uniform(0.9, 0.97)),
        "townships": townships,
        "townships_with_centre": townships - draw.randint(0, 1),
        "kg_satisfaction": round(draw.uniform(86, 95), 1),
    })


def supply(county: str, _schools: list[School], year: int) -> Entered:
    draw = stream(county, "supply", year)
    applied = draw.randint(60, 240)
    tested = applied - draw.randint(0, 12)
    passed = tested - draw.randint(4, 30)
    return whole("teachers", {
        "targeted_quota": draw.randint(10, 30), "cert_applied": applied, "cert_tested": tested,
        "cert_passed": passed, "cert_outside": round(passed * 0.45), "degree_due": draw.randint(8, 60),
    })


def lunch_and_health(county: str, schools: list[School], year: int) -> Entered:
    draw = stream(county, "lunch", year)
    canteens = [work for work in _of_programme(county, schools, year, "canteen") if work["completed_on"]]
    return whole("nutrition", {
        "canteen_area": round(0.12 * len(canteens), 2), "canteens_refitted": len(canteens),
        "lunch_pupils": draw.randint(6000, 16000), "delivery_companies": draw.randint(1, 4),
        "delivery_schools": draw.randint(5, 20), "physique_pupils": draw.randint(1500, 5200),
        "physique_money": round(draw.uniform(60, 240), 2),
    })


def exam_work(county: str, _schools: list[School], year: int) -> Entered:
    draw = stream(county, "exams", year)
    sites = draw.randint(3, 7)
    rooms = sites * draw.randint(24, 36)
    return whole("examinations", {
        "exam_sites_used": sites, "exam_rooms_used": rooms, "invigilators": rooms * 4 + draw.randint(10, 60),
        "exam_breaches": 0, "self_candidates": draw.randint(200, 900),
    })


COUNTY_FORMS: Mapping[str, Callable[[str, list[School], int], Entered]] = {
    "preschool.kindergarten_building": kindergarten_building,
    "preschool.preschool_county": preschool_county,
    "teachers.supply": supply,
    "nutrition.lunch_and_health": lunch_and_health,
    "examinations.exam_work": exam_work,
}


def _by_area(draw: Random, indicator: str, total: int) -> Entered:
    cut = parts(draw, total, (0.3, 0.4, 0.3))
    return {(indicator, split(area=area)): part for area, part in zip(("urban", "town", "rural"), cut, strict=True)}
