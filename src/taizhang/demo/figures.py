"""What each school enters into its forms: figures that hang together as real ones do.

A function for each form gives the contents of its inputs, by indicator and split. Figures of last year come from
the same school a little smaller or larger, so that growth is neither zero nor absurd.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from random import Random

from taizhang.checking.submission import By, Key
from taizhang.demo.city import THIS_YEAR, School

Entered = dict[Key, float | int | str | None]

_BANDS = (("to_45", 45), ("to_50", 50), ("to_55", 55), ("large", 65), ("super", 80))
_KG_CLASSES = (("junior", 25), ("middle", 30), ("senior", 35))


def split(**codes: str) -> By:
    """The split of a cell: `split(stage="primary")`."""
    return tuple(sorted(codes.items()))


def heads(school: School, stage: str, year: int) -> int:
    """Pupils of a stage in a year: the school's own number, shrunk or grown a little for last year."""
    drift = school.random("growth", stage).uniform(-0.045, 0.06)
    return max(8, round(school.pupils[stage] * (1 + drift * (year - THIS_YEAR))))


def kindergarten_basics(school: School, year: int) -> Entered:
    draw = school.random("kindergarten", year)
    children = heads(school, "preschool", year)
    private = "inclusive" if school.random("kind").random() < 0.8 else "other"
    kind = "public" if school.unit.ownership == "public" else private
    by_class = dict(zip((name for name, _ in _KG_CLASSES), parts(draw, children, (0.29, 0.33, 0.38)), strict=True))
    classes = {name: max(1, ceil(by_class[name] / limit)) for name, limit in _KG_CLASSES}
    teachers = ceil(children / draw.uniform(12.5, 16.5))
    floor = round(children * draw.uniform(9.5, 12.5))
    entered: Entered = {("preschool.children", split(kg_kind=code)): 0 for code in ("public", "inclusive", "other")}
    entered[("preschool.children", split(kg_kind=kind))] = children
    for name in ("nursery", "junior", "middle", "senior", "mixed"):
        entered[("preschool.class_children", split(kg_class=name))] = by_class.get(name, 0)
        entered[("preschool.classes", split(kg_class=name))] = classes.get(name, 0)
    return entered | whole("preschool", {
        "classes_in_limit": sum(classes.values()) - (draw.random() < 0.12),
        "kg_staff": teachers + ceil(teachers * 0.7),
        "kg_teachers": teachers,
        "kg_certified": max(0, teachers - (draw.random() < 0.2)),
        "kg_floor_area": floor,
        "kg_room_area": round(floor * 0.72),
        "kg_outdoor_area": round(children * draw.uniform(3.9, 6)),
    })


def school_conditions(school: School, year: int) -> Entered:
    draw = school.random("conditions", year)
    entered: Entered = {}
    crowded = school.unit.area == "urban" and school.random("crowded").random() < 0.07 - 0.025 * (year - 2025)
    grade = 0.74 if school.random("behind").random() < 0.24 - 0.05 * (year - 2025) else 1  # some mend in a year
    for stage in compulsory(school):
        pupils = heads(school, stage, year)
        junior = stage == "junior"
        classes, largest = _classes(draw, pupils, crowded=crowded)
        rooms = ceil(sum(classes.values()) / 12)
        for band, _ in _BANDS:
            entered[("compulsory_balance.classes", split(stage=stage, class_size=band))] = classes[band]
        entered |= _by_stage("compulsory_balance", stage, {
            "pupils": pupils,
            "largest_class": largest,
            "above_degree_teachers": ceil(pupils * draw.uniform(0.043, 0.056) * (1.26 if junior else 1)),
            "arts_sport_teachers": ceil(pupils * draw.uniform(0.009, 0.0125)),
            "middle_title_teachers": ceil(pupils * draw.uniform(0.02, 0.034)),
            "room_area": round(pupils * draw.uniform(4.6, 6.4) * (1.3 if junior else 1) * grade),
            "sports_area": round(pupils * draw.uniform(7.5, 10.2) * (1.36 if junior else 1) * grade),
            "equipment_value": round(pupils * draw.uniform(0.2, 0.28) * (1.25 if junior else 1) * grade, 2),
            "media_rooms": max(sum(classes.values()), ceil(pupils * 0.024)),
            "computers": ceil(pupils * draw.uniform(0.1, 0.16)),
            "books": round(pupils * draw.uniform(22, 34)),
            "music_rooms": rooms,
            "art_rooms": rooms,
        })
    return entered


def staff(school: School, year: int) -> Entered:
    draw = school.random("staff", year)
    entered: Entered = {}
    taught = 0
    for stage in school.pupils:
        if stage == "preschool":
            continue
        ratio = {"primary": 17.5, "junior": 12.6, "senior": 11.8, "vocational": 15.5}[stage]
        everyone = ceil(heads(school, stage, year) / ratio)
        teachers = max(1, everyone - ceil(everyone * 0.07))
        entered |= _by_stage("teachers", stage, {
            "staff": everyone,
            "teachers": teachers,
            "teachers_certified": teachers,
            "key_teachers": ceil(teachers * draw.uniform(0.19, 0.27)),
        })
        taught += teachers
    return entered | whole("teachers", {"training_hours_met": taught - round(taught * draw.uniform(0, 0.04))})


def aided(school: School, stage: str, year: int) -> int:
    """How many pupils of a stage the school aids in a term."""
    return round(heads(school, stage, year) * school.hardship * 0.42)


def entitled(school: School, year: int) -> Entered:
    """Pupils in hardship, by kind: those of the register of payments, and a few who get nothing yet."""
    draw = school.random("entitled", year)
    poor = round(sum(aided(school, stage, year) for stage in school.pupils) * 1.03)
    shares = parts(draw, poor, (0.34, 0.1, 0.26, 0.05, 0.05, 0.08, 0.12))
    return {("student_aid.entitled_pupils", split(hardship=kind)): share
            for kind, share in zip(_HARDSHIPS, shares, strict=True)}


_HARDSHIPS = ("registered", "monitored", "low_income", "destitute", "orphan", "disabled", "other")


def boarding(school: School, year: int) -> Entered:
    """Boarders of country schools: 20 weeks at 15 元 a week, and 10 元 more for those of low income."""
    boarders = {stage: round(heads(school, stage, year) * school.boarding) for stage in compulsory(school)}
    entered: Entered = {}
    for stage, many in boarders.items():
        entered |= _by_stage("nutrition", stage, {"rural_boarders": many, "low_income_boarders": round(many * 0.08)})
    everyone, poor = sum(boarders.values()), sum(round(many * 0.08) for many in boarders.values())
    return entered | whole("nutrition", {
        "free_breakfasts": 5, "meat_meals": 6, "boarder_weeks": 20,
        "boarder_supplement": round(everyone * 20 * 15 / 10_000, 2),
        "low_income_supplement": round(poor * 20 * 10 / 10_000, 2),
    })


SCHOOL_FORMS: Mapping[str, Callable[[School, int], Entered]] = {
    "preschool.kindergarten_basics": kindergarten_basics,
    "compulsory_balance.school_conditions": school_conditions,
    "teachers.staff": staff,
    "student_aid.entitled": entitled,
    "nutrition.boarding": boarding,
}


def compulsory(school: School) -> list[str]:
    return [stage for stage in school.pupils if stage in ("primary", "junior")]


def _classes(draw: Random, pupils: int, *, crowded: bool) -> tuple[dict[str, int], int]:
    """Classes by size whose pupils add up to `pupils`, and the size of the largest."""
    size = draw.randint(56, 60) if crowded else draw.randint(36, 49)
    count = max(1, ceil(pupils / size))
    sizes = [pupils // count + (position < pupils % count) for position in range(count)]
    bands = dict.fromkeys((band for band, _ in _BANDS), 0)
    for one in sizes:
        bands[next(band for band, limit in _BANDS if one <= limit)] += 1
    return bands, max(sizes)


def parts(draw: Random, total: int, shares: tuple[float, ...]) -> list[int]:
    """`total` cut into whole parts near the shares, none lost."""
    cut = [round(total * share * draw.uniform(0.93, 1.07)) for share in shares[:-1]]
    while sum(cut) > total:
        cut[cut.index(max(cut))] -= 1
    return [*cut, total - sum(cut)]


def whole(domain: str, values: Mapping[str, float]) -> Entered:
    return {(f"{domain}.{code}", ()): value for code, value in values.items()}


def _by_stage(domain: str, stage: str, values: Mapping[str, float]) -> Entered:
    return {(f"{domain}.{code}", split(stage=stage)): value for code, value in values.items()}
