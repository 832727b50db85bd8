"""What may stand in each file of the catalogue: tables of keys, read by the one algorithm in `reader.py`.

docs/catalogue.md says what the keys mean; defaults stand in `model`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from taizhang.catalogue.formulas.parsing import parse
from taizhang.catalogue.kinds import (
    DATE,
    ENTRY,
    LOCAL,
    NUMBER,
    PATTERN,
    REFERENCE,
    RULE,
    STANDARD,
    TEXT,
    TRUTH,
    UNIT,
    VALUE,
    WHOLE,
    Choice,
    Key,
    Kind,
    Later,
    Many,
    Named,
    Plain,
    Rows,
    Shape,
)
from taizhang.catalogue.model import (
    Child,
    Code,
    Field,
    FormItem,
    OutlineTask,
    ScoreItem,
    Sentence,
    StandardValue,
    Target,
    Title,
    Version,
)
from taizhang.catalogue.problems import Said


def _told(make: Callable[..., Any]) -> Callable[..., Any]:
    """Make a thing once it learns the name it stands under."""
    return lambda **values: lambda code: make(code=code, **values)


def _code(code: str, zh: str, en: str, called: tuple[str, ...] = ()) -> Code:
    return Code(code, Title(zh, en), called)


FORMULA = Plain(parse, Said("公式", "a formula"))
FORMULA_TEXT = Plain(lambda text: parse(text) and text, Said("公式", "a formula"))
TEXTS = Many(TEXT)
TITLE = Shape({"zh": Key(TEXT, True), "en": Key(TEXT, True)}, make=Title)
NOTE = Shape(TITLE.keys, make=Title, lone=("zh", "en"))

CODES = Named(Shape({"zh": Key(TEXT, True), "en": Key(TEXT, True), "called": Key(TEXTS)}, make=_told(_code)),
              ENTRY, tell=True)
LISTS = Named(Shape({"title": Key(TITLE, True), "codes": Key(CODES, True)}), LOCAL)

SHARED = Shape({"dimensions": Key(LISTS), "lists": Key(LISTS)})

DOMAIN = Shape({
    "title": Key(TITLE, True),
    "section": Key(TEXT, True),
    "purpose": Key(TEXT),
    "order": Key(WHOLE),
    "lists": Key(LISTS),
})

INDICATORS = Named(Shape({
    "title": Key(TITLE, True),
    "unit": Key(UNIT, True),
    "called": Key(TEXTS),
    "by": Key(Many(LOCAL)),
    "only": Key(Named(Many(ENTRY), LOCAL)),
    "counts": Key(REFERENCE),
    "sums": Key(REFERENCE),
    "averages": Key(REFERENCE),
    "where": Key(FORMULA),
    "formula": Key(FORMULA),
    "over_units": Key(Choice(("sum", "max", "min", "none"))),
    "over_time": Key(Choice(("sum", "last", "max", "min", "none"))),
    "level": Key(Choice(("school", "county", "city"))),
    "better": Key(Choice(("higher", "lower"))),
    "standard": Key(STANDARD),
    "target": Key(Shape({"value": Key(NUMBER, True), "by": Key(DATE), "source": Key(TEXT)}, make=Target)),
    "decimals": Key(WHOLE),
    "versions": Key(Many(Shape({
        "from": Key(DATE, True, called="start"),
        "note": Key(NOTE),
        "formula": Key(FORMULA),
        "comparable": Key(TRUTH),
    }, make=Version))),
    "note": Key(NOTE),
}), LOCAL)

UNIT_KINDS = Many(Choice(("kindergarten", "school", "township", "county", "section", "city")))

FORM = Shape({
    "title": Key(TITLE, True),
    "filled_by": Key(UNIT_KINDS, True),
    "every": Key(Choice(("half", "quarter", "month", "year", "term")), True),
    "kind": Key(Choice(("grid", "scorecard", "matrix"))),
    "items": Key(Many(Shape({
        "indicator": Key(REFERENCE, True),
        "required": Key(TRUTH),
        "min": Key(NUMBER),
        "max": Key(NUMBER),
        "note": Key(NOTE),
    }, make=FormItem, lone=("indicator",)))),
    "rows": Key(STANDARD),
    "scorers": Key(Many(Choice(("self", "reviewer", "expert")))),
    "columns": Key(Choice(("kindergarten", "school", "township", "county"))),
    "note": Key(NOTE),
})

FIELDS = Named(Shape({
    "type": Key(Choice(("text", "code", "tags", "whole", "number", "money", "date", "period", "yes_no", "person",
                        "unit", "file", "link")), True),
    "title": Key(TITLE, True),
    "unit": Key(UNIT),
    "list": Key(REFERENCE),
    "kind": Key(Choice(("year", "half", "quarter", "month", "school_year", "term"))),
    "register": Key(REFERENCE),
    "optional": Key(TRUTH),
    "personal": Key(TRUTH),
    "outside": Key(TRUTH),
    "min": Key(NUMBER),
    "max": Key(NUMBER),
    "pattern": Key(PATTERN),
    "called": Key(TEXTS),
    "note": Key(NOTE),
}, make=_told(Field)), LOCAL, tell=True)

REGISTER = Shape({
    "title": Key(TITLE, True),
    "filled_by": Key(UNIT_KINDS, True),
    "kind": Key(Choice(("records", "mirror", "case", "tree_change"))),
    "key": Key(Many(LOCAL), True),
    "fields": Key(FIELDS, True),
    "children": Key(Named(Shape({
        "title": Key(TITLE, True),
        "key": Key(Many(LOCAL), True),
        "fields": Key(FIELDS, True),
    }, make=_told(Child)), LOCAL, tell=True)),
    "states": Key(Named(Many(LOCAL), LOCAL)),
    "system": Key(TEXT),
    "reference_date": Key(TEXT),
    "hide_below": Key(WHOLE),
    "retain_years": Key(WHOLE),
    "change": Key(Choice(("open", "close", "rename", "merge", "split", "move"))),
    "note": Key(NOTE),
})

RULES = Named(Shape({
    "level": Key(Choice(("hard", "soft")), True),
    "on": Key(REFERENCE, True),
    "where": Key(FORMULA),
    "that": Key(FORMULA, True),
    "says": Key(TITLE, True),
}), RULE)

SCORE_ITEM: Kind = Shape({
    "title": Key(NOTE, True),
    "points": Key(NUMBER),
    "items": Key(Many(Later(lambda: SCORE_ITEM))),
}, make=ScoreItem)

STANDARDS = Named(Shape({
    "title": Key(TITLE, True),
    "unit": Key(UNIT),
    "op": Key(Choice(("ge", "gt", "le", "lt", "eq"))),
    "scope": Key(Choice(("student", "class", "building", "school", "kindergarten", "township", "county", "city",
                         "nation"))),
    "values": Key(Many(Shape({
        "from": Key(DATE, True, called="start"),
        "to": Key(DATE, called="end"),
        "sure": Key(Choice(("V", "S+", "S", "M+", "M?")), True),
        "source": Key(TEXT, True),
        "clause": Key(TEXT),
        "note": Key(NOTE),
    }, make=lambda **values: StandardValue(**{"end": None, **values}),
       rest=Named(NUMBER, ENTRY), rest_as="values"))),
    "items": Key(Many(SCORE_ITEM)),
    "note": Key(NOTE),
}), STANDARD)

SENTENCES = Many(Shape({
    "when": Key(FORMULA),
    "say": Key(TEXTS, True),
    "task": Key(Shape({
        "owner": Key(TEXT, True),
        "target": Key(Named(NUMBER, REFERENCE)),
        "due": Key(TEXT),
    }, make=OutlineTask)),
}, make=Sentence))

OUTLINE = Shape({"done": Key(SENTENCES), "problems": Key(SENTENCES), "next": Key(SENTENCES)})

VALUES = Named(VALUE, FORMULA_TEXT)

CASES = Many(Shape({
    "name": Key(TEXT, True),
    "values": Key(VALUES),
    "last_year": Key(VALUES),
    "previous": Key(VALUES),
    "units": Key(Rows()),
    "on": Key(DATE),
    "expect": Key(VALUES),
    "refused": Key(Many(RULE)),
    "warned": Key(Many(RULE)),
    "note": Key(NOTE),
}, rest=Named(Rows(), REFERENCE), rest_as="records"))

FILES: dict[str, Kind] = {
    "domain": DOMAIN,
    "indicators": INDICATORS,
    "rules": RULES,
    "standards": STANDARDS,
    "outline": OUTLINE,
    "cases": CASES,
}
FOLDERS: dict[str, Kind] = {"forms": FORM, "registers": REGISTER}
