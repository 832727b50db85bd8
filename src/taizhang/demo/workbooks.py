"""Workbooks as the units send them: filled with their figures, some with the mistakes that people make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from taizhang import catalogue
from taizhang.checking.submission import OrgUnit
from taizhang.demo.city import COUNTIES, City, School
from taizhang.demo.county import COUNTY_FORMS
from taizhang.demo.figures import SCHOOL_FORMS, Entered, compulsory
from taizhang.demo.networks import NETWORK_REGISTERS
from taizhang.demo.records import COUNTY_REGISTERS, SCHOOL_REGISTERS, Record, written
from taizhang.periods import Period
from taizhang.workbooks.hand_out import hand_out
from taizhang.workbooks.take_in import TakenIn, take_in


@dataclass(frozen=True, slots=True)
class Parcel:
    """One workbook to be sent: by which unit, for which period, with which mistake or none."""

    unit: str
    period: str
    whats: tuple[str, ...]
    year: int
    mistake: str | None = None


def half(year: int) -> str:
    return f"{year}H1"


def spring(year: int) -> str:
    return f"SY{year - 1}-T2"


# what each kind of unit sends for the half-year, and for the spring term
def forms_of(school: School) -> tuple[str, ...]:
    if school.unit.kind == "kindergarten":
        return ("preschool.kindergarten_basics",)
    return (*(["compulsory_balance.school_conditions"] if compulsory(school) else []), "teachers.staff")


AID = ("student_aid.entitled", "student_aid.recipient")
BOARDING = "nutrition.boarding"
REGISTERS = {**COUNTY_REGISTERS, **NETWORK_REGISTERS}
COUNTY = (*COUNTY_FORMS, *REGISTERS)
LATE_COUNTY, LATE_FORM = "石渡县", "teachers.training"


def reports_aid(school: School) -> bool:
    """Whether a school is asked for its aid of the spring term: those of the 县, where most aided pupils are."""
    return school.unit.kind == "school" and school.county.endswith("县")


def of_term(school: School) -> tuple[str, ...]:
    """What a school sends for the spring term."""
    return (*AID, BOARDING) if compulsory(school) else AID


def parcels(city: City, year: int, *, mistakes: bool) -> Iterator[Parcel]:
    """Everything that arrives for a year's first half: the half-year of every unit, and the aid of the spring term."""
    for school in city.schools:
        mistake = _mistake(school) if mistakes else None
        yield Parcel(school.unit.code, half(year), forms_of(school), year, mistake)
        if reports_aid(school):
            paid_wrong = mistake if mistake == "unpaid" else None
            yield Parcel(school.unit.code, spring(year), of_term(school), year, paid_wrong)
    for code, name in counties():
        whats = tuple(what for what in COUNTY if not (mistakes and name == LATE_COUNTY and what == LATE_FORM))
        yield Parcel(code, half(year), whats, year)


def counties() -> list[tuple[str, str]]:
    from taizhang.demo.city import CITY_CODE

    return [(f"{CITY_CODE[:4]}{number:02}", row[0]) for number, row in enumerate(COUNTIES, 1)]


def _mistake(school: School) -> str | None:
    """About one workbook in sixteen has something wrong."""
    kinds = ["words", "parts", "returned"] if school.unit.kind == "kindergarten" else ["words", "returned", "unpaid"]
    draw = school.random("mistake")
    return draw.choice(kinds) if draw.random() < 0.06 else None


def filled(parcel: Parcel, seed: int, scale: float = 1) -> bytes:
    """The workbook of a parcel, as it arrives."""
    city, shipped = _city(seed, scale), catalogue.load()
    unit, entered, tables = _contents(parcel, city)
    _MISTAKES.get(parcel.mistake or "", lambda *_: None)(entered, tables)
    records = {code: written(rows, shipped.registers[code], shipped) for code, rows in tables.items()}
    period = Period.parse(parcel.period)
    return hand_out(shipped, unit=unit, period=period, codes=parcel.whats, known=entered, records=records)


def read(parcel: Parcel, seed: int, scale: float, today: date) -> tuple[bytes, TakenIn]:
    """The workbook of a parcel, as it arrives, and what is in it on the day it is read."""
    city, data = _city(seed, scale), filled(parcel, seed, scale)
    units = {unit.code: unit.name for unit in city.units}
    return data, take_in(data, file_name(parcel, city), catalogue=catalogue.load(), today=today, units=units)


def file_name(parcel: Parcel, city: City) -> str:
    """As clerks name their workbooks: who and when."""
    return f"{city.by_code[parcel.unit].name}{Period.parse(parcel.period).zh}.xlsx"


def _contents(parcel: Parcel, city: City) -> tuple[OrgUnit, Entered, dict[str, list[Record]]]:
    if school := city.school(parcel.unit):
        unit = school.unit
        splits = {"stage": unit.stages, "area": (unit.area or "",), "ownership": (unit.ownership or "",)}
        forms = [make(school, parcel.year) for code, make in SCHOOL_FORMS.items() if code in parcel.whats]
        tables = {c: make(school, parcel.year) for c, make in SCHOOL_REGISTERS.items() if c in parcel.whats}
        return OrgUnit(unit.code, unit.name, splits), _together(forms), tables
    name = dict(counties())[parcel.unit]
    schools = [school for school in city.schools if school.county == name]
    forms = [make(name, schools, parcel.year) for code, make in COUNTY_FORMS.items() if code in parcel.whats]
    tables = {c: make(name, schools, parcel.year) for c, make in REGISTERS.items() if c in parcel.whats}
    return OrgUnit(parcel.unit, f"{name}教育局"), _together(forms), tables


def _together(forms: list[Entered]) -> Entered:
    return {key: value for form in forms for key, value in form.items()}


def _words(entered: Entered, _tables: object) -> None:
    """A number written as words, and a cell left out."""
    first, second = list(entered)[:2]
    entered[first], entered[second] = f"约{entered[first]}多", None


def _parts(entered: Entered, _tables: object) -> None:
    """One class too many children: the parts no longer make the whole."""
    key = next(key for key in entered if key[0] == "preschool.class_children" and entered[key])
    entered[key] += 10


def _returned(entered: Entered, _tables: object) -> None:
    """Passes every rule, and somebody who knows the school sees that it cannot be."""
    key = next(key for key in entered if key[0] in ("preschool.kg_outdoor_area", "teachers.staff"))
    entered[key] = round(entered[key] * 1.6)


def _unpaid(_entered: object, tables: dict[str, list[Record]]) -> None:
    """A pupil marked as paid more than is due."""
    for rows in tables.values():
        for record in rows[:1]:
            record["paid"] = record["due"] * 2


_MISTAKES: dict[str, Callable[[Entered, dict[str, list[Record]]], None]] = {
    "words": _words, "parts": _parts, "returned": _returned, "unpaid": _unpaid,
}


@cache
def _city(seed: int, scale: float) -> City:
    return City(seed, scale=scale)
