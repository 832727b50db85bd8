"""What a reader makes of a report: documents, figures, claims and commitments, each with its place.

Offsets count characters of the text as received, before any cleaning; `Reading.text[start:end]` is the quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from taizhang.quantities import Qualifier


class Kind(StrEnum):
    """What sort of number a figure is."""

    ACTUAL = "actual"        # a count, amount or level reached, newly added included
    RATE = "rate"            # a level in %, or per cent of progress
    SHARE = "share"          # 占 …: a part of a whole, in %
    CHANGE = "change"        # 比去年增加, 提高: a difference or a growth
    BASELINE = "baseline"    # 去年 …: what something is compared with
    TARGET = "target"        # to be reached, promised, planned
    BUDGET = "budget"        # money planned or needed
    STANDARD = "standard"    # a norm: per head, per day, a limit
    RANK = "rank"            # place or grade


class Verdict(StrEnum):
    """What recomputing a claim gives."""

    HOLDS = "holds"
    ROUNDING = "rounding"            # holds within the digits printed
    CONTRADICTED = "contradicted"
    UNCHECKABLE = "uncheckable"      # cannot be recomputed; `Claim.needs` says what would be needed


class Figure(NamedTuple):
    """A number as it stands in a text, with its place.

    `value` is in base units (5027万元 is 50270000 元; 93% is 93) and None where masked, lost, a range or ambiguous.
    """

    id: str
    start: int
    end: int
    quote: str
    value: Decimal | None
    unit: str
    kind: Kind
    qualifier: Qualifier = Qualifier.EXACT
    indicator: str = ""               # what it measures, as a short phrase of the text's own words
    code: str | None = None           # the catalogue's indicator, "domain.code"
    domain: str | None = None         # the catalogue's domain
    score: float = 0.0                # how sure the link is, 0 to 1
    period: str | None = None         # "2026H1" where said or inferable
    org: str | None = None            # of whom
    by: Mapping[str, str] = MappingProxyType({})   # split by what, e.g. {"stage": "senior"}
    low: Decimal | None = None        # a range (3—5名) goes from `low` to `high`, in base units,
    high: Decimal | None = None       # and has no value


class Claim(NamedTuple):
    """What a text says ties its figures: a sum, a share, a growth.

    `members` maps a role to a figure id or a list of ids, e.g. {"total": "f3", "parts": ["f4", "f5"]}.
    """

    id: str
    type: str                         # sum, share, growth, year_on_year (a difference to last year's), difference (to
                                      # anything else, or not said to what), per_unit, plan_vs_actual, same, …
    members: dict[str, str | list[str]]
    start: int                        # of the sentence that makes it
    end: int
    stated: Decimal | None
    computed: Decimal | None
    verdict: Verdict
    message: str = ""                 # in Chinese: what is stated, what the figures give
    message_en: str = ""
    cause: str = ""                   # a guess at the cause, e.g. 除以了本年数
    cause_en: str = ""
    needs: str = ""                   # what would be needed to recompute it
    needs_en: str = ""


class Commitment(NamedTuple):
    """What a plan promises: what, by whom, by when, with which figures."""

    id: str
    start: int
    end: int
    text: str
    owner: str | None
    deadline: str | None              # ISO date or period where it can be told, else the words
    figures: list[str]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `part` is "done" or "planned"."""

    title: str
    level: int
    start: int
    end: int
    part: str


@dataclass(frozen=True, slots=True)
class Document:
    """One report of a page that may hold several."""

    title: str
    bureau: str | None
    place: str | None
    period: str | None
    kind: str                         # summary, plan, both, other, or unrelated: not on education
    start: int
    end: int
    sections: list[Section] = field(default_factory=list)


class Cleaning(NamedTuple):
    """One thing that cleaning changed: what stood there, what stands in the clean text, and why.

    A page of a sharing site has thousands, hence a named tuple, which is made in a third of the time.
    """

    kind: str                         # furniture, page_marker, pinyin, traditional, mask, break, …
    start: int
    end: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one file."""

    name: str
    text: str                         # as received
    documents: list[Document]
    figures: list[Figure]
    claims: list[Claim]
    commitments: list[Commitment]
    cleanings: list[Cleaning]
