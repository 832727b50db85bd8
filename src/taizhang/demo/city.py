"""The units of 青汀市 and what each school is like.

Everything follows from a seed: the same seed makes the same city. No place, school or person exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from random import Random

THIS_YEAR = 2026  # whose first half-year the demo reports on
PROVINCE = "52"
CITY_CODE = "529900"
CITY_NAME = "青汀市教育局"

OFFICES = ("办公室", "计划财务科", "督导室", "学校安全科")

# name, kind of seat, townships, kindergartens, primary, nine-year, junior, complete secondary, senior, vocational
COUNTIES = (
    ("临浦区", "urban", 5, 44, 23, 4, 8, 1, 2, 1),
    ("东屏区", "urban", 5, 46, 24, 4, 9, 1, 2, 1),
    ("南陌区", "urban", 4, 40, 20, 3, 7, 1, 2, 1),
    ("西澜区", "urban", 5, 38, 21, 3, 7, 1, 1, 1),
    ("北垣区", "urban", 6, 36, 22, 3, 7, 1, 1, 0),
    ("桐溪县", "town", 11, 48, 38, 5, 12, 1, 2, 1),
    ("归岚县", "town", 10, 42, 34, 5, 11, 1, 1, 1),
    ("石渡县", "town", 12, 44, 40, 6, 12, 1, 1, 1),
)

_FIRST = "松柏桐梓枫槐柳杏梅兰荷竹苇芦云霞清澄沙石平安长宁新和永丰"
_SECOND = "溪湾塘坪岭坡桥渡滩源垭堰浦屏畈坝"
_KINDERGARTEN = ("启明", "春芽", "晨曦", "小荷", "蒲公英", "七彩", "阳光里", "金桥", "百合", "童心", "星河", "青苗")


def stream(*salt: object) -> Random:
    """Random numbers that are the same for the same words, whatever else was drawn."""
    return Random("/".join(map(str, salt)))  # noqa: S311


def some(draw: Random, schools: list[School], many: int) -> list[School]:
    """So many of the schools, drawn at random; all of them in a city that has fewer."""
    return draw.sample(schools, k=min(many, len(schools)))


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the demo's org tree, in the words of the ledger's OrgUnit."""

    code: str
    name: str
    kind: str
    parent: str | None
    stages: tuple[str, ...] = ()
    area: str | None = None
    ownership: str | None = None


@dataclass(frozen=True, slots=True)
class School:
    """A school or kindergarten with what its figures are drawn from. `pupils` counts heads by stage."""

    unit: Unit
    county: str
    pupils: dict[str, int]
    hardship: float
    boarding: float

    @property
    def rural(self) -> bool:
        return self.unit.area != "urban"

    def random(self, *salt: object) -> Random:
        """A stream of its own for each purpose, so that one more figure does not change the others."""
        return stream(self.unit.code, *salt)


# kind of school -> class digits of its code, stages, the part of its name, pupils in town and country
_KINDS: dict[str, tuple[str, tuple[str, ...], str, tuple[int, int], tuple[int, int]]] = {
    "kindergarten": ("11", ("preschool",), "幼儿园", (120, 330), (45, 180)),
    "primary": ("21", ("primary",), "小学", (620, 1900), (70, 640)),
    "nine_year": ("31", ("primary", "junior"), "九年一贯制学校", (900, 2300), (300, 1100)),
    "junior": ("31", ("junior",), "中学", (700, 1900), (220, 980)),
    "complete": ("34", ("junior", "senior"), "完全中学", (1400, 2800), (900, 1900)),
    "senior": ("34", ("senior",), "高级中学", (1500, 2900), (1100, 2400)),
    "vocational": ("36", ("vocational",), "职业技术学校", (1200, 3100), (700, 1800)),
}


class City:
    """The whole tree, made once from a seed."""

    def __init__(self, seed: int = 2026, *, sections: Iterable[str] = (), scale: float = 1) -> None:
        """`sections` are those in charge of the catalogue's domains; the bureau has some offices besides.

        `scale` makes a city of fewer schools, though of every kind that there is.
        """
        self.seed, self.scale = seed, scale
        self._random = Random(seed)  # noqa: S311
        self.units: list[Unit] = [Unit(CITY_CODE, CITY_NAME, "city", None)]
        self.schools: list[School] = []
        self._serial = 0
        self._names: set[str] = set()
        for number, name in enumerate(dict.fromkeys((*OFFICES, *sections)), 1):
            self.units.append(Unit(f"{CITY_CODE}-{number:02}", name, "section", CITY_CODE))
        for number, row in enumerate(COUNTIES, 1):
            self._add_county(f"{CITY_CODE[:4]}{number:02}", row)
        self.by_code = {unit.code: unit for unit in self.units}
        self._schools = {school.unit.code: school for school in self.schools}

    def _add_county(self, code: str, row: tuple[str, str, int, int, int, int, int, int, int, int]) -> None:
        name, seat, townships, *counted = row
        counts = [ceil(count * self.scale) for count in counted]
        self.units.append(Unit(code, f"{name}教育局", "county", CITY_CODE))
        places = [self._add_township(code, number) for number in range(1, townships + 1)]
        for kind, count in zip(_KINDS, counts, strict=True):
            for number in range(count):
                at_seat = number < count * (0.6 if seat == "urban" else 0.2) or kind in ("senior", "vocational")
                self._add_school(name, seat if at_seat else None, kind, number, places)

    def _add_township(self, county: str, number: int) -> Unit:
        name = self._fresh(lambda: self._random.choice(_FIRST) + self._random.choice(_SECOND) + "镇")
        unit = Unit(f"{county}{100 + number:03}", name, "township", county)
        self.units.append(unit)
        return unit

    def _add_school(self, county: str, seat: str | None, kind: str, number: int, places: list[Unit]) -> None:
        """`seat` is the area of the county's seat for a school that stands there, None for one in a township."""
        digits, stages, suffix, town, country = _KINDS[kind]
        place = places[number % len(places)]
        area = seat or ("town" if number % 3 else "rural")
        private = kind == "kindergarten" and self._random.random() < 0.45
        name = self._name(kind, suffix, county if seat else place.name, number)
        self._serial += 1
        unit = Unit(
            f"{digits}{PROVINCE}{self._serial:06}", name, "kindergarten" if kind == "kindergarten" else "school",
            place.code, stages, area, "private" if private else "public",
        )  # fmt: skip
        low, high = town if area == "urban" else country
        total = int(self._random.triangular(low, high, (low * 2 + high) / 3))
        self.units.append(unit)
        self.schools.append(
            School(
                unit, county, _shared(total, stages),
                hardship=self._random.uniform(0.02, 0.07) if area == "urban" else self._random.uniform(0.06, 0.19),
                boarding=0.0 if area == "urban" or kind == "kindergarten" else self._random.uniform(0.05, 0.55),
            )
        )

    def _name(self, kind: str, suffix: str, place: str, number: int) -> str:
        stem = place.removesuffix("镇") if place.endswith("镇") else place
        if kind == "kindergarten":
            return self._fresh(lambda: f"{stem}{self._random.choice(_KINDERGARTEN)}{suffix}", f"{stem}第{{}}{suffix}")
        if place.endswith("镇") and kind in ("primary", "junior"):
            rank = "中心" if kind == "primary" else "初级"
            return self._fresh(lambda: f"{place}{rank}{suffix}", f"{place}第{{}}{suffix}")
        return self._fresh(lambda: f"{stem}实验{suffix}" if number == 0 else f"{stem}第{_han(number)}{suffix}")

    def _fresh(self, draw: Callable[[], str], pattern: str = "{}") -> str:
        """A name that no other unit has; after some tries `pattern` numbers it."""
        for attempt in range(200):
            name = draw() if attempt < 3 or pattern == "{}" else pattern.format(_han(attempt - 1))
            if name not in self._names:
                self._names.add(name)
                return name
        raise ValueError("the city has run out of names")

    def school(self, code: str) -> School | None:
        return self._schools.get(code)


def _shared(total: int, stages: tuple[str, ...]) -> dict[str, int]:
    if len(stages) == 1:
        return {stages[0]: total}
    first = round(total * 0.62)
    return {stages[0]: first, stages[1]: total - first}


def _han(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return (digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")
