"""What a catalogue is made of. Everything is frozen; `taizhang.catalogue.load` makes it from files.

Codes are full ("student_aid.recipients") wherever one thing names another; inside formulas they stand as
written, and `Catalogue.resolve` gives the full one.
"""

from taizhang.catalogue.model.cases import Case, Expected, Table
from taizhang.catalogue.model.catalogue import Catalogue, Override
from taizhang.catalogue.model.collected import Child, Field, Form, FormItem, Register
from taizhang.catalogue.model.domains import OUTLINE_PARTS, Domain, Outline, OutlineTask, Sentence
from taizhang.catalogue.model.indicators import Indicator, Rollup, Target, Version
from taizhang.catalogue.model.judging import Rule, ScoreItem, Standard, StandardValue
from taizhang.catalogue.model.titles import Code, CodeList, Dimension, Title

__all__ = [
    "OUTLINE_PARTS", "Case", "Catalogue", "Child", "Code", "CodeList", "Dimension", "Domain", "Expected", "Field",
    "Form", "FormItem", "Indicator", "Outline", "OutlineTask", "Override", "Register", "Rollup", "Rule", "ScoreItem",
    "Sentence", "Standard", "StandardValue", "Table", "Target", "Title", "Version",
]  # fmt: skip
